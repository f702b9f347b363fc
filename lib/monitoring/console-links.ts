import { Fn, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How the console writes a slash of a log group's name into its address: URL-encoded twice, with `$` for `%`. */
const SLASH = '$252F';

/** Addresses in the AWS console of the construct's Region (commercial partition). */
export class ConsoleLinks {
  readonly #region: string;

  constructor(scope: IConstruct) {
    this.#region = Stack.of(scope).region;
  }

  logGroup(name: string): string {
    return this.#cloudWatch(`logsV2:log-groups/log-group/${encodedLogGroup(name)}`);
  }

  logsInsights(): string {
    return this.#cloudWatch('logsV2:logs-insights');
  }

  alarms(): string {
    return this.#cloudWatch('alarmsV2:');
  }

  dashboard(name: string): string {
    return this.#cloudWatch(`dashboards/dashboard/${name}`);
  }

  #cloudWatch(fragment: string): string {
    return `https://${this.#region}.console.aws.amazon.com/cloudwatch/home?region=${this.#region}#${fragment}`;
  }
}

/** A name that is known only at deployment can be split and joined by CloudFormation, but not encoded otherwise. */
function encodedLogGroup(name: string): string {
  if (Token.isUnresolved(name)) return Fn.join(SLASH, Fn.split('/', name));
  return encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
}
