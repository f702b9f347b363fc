import type { SuppressedBy } from './types.ts';

/**
 * When a composite alarm's actions run, if another alarm may suppress them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html#Create_Composite_Alarm_Suppression
 */
export interface Suppression {
  /** A change of state whose actions have not run. */
  readonly pending: boolean;
  /** A wait or extension period under way, and when it is over (milliseconds since the epoch). */
  readonly period?: { readonly type: 'WaitPeriod' | 'ExtensionPeriod'; readonly until: number };
  /** The suppressor was in ALARM at the last step. */
  readonly suppressed: boolean;
}

export const NOT_SUPPRESSED: Suppression = { pending: false, suppressed: false };

export interface SuppressionStep {
  readonly at: number;
  /** The composite alarm changed its state at this instant. */
  readonly changed: boolean;
  /** The suppressor is in ALARM at this instant, changes of this instant included. */
  readonly suppressorInAlarm: boolean;
  /** Milliseconds. */
  readonly wait: number;
  /** Milliseconds. */
  readonly extension: number;
}

/** Starts a period, or runs the actions at once if it has no length. */
function startPeriod(
  type: 'WaitPeriod' | 'ExtensionPeriod',
  at: number,
  length: number,
): { readonly next: Suppression; readonly act: boolean } {
  if (length === 0) return { next: NOT_SUPPRESSED, act: true };
  return { next: { pending: true, period: { type, until: at + length }, suppressed: false }, act: false };
}

/**
 * One step: does the alarm take its actions now? A suppressor in ALARM ends every period; a change of state inside a
 * period drops it and starts a new wait; a suppressor that leaves ALARM starts the extension. What happens if several
 * of these fall on one instant is *undocumented*: the suppressor comes first, then the change, then the end of a period.
 */
export function stepSuppression(
  state: Suppression,
  { at, changed, suppressorInAlarm, wait, extension }: SuppressionStep,
): { readonly next: Suppression; readonly act: boolean } {
  const pending = state.pending || changed;
  if (suppressorInAlarm) return { next: { pending, suppressed: true }, act: false };
  if (changed) return startPeriod('WaitPeriod', at, wait);
  if (!pending) return { next: NOT_SUPPRESSED, act: false };
  if (state.suppressed) return startPeriod('ExtensionPeriod', at, extension);
  if (state.period !== undefined && at < state.period.until) return { next: state, act: false };
  return { next: NOT_SUPPRESSED, act: true };
}

/** What holds the actions back, in the words of `DescribeAlarms`. */
export function suppressedBy({ pending, suppressed, period }: Suppression): SuppressedBy | undefined {
  if (!pending) return undefined;
  return suppressed ? 'Alarm' : period?.type;
}
