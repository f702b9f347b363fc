import type { AlarmDefinition, AlarmState, AlarmType, Problem } from '../../../alarm-simulator/src/index.ts';

/** Log alarms are read so that they can be named; the simulator does not evaluate them. */
export type LoadedAlarmType = AlarmType | 'AWS::CloudWatch::LogAlarm';

/** One alarm of a template, an assembly or an account, as far as it could be read. */
export interface LoadedAlarm {
  readonly type: LoadedAlarmType;
  /** In the template; the alarm's name where it comes from `DescribeAlarms`. */
  readonly logicalId: string;
  readonly name: string;
  /** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME` */
  readonly arn: string;
  /** Twelve digits. Names of alarms are unique in an account and region only: an assembly may span several. */
  readonly accountId: string;
  readonly region: string;
  /** Name of the stack that holds it. @default - absent where it comes from `DescribeAlarms` */
  readonly stack?: string;
  /** The file that it stands in, as the user named it; in a `cdk.out`, the template in that folder. */
  readonly file: string;
  /** Line of the resource in the file, the first being 1. */
  readonly line?: number;
  /** The CDK's construct path (`aws:cdk:path`). */
  readonly constructPath?: string;
  /** `file:line` where the application makes the construct, if the assembly's metadata has stack traces. */
  readonly sourceLocation?: string;
  /** Properties with every intrinsic function resolved; what is known only after deployment reads `<reason>`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** State that the account gives the alarm (`DescribeAlarms` only). */
  readonly initialState?: AlarmState;
  /** The alarm, if it can be evaluated. */
  readonly definition?: AlarmDefinition;
  /** Why it cannot: there are some exactly if there is no definition. Paths are those of the properties. */
  readonly problems: readonly Problem[];
}

export interface LoadSuccess {
  readonly status: 'success';
  /** In the order of the files. */
  readonly alarms: readonly LoadedAlarm[];
  /** What was not understood and could hide an alarm, or could leave one out; each with the file or the stack. */
  readonly notices: readonly string[];
  /** Of the first alarm; AWS's example account in us-east-1 where nothing says. */
  readonly accountId: string;
  readonly region: string;
}

/** Alarms, or why there are none: each line names the file and, where it is known, line and column in it. */
export type LoadResult = LoadSuccess | { readonly status: 'error'; readonly lines: readonly string[] };
