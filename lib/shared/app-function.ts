import { type Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import { acknowledge } from '../policy/acknowledge.ts';
import { bundledCode } from './bundling.ts';

/** A function's environment: every value is text, as Lambda passes it. */
export type EnvSchema = z.ZodMiniObject<Record<string, z.ZodMiniType<string>>>;

/** Names of the variables in an environment schema. */
export type EnvKey<S extends EnvSchema> = Extract<keyof z.infer<S>, string>;

/** What a function may do with a table: the DynamoDB actions that its code calls, and no other. */
export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/**
 * What DynamoDB does with a customer-managed key on the caller's behalf, without the wildcards of CDK's own grant.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const TABLE_KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** Settings of an {@link AppFunction}. */
export interface AppFunctionProps<S extends EnvSchema> {
  /**
   * Handler file that exports `handler`: from this project's root (`lambda/inference/handler.ts`), or the absolute path of
   * one of your own.
   */
  readonly entry: string;
  /** What the function is for, as the console shows it. */
  readonly description: string;
  /** The schema that the handler parses its environment with. */
  readonly envSchema: S;
  /** Plain variables; those that name a resource come from the `bind…` methods. */
  readonly environment?: Partial<Record<EnvKey<S>, string>>;
  /** Name of the function. @default - named by CloudFormation */
  readonly functionName?: string;
  /** After this long Lambda ends an invocation. */
  readonly timeout: Duration;
  /** Megabytes; processor time grows with it (1,769 MB is one whole vCPU). @default 1024 */
  readonly memorySize?: number;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the logs with the stack: they hold inputs and outputs. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A Lambda function of this application: Node.js 24 on arm64, traced, with its own role and log group, and with an
 * environment that is checked against the handler's schema when the app is synthesised.
 *
 * Binding a resource sets the variable and grants the permission in one call, so that they cannot diverge.
 */
export class AppFunction<S extends EnvSchema> extends Construct {
  /** The Lambda function. */
  readonly function: LambdaFunction;
  /** What it prints. */
  readonly logGroup: LogGroup;
  /** After this long Lambda ends an invocation. */
  readonly timeout: Duration;
  private readonly envSchema: S;
  private readonly environment = new Map<string, string>();

  constructor(scope: Construct, id: string, props: AppFunctionProps<S>) {
    super(scope, id);
    this.envSchema = props.envSchema;
    this.timeout = props.timeout;
    // Named by CloudFormation: logs that outlive the stack would otherwise stop the next deployment ("already exists").
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: bundledCode(props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 1024,
      timeout: props.timeout,
      role: this.createRole(),
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      // Text, not JSON: with the JSON format Lambda wraps what `console` prints, and metrics in embedded format can be
      // lost in the wrapping. The handlers write whole JSON lines themselves.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Libraries.html
      loggingFormat: LoggingFormat.TEXT,
    });
    acknowledge(
      this,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutTelemetryRecords are allowed on * only',
    );
    for (const [key, value] of Object.entries<string | undefined>(props.environment ?? {})) {
      if (value !== undefined) this.setVariable(key, value);
    }
    this.node.addValidation({ validate: () => this.environmentProblems() });
  }

  /** Names the table in `variable` and allows these actions on it (and the use of its key, when it has one of its own). */
  bindTable(variable: EnvKey<S>, table: ITable, actions: readonly TableAction[]): void {
    this.setVariable(variable, table.tableName);
    table.grant(this.function, ...actions.map((action) => `dynamodb:${action}`));
    const key = table.encryptionKey;
    if (key !== undefined) {
      this.function.addToRolePolicy(new PolicyStatement({ actions: [...TABLE_KEY_ACTIONS], resources: [key.keyArn] }));
    }
  }

  /** Puts the queue's URL in `variable` and allows sending to it. */
  bindQueue(variable: EnvKey<S>, queue: IQueue): void {
    this.setVariable(variable, queue.queueUrl);
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
    queue.encryptionMasterKey?.grantEncrypt(this.function);
  }

  /** Names something in `variable` and allows these statements: for services that have no method of their own here. */
  bind(variable: EnvKey<S>, value: string, ...statements: PolicyStatement[]): void {
    this.setVariable(variable, value);
    for (const statement of statements) this.function.addToRolePolicy(statement);
  }

  private setVariable(key: string, value: string): void {
    this.environment.set(key, value);
    this.function.addEnvironment(key, value);
  }

  /** A role with nothing but what writing to the function's own log group takes; the managed basic policy allows every log group. */
  private createRole(): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    return role;
  }

  /** What the handler would refuse at its first start, found at synthesis. */
  private environmentProblems(): string[] {
    const { shape } = this.envSchema;
    const unknown = [...this.environment.keys()]
      .filter((key) => !Object.hasOwn(shape, key))
      .map((key) => `${key}: the handler's environment schema does not know this variable`);
    const wrong = Object.entries(shape).flatMap(([key, schema]) =>
      valueProblem(key, this.environment.get(key), schema),
    );
    return [...unknown, ...wrong];
  }
}

/** A value that only CloudFormation knows is taken as it is. */
function valueProblem(key: string, value: string | undefined, schema: EnvSchema['shape'][string]): string[] {
  if (value === undefined) {
    return [`${key}: the handler needs this variable; bind the resource or set it in environment`];
  }
  if (Token.isUnresolved(value)) return [];
  const result = schema.safeParse(value);
  if (result.success) return [];
  return [
    `${key}: ${JSON.stringify(value)} is refused: ${result.error.issues.map(({ message }) => message).join(', ')}`,
  ];
}
