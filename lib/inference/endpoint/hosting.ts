/** Runs on demand, down to nothing; no instance to size. */
export interface ServerlessHosting {
  /** Tells it from instances. */
  readonly type: 'serverless';
  /** Megabytes: 1024 to 6144 in steps of 1024. */
  readonly memoryMb: number;
  /** Requests at the same time, 1 to 200; one more is throttled. */
  readonly maxConcurrency: number;
}

/** How an instance variant follows its load. */
export interface EndpointAutoscaling {
  /** Fewest instances. */
  readonly min: number;
  /** Most instances. */
  readonly max: number;
  /** Invocations a minute for each instance that scaling aims at. */
  readonly invocationsPerInstance: number;
}

/** Runs on instances that are there all the time. */
export interface InstanceHosting {
  /** Tells it from serverless. */
  readonly type: 'instance';
  /** For example `ml.m5.large`. */
  readonly instanceType: string;
  /** Instances at the start. */
  readonly count: number;
  /** How the number of instances follows the load. @default - the count stays as it is */
  readonly autoscaling?: EndpointAutoscaling;
}

/** What an endpoint runs on: on demand, or on instances. */
export type EndpointHosting = ServerlessHosting | InstanceHosting;

/** What an endpoint runs on when nothing is said. */
export const DEFAULT_HOSTING: ServerlessHosting = { type: 'serverless', memoryMb: 2048, maxConcurrency: 10 };
