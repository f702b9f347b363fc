import type { ResolvedAssembly } from '../../../assembly/src/index.ts';
import type { HttpApi } from '../api/index.ts';
import type { RunningClock } from '../clock.ts';
import type { ConsoleSource } from '../console/source.ts';
import type { AlarmService } from '../observability/alarm-service.ts';
import type { Inbox } from '../observability/inbox.ts';
import type { LogStore } from '../observability/log-store.ts';
import type { MetricStore } from '../observability/metric-store.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Faults } from '../types.ts';
import type { PreviewStatus } from '../ui/status.ts';
import type { RecordFinder } from './records.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** A call to AWS that the preview does not emulate, and how often it was made. */
export interface UnsupportedCall {
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

/** What runs, apart from the console that looks at it. */
export type RunningParts = Omit<Preview, 'console'>;

/** A running preview: the application of a `cdk.out` on this machine. */
export interface Preview {
  readonly assembly: ResolvedAssembly;
  readonly clock: RunningClock;
  /** Virtual milliseconds since the epoch. */
  readonly startedAt: number;
  /** What fails on purpose; may be changed at any time. */
  readonly faults: Faults;
  readonly api: HttpApi;
  /** Address where every AWS service that the preview emulates answers, as an AWS SDK's endpoint. */
  readonly awsEndpointUrl: string;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly inbox: Inbox;
  readonly alarms: AlarmService;
  readonly records: RecordFinder;
  unsupported(): readonly UnsupportedCall[];
  /** What a user should know about this preview, as sentences. */
  readonly notes: readonly string[];
  /** A command that sends one held-out sample to the API. */
  readonly curl: string;
  /** What the console shows, whether or not it is served. */
  readonly console: ConsoleSource;
  /** Address of the console; undefined if it is not served. */
  readonly statusUrl: string | undefined;
  /** Everything that programs and the terminal show. */
  status(): PreviewStatus;
  /** Prepares traffic; nothing happens before its `play`. The status shows the newest run. */
  createRun(scenario: Scenario, signal: AbortSignal): ScenarioRun;
  /** Stops everything. What is under way is given up. */
  dispose(): Promise<void>;
}
