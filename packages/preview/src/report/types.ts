import type { AlarmStateName } from '../scenario/types.ts';
import type { RequestCounts } from '../traffic/measurements.ts';
import type { Difference } from './expectations.ts';
import type { LatencyPercentiles } from './percentiles.ts';
import type { RecordCounts } from './records.ts';

/** How sure it is that AWS would decide alike; see the alarm simulator. */
export type Certainty = 'documented' | 'inferred' | 'undocumented';

/** A change of an alarm's state. Times are ISO 8601, in virtual time. */
export interface ReportedTransition {
  readonly at: string;
  readonly from: AlarmStateName;
  readonly to: AlarmStateName;
  readonly reason: string;
  readonly certainty: Certainty;
}

export interface ReportedAlarm {
  readonly name: string;
  /** At the end of the run. */
  readonly state: AlarmStateName;
  readonly transitions: readonly ReportedTransition[];
}

export interface ReportedPhase {
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly requests: RequestCounts;
  readonly accuracy: number | null;
  readonly latencyMs: LatencyPercentiles;
}

export interface ReportedMessage {
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface ReportedRequests extends RequestCounts {
  /** Answers by HTTP status; `0` stands for no answer. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Why requests failed or were rejected, with how often. */
  readonly problems: Readonly<Record<string, number>>;
}

/** Why a run ended: the scenario was over, `--duration` had passed, or somebody stopped it. */
export type EndedBy = 'scenario' | 'duration' | 'interrupt';

/** What a run showed. The same on every machine but for what is measured in real time. */
export interface PreviewReport {
  readonly scenario: {
    readonly name: string;
    readonly description?: string;
    readonly seed: number;
    /** Virtual seconds in a real second. */
    readonly speed: number;
    readonly endedBy: EndedBy;
  };
  /** ISO 8601, virtual time. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly realSeconds: number;
  readonly phases: readonly ReportedPhase[];
  readonly requests: ReportedRequests;
  /** Share of right predictions among the samples with a label; null if there was none. */
  readonly accuracy: number | null;
  /** Real milliseconds, as the client measures them over HTTP. */
  readonly latencyMs: LatencyPercentiles;
  readonly alarms: readonly ReportedAlarm[];
  readonly emails: readonly ReportedMessage[];
  readonly texts: readonly Omit<ReportedMessage, 'subject'>[];
  readonly records: RecordCounts;
  /** Calls to AWS that the preview does not emulate. */
  readonly unsupported: readonly { readonly service: string; readonly operation: string; readonly count: number }[];
  /** What a reader of the numbers should know. */
  readonly notes: readonly string[];
  readonly expectations: {
    /** False if the scenario expects nothing. */
    readonly checked: boolean;
    readonly hold: boolean;
    readonly differences: readonly Difference[];
  };
}
