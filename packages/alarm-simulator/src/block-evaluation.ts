import { type Block, BlockClasses } from './block-classes.ts';
import type { BlockDatapoints } from './block-datapoints.ts';
import { BlockDecision } from './block-decision.ts';
import type { Ends } from './datapoint-columns.ts';
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
 * Evaluates a long run of settled samples in blocks, for all alarms that watch the same datapoints: these are made once,
 * compared once with each limit, and decided for each alarm. It knows states and nothing else; words, reason data and
 * certainty come from the evaluation of one window.
 */
export class BlockEvaluation {
  readonly #source: SampleSource;
  readonly #datapoints: BlockDatapoints;
  readonly #run: Run;
  readonly #members: readonly Member[];
  readonly #classes = new BlockClasses();
  /** Places of datapoints before the newest of a block's first evaluation, and from one evaluation to the next. */
  readonly #lookBack: number;
  readonly #step: number;
  /** End of the newest period of the next evaluation. */
  #next: number;

  constructor(source: SampleSource, datapoints: BlockDatapoints, run: Run, alarms: readonly BlockAlarm[]) {
    const { length, spacing } = datapoints;
    const range = Math.max(...alarms.map((alarm) => alarm.range));
    this.#source = source;
    this.#datapoints = datapoints;
    this.#run = run;
    this.#lookBack = ((range - 1) * length) / spacing;
    this.#step = run.interval / spacing;
    this.#next = run.first;
    this.#members = alarms.toSorted(byLimit).map((alarm): Member => {
      return { alarm, decision: new BlockDecision(alarm.rule, alarm.range, this.#classes), state: alarm.state };
    });
  }

  get done(): boolean {
    return this.#next > this.#run.last;
  }

  /** Does the next block, of so many evaluations at most. */
  advance(evaluations: number): void {
    const { last, interval } = this.#run;
    const from = this.#next;
    const { spacing } = this.#datapoints;
    const count = Math.min(evaluations, Math.floor((last - from) / interval) + 1);
    const ends = {
      first: from - this.#lookBack * spacing,
      spacing,
      count: this.#lookBack + (count - 1) * this.#step + 1,
    };
    this.#decide(this.#datapoints.read(this.#source, ends), ends);
    this.#next = from + count * interval;
  }

  /** Does all that is left, in blocks of so many evaluations at least: more where windows are long. */
  finish(evaluations = BLOCK): void {
    const each = Math.max(evaluations, Math.ceil((4 * this.#lookBack) / this.#step));
    while (!this.done) this.advance(each);
  }

  #decide(block: Block, { first, spacing, count }: Ends): void {
    let limit: ThresholdRule | undefined;
    for (const member of this.#members) {
      const { alarm, decision } = member;
      if (!sameLimit(limit, alarm.rule)) {
        this.#classes.load(block, alarm.rule.comparisonOperator, alarm.rule.threshold ?? Number.NaN);
        limit = alarm.rule;
      }
      decision.begin();
      for (let at = this.#lookBack; ; at += this.#step) {
        at = decision.nextChange(at, count, this.#step, member.state);
        if (at < 0) break;
        member.state = decision.state;
        alarm.changed(first + at * spacing, decision.state);
      }
    }
  }
}
