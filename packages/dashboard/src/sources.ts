import type { AlarmDefinition, AlarmState, MetricIdentity, SampleSource } from '../../alarm-simulator/src/index.ts';
import type { TimeRange } from './data.ts';

/** Where the contents of widgets come from. Everything is read at the moment of the call; nothing is kept. */
export interface DashboardSources {
  /** Asked once for each metric, statistic, period and widget; columns are used where the source has them. */
  readonly samples: SampleSource;
  /** Every metric that has samples: what `SEARCH` looks through. @default - a widget with SEARCH says that it cannot be run */
  readonly metrics?: () => readonly MetricIdentity[];
  /** An alarm by its name or ARN; `undefined` if there is none of that name. */
  readonly alarm: (nameOrArn: string) => AlarmView | undefined;
  /** Events of a log group stamped in `[start, end)`, in any order; none if there is no such group. */
  readonly logs: (logGroup: string, range: TimeRange) => Iterable<LogEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** An alarm and where it stands. */
export interface AlarmView {
  readonly definition: AlarmDefinition;
  readonly state: AlarmState;
  /** When the state last changed; `undefined` before the first change. */
  readonly since: number | undefined;
}

/** One line of a log stream. */
export interface LogEvent {
  readonly logGroup: string;
  readonly logStream: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}
