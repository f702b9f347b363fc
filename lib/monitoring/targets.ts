import type { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** The function that answers requests and emits the metric contract. */
export interface FunctionTarget {
  /** The function that calls the endpoint. */
  readonly function: IFunction;
  /** Its name as text, where that is known; an import from a name alone has it only as a token. @default - the function's */
  readonly functionName?: string;
  /** The function's own timeout: the near-timeout alarm is drawn against it. */
  readonly timeout: Duration;
  /** Where the function logs. @default - `/aws/lambda/<function name>`, the group that Lambda uses when none is configured */
  readonly logGroup?: ILogGroup;
}

/** A SageMaker endpoint by its names, which is all that CloudWatch knows of it. */
export interface EndpointTarget {
  /** Name of the endpoint. */
  readonly endpointName: string;
  /** SageMaker publishes its metrics per variant, never for the endpoint alone. */
  readonly variantName: string;
  /** Instances have processors, memory and disks to watch; `unknown` draws the graphs and leaves them empty if need be. */
  readonly hosting: 'serverless' | 'instance' | 'unknown';
}

/** An HTTP API (API Gateway version 2). */
export interface ApiTarget {
  /** Id of the API. */
  readonly apiId: string;
  /** Name of the stage. */
  readonly stage: string;
}

/** What is monitored. Each part but the function is optional, so that a team can watch what it already runs. */
export interface MonitoringTargets {
  /** The function: there is no monitoring without one. */
  readonly function: FunctionTarget;
  /** The SageMaker endpoint. @default - no SageMaker alarms, and the contract's metrics are read over all endpoints */
  readonly endpoint?: EndpointTarget;
  /** Records of inferences. @default - no DynamoDB alarms and graphs */
  readonly table?: ITable;
  /** The HTTP API. @default - no API alarms and graphs */
  readonly api?: ApiTarget;
  /** Queue of the records that the table refused. @default - no alarm on its age */
  readonly recordQueue?: IQueue;
  /** Where the record queue's undeliverable messages end. @default - no alarm on dead letters */
  readonly deadLetterQueue?: IQueue;
}
