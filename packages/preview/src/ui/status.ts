import type { LatencyPercentiles } from '../report/percentiles.ts';
import type { Certainty } from '../report/types.ts';
import type { AlarmStateName } from '../scenario/types.ts';
import type { RequestCounts } from '../traffic/measurements.ts';
import type { MinuteOfTraffic } from '../traffic/tally.ts';

/** What `GET /status.json` gives and the page and the terminal show. Times are virtual milliseconds since the epoch. */
export interface PreviewStatus {
  readonly state: 'running' | 'finished';
  readonly startedAt: number;
  readonly now: number;
  /** Virtual seconds in a real second. */
  readonly speed: number;
  readonly api: {
    readonly url: string;
    readonly routes: readonly string[];
    /** A command that sends one held-out sample. */
    readonly curl: string;
  };
  /** Null when the preview sends no requests itself. */
  readonly scenario: ScenarioStatus | null;
  readonly requests: TrafficStatus;
  /** Newest last. */
  readonly minutes: readonly MinuteOfTraffic[];
  /** As the templates order them. */
  readonly alarms: readonly AlarmView[];
  /** E-mails and SMS, newest first. */
  readonly messages: readonly MessageView[];
  readonly messageCount: number;
  /** Errors in the logs, newest first. */
  readonly errors: readonly LogLineView[];
  readonly records: { readonly stored: number; readonly pending: number } | null;
  readonly unsupported: readonly { readonly service: string; readonly operation: string; readonly count: number }[];
  readonly notes: readonly string[];
}

export interface ScenarioStatus {
  readonly name: string;
  readonly phase: string;
  /** From 1. */
  readonly phaseNumber: number;
  readonly phaseCount: number;
  /** Virtual milliseconds; null in an endless phase. */
  readonly phaseLeftMs: number | null;
  /** What is switched on in this phase, in words. */
  readonly faults: readonly string[];
}

export interface TrafficStatus extends RequestCounts {
  readonly inFlight: number;
  /** In the newest whole virtual minute. */
  readonly perMinute: number;
  /** Real milliseconds, over the last five virtual minutes. */
  readonly latencyMs: LatencyPercentiles;
  readonly accuracy: number | null;
}

export interface AlarmView {
  readonly name: string;
  readonly state: AlarmStateName;
  readonly since: number | null;
  readonly reason: string;
  readonly description: string;
  readonly certainty: Certainty;
}

export interface MessageView {
  /** Grows by one with each message. */
  readonly id: number;
  readonly at: number;
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface LogLineView {
  readonly at: number;
  readonly logGroup: string;
  readonly message: string;
}
