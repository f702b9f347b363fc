import { BlockClasses } from './block-classes.ts';
import type { BlockDatapoints } from './block-datapoints.ts';
import { BlockDecision } from './block-decision.ts';
import type { SampleSource } from './sample-types.ts';
import type { AlarmState, ThresholdRule } from './types.ts';

/** Evaluations in one block: enough to make its set-up cheap, few enough to stay in the processor's cache. */
const BLOCK = 4096;

/** A run of evaluations whose newest periods end at `first`, and every `interval` milliseconds up to `last`. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly interval: number;
}

/** An alarm whose windows are decided in blocks. */
export interface BlockAlarm {
  readonly rule: ThresholdRule;
  /** Datapoints of a window. */
  readonly range: number;
  /** Before the first evaluation. */
  readonly state: AlarmState;
  /** Called at the end of each window that gives another state. */
  readonly changed: (end: number, state: AlarmState) => void;
}

interface Member {
  readonly alarm: BlockAlarm;
  readonly decision: BlockDecision;
  state: AlarmState;
}

const sameLimit = (one: ThresholdRule | undefined, other: ThresholdRule): boolean =>
  one?.comparisonOperator === other.comparisonOperator && one.threshold === other.threshold;

/** Those with the same limit follow one another. */
function byLimit({ rule: one }: BlockAlarm, { rule: other }: BlockAlarm): number {
  if (one.comparisonOperator !== other.comparisonOperator) {
    return one.comparisonOperator < other.comparisonOperator ? -1 : 1;
  }
  return (one.threshold ?? 0) - (other.threshold ?? 0);
}

/**
 * Evaluates long runs of settled samples in blocks, for all alarms that watch the same datapoints: these are made once,
 * compared once with each limit, and decided for each alarm. It knows states and nothing else; words, reason data and
 * certainty come from the evaluation of one window.
 * @param size evaluations in a block, at least; more where windows are long
 */
export function evaluateBlocks(
  source: SampleSource,
  datapoints: BlockDatapoints,
  { first, last, interval }: Run,
  alarms: readonly BlockAlarm[],
  size = BLOCK,
): void {
  const { length, spacing } = datapoints;
  const range = Math.max(...alarms.map((alarm) => alarm.range));
  const lookBack = ((range - 1) * length) / spacing;
  const step = interval / spacing;
  const evaluations = Math.max(size, Math.ceil((4 * lookBack) / step));
  const classes = new BlockClasses();
  const members = alarms.toSorted(byLimit).map((alarm): Member => {
    return { alarm, decision: new BlockDecision(alarm.rule, alarm.range, classes), state: alarm.state };
  });
  for (let from = first; from <= last; from += evaluations * interval) {
    const count = Math.min(evaluations, Math.floor((last - from) / interval) + 1);
    const ends = { first: from - lookBack * spacing, spacing, count: lookBack + (count - 1) * step + 1 };
    const block = datapoints.read(source, ends);
    let limit: ThresholdRule | undefined;
    for (const member of members) {
      const { alarm, decision } = member;
      if (!sameLimit(limit, alarm.rule)) {
        classes.load(block, alarm.rule.comparisonOperator, alarm.rule.threshold ?? Number.NaN);
        limit = alarm.rule;
      }
      decision.begin();
      for (let at = lookBack; ; at += step) {
        at = decision.nextChange(at, ends.count, step, member.state);
        if (at < 0) break;
        member.state = decision.state;
        alarm.changed(ends.first + at * spacing, decision.state);
      }
    }
  }
}
