/** How a check ended. */
export type CheckStatus = 'pass' | 'fail' | 'skipped';

/** One line of the report. */
export interface CheckResult {
  /** For example `subscriptions`. */
  readonly check: CheckName;
  readonly status: CheckStatus;
  /** What was found; for a skipped check, why it was skipped. */
  readonly detail: string;
  /** Likely cause of a failure. */
  readonly cause?: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Real milliseconds, waiting included. */
  readonly tookMs: number;
}

/** Every check, in the order of the report. */
export const CHECKS = [
  'credentials',
  'stacks',
  'dashboard',
  'alarms',
  'alarm-actions',
  'subscriptions',
  'lake-settings',
  'function',
  'health',
  'inferences',
  'records',
  'log-lines',
  'metrics',
  'metric-format',
] as const;

export type CheckName = (typeof CHECKS)[number];

export interface Passed<T> {
  readonly status: 'pass';
  readonly detail: string;
  /** What later checks need. */
  readonly value: T;
}

export interface Failed {
  readonly status: 'fail';
  readonly detail: string;
  readonly cause: string;
  readonly fix: string;
}

export interface Skipped {
  readonly status: 'skipped';
  readonly detail: string;
}

/** What a check comes to. An exception is an answer of AWS that it did not expect. */
export type Outcome<T = undefined> = Passed<T> | Failed | Skipped;

export function pass(detail: string): Passed<undefined>;
export function pass<T>(detail: string, value: T): Passed<T>;
export function pass(detail: string, value?: unknown): Passed<unknown> {
  return { status: 'pass', detail, value };
}

export const fail = (detail: string, cause: string, fix: string): Failed => ({ status: 'fail', detail, cause, fix });

export const skip = (detail: string): Skipped => ({ status: 'skipped', detail });

/** The whole report. */
export interface VerifyReport {
  readonly result: 'pass' | 'fail';
  readonly region: string;
  /** Twelve digits; undefined if the credentials say nothing. */
  readonly account?: string;
  /** Marks everything that this run sent. */
  readonly runId: string;
  /** Ids of the test inferences, to tell their records, log lines and metrics from everybody else's. */
  readonly requestIds: readonly string[];
  readonly tookMs: number;
  readonly checks: readonly CheckResult[];
}
