import type { BandInput } from './band-types.ts';
import { BlockDatapoints } from './block-datapoints.ts';
import type { BlockAlarm, Run } from './block-evaluation.ts';
import { leastSure } from './certainty.ts';
import { watchesDynamoDb } from './parse-metric-alarm.ts';
import { gridOf, type PeriodGrid } from './period-grid.ts';
import { describeVerdict } from './reason.ts';
import type { SampleSource } from './sample-types.ts';
import { lowSampleCount } from './statistics.ts';
import type { AlarmState, Certainty, MetricAlarm, ThresholdRule, Verdict, Window } from './types.ts';
import { isWarmingUp, type WarmUpMemory } from './warm-up.ts';
import { type Decision, decide } from './window.ts';
import { type WindowReader, windowReader } from './window-reader.ts';

/** The part of an alarm that decides over a window. */
export function thresholdRule(alarm: MetricAlarm): ThresholdRule {
  const classic = alarm.query.form === 'classic' ? alarm.query : undefined;
  return {
    comparisonOperator: alarm.comparisonOperator,
    ...(alarm.limit.type === 'static' ? { threshold: alarm.limit.threshold } : {}),
    evaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.written.datapointsToAlarm === undefined ? {} : { datapointsToAlarm: alarm.datapointsToAlarm }),
    treatMissingData: alarm.treatMissingData,
    period: alarm.period,
    ...(classic === undefined ? {} : { statistic: classic.statistic.name }),
    ...(classic?.unit === undefined ? {} : { unit: classic.unit }),
    ...(classic !== undefined && alarm.evaluateLowSampleCountPercentile === 'ignore'
      ? { minimumSamples: lowSampleCount(classic.statistic) }
      : {}),
  };
}

/** Seconds. */
const WEEK = 604_800;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/**
 * Milliseconds between evaluations: every minute, every 10 seconds for periods below a minute, and every hour if the
 * window is longer than a day (*inferred* from AWS's note on such alarms).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluationInterval({ period, evaluationPeriods }: MetricAlarm): number {
  if (period < 60) return 10 * SECOND;
  return evaluationPeriods * period * SECOND > DAY ? 60 * MINUTE : MINUTE;
}

/** How an alarm is evaluated, beside what its definition says. */
export interface EvaluationSettings {
  /** Datapoints that are fetched. */
  readonly range: number;
  /** Milliseconds by which the newest datapoint is behind. */
  readonly lag: number;
  /** Limits of the anomaly detection band that the alarm compares with. @default - those of the stand-in model */
  readonly band?: BandInput | undefined;
}

const IN_WARM_UP: Decision = { state: 'INSUFFICIENT_DATA', certainty: 'documented', rule: 'warm-up', filled: 0 };

/** No captured alarm shows AWS's words. */
const WARM_UP_REASON = 'In warm-up: the alarm is not evaluated yet.';

/** Fewer evaluations than this are done one by one, as by a caller that ticks each minute. */
const WORTH_A_BLOCK = 16;

/** What happens to an alarm from one instant to another. */
export interface Advance {
  /** Instants of the first evaluation and of the last at the latest. */
  readonly first: number;
  readonly last: number;
  /** Before the first evaluation. */
  readonly state: AlarmState;
  /** When the alarm was made and its warm-up ended; noted here. */
  readonly life: WarmUpMemory;
  /** Called with each change of state, in order of time. */
  readonly changed: (at: number, state: AlarmState) => void;
}

/** Evaluations that are left to be done in blocks, together with those of alarms that watch the same datapoints. */
export interface BlockTask {
  readonly datapoints: BlockDatapoints;
  readonly run: Run;
  readonly alarm: BlockAlarm;
}

/** Evaluates one metric alarm; keeps what it may of the datapoints between evaluations. */
export class MetricEvaluator {
  readonly alarm: MetricAlarm;
  /** Milliseconds. */
  readonly interval: number;
  readonly #rule: ThresholdRule;
  readonly #grid: PeriodGrid;
  readonly #reader: WindowReader;
  readonly #blocks: BlockDatapoints | undefined;
  readonly #range: number;
  readonly #lag: number;

  constructor(alarm: MetricAlarm, { range, lag, band }: EvaluationSettings) {
    this.alarm = alarm;
    this.interval = evaluationInterval(alarm);
    this.#rule = thresholdRule(alarm);
    this.#grid = gridOf(alarm.window, alarm.period);
    this.#reader = windowReader(alarm, this.#grid, band);
    this.#blocks = BlockDatapoints.of(alarm, this.interval, (this.#rule.minimumSamples ?? 0) > 0, band);
    this.#range = range;
    this.#lag = lag;
  }

  /**
   * Evaluates at `first` and then each interval up to `last`, or returns what to evaluate in blocks. Changes are told
   * without words: {@link words} has them.
   */
  advance(source: SampleSource, { first, last, state, life, changed }: Advance): BlockTask | undefined {
    let at = this.#warmUp(source, first, last, life);
    const lastAt = at + Math.floor((last - at) / this.interval) * this.interval;
    const many = lastAt - at >= WORTH_A_BLOCK * this.interval;
    if (many && this.#blocks?.covers(source, this.#end(lastAt), at)) {
      const behind = at - this.#end(at);
      const run = { first: at - behind, last: lastAt - behind, interval: this.interval };
      const changedAt = (end: number, next: AlarmState): void => changed(end + behind, next);
      return {
        datapoints: this.#blocks,
        run,
        alarm: { rule: this.#rule, range: this.#range, state, changed: changedAt },
      };
    }
    let present = state;
    for (; at <= last; at += this.interval) {
      const decision = decide(this.#rule, this.#read(source, at), present);
      if (decision.state === present) continue;
      present = decision.state;
      changed(at, present);
    }
    return undefined;
  }

  /** The words of the change to `next` at this instant, from the evaluation of that one window. */
  words(source: SampleSource, at: number, previous: AlarmState, next: AlarmState): Verdict {
    const window = this.#read(source, at);
    const decision = decide(this.#rule, window, previous);
    if (decision.state === next) return this.#describe(window, decision, at);
    throw new Error(
      `${this.alarm.name} is ${next} at ${at} in a block and ${decision.state} by itself: both must agree`,
    );
  }

  /** The verdict at this instant in words, whether or not the state would change. */
  explain(source: SampleSource, at: number, previous: AlarmState, life: WarmUpMemory): Verdict {
    const window = this.#read(source, at);
    if (isWarmingUp(this.alarm, life, at)) return this.#describe(window, IN_WARM_UP, at);
    return this.#describe(window, decide(this.#rule, window, previous), at);
  }

  /** The end of the newest period that an evaluation at this instant looks at. */
  #end(at: number): number {
    return this.#grid.endAt(at - this.#lag);
  }

  #read(source: SampleSource, at: number): Window {
    return this.#reader.read(source, this.#end(at), this.#range, at);
  }

  /** Waits for the end of a warm-up; the first instant at which the alarm is evaluated. */
  #warmUp(source: SampleSource, first: number, last: number, life: WarmUpMemory): number {
    const { warmUp, evaluationPeriods } = this.alarm;
    if (warmUp === undefined || life.warmUpEndedAt !== undefined) return first;
    if (first <= last) life.createdAt ??= first;
    const end = (life.createdAt ?? first) + warmUp.minutes * MINUTE;
    for (let at = first; at <= last; at += this.interval) {
      // "Evaluation begins as soon as enough data fills its evaluation window": that it is the newest N is *inferred*.
      const filled = !warmUp.onlyStartAfter && this.#read(source, at).slice(-evaluationPeriods).every(Boolean);
      if (at < end && !filled) continue;
      life.warmUpEndedAt = at;
      return at;
    }
    return Number.POSITIVE_INFINITY;
  }

  #describe(window: Window, decision: Decision, at: number): Verdict {
    const end = this.#end(at);
    const certainty = leastSure(decision.certainty, this.#ownCertainty(window, decision));
    const notes = this.#reader.notes(window, end);
    const verdict = describeVerdict(this.#rule, window, { ...decision, certainty }, end);
    const words = decision.rule === 'warm-up' ? { reason: WARM_UP_REASON } : {};
    return { ...verdict, ...words, ...(notes.length === 0 ? {} : { notes }) };
  }

  /** What is unsure about the alarm itself rather than about its data. */
  #ownCertainty(window: Window, decision: Decision): Certainty {
    const { query, written, evaluateLowSampleCountPercentile, window: clock, period } = this.alarm;
    // "The start of the calendar week": AWS does not say which day that is.
    if (clock.type === 'wallClock' && period === WEEK) return 'undocumented';
    const dynamoDb = decision.filled > 0 && watchesDynamoDb(query) && written.treatMissingData !== 'ignore';
    // AWS's texts differ on whether the setting counts for AWS/DynamoDB.
    if (dynamoDb) return 'inferred';
    const real = window.some((datapoint) => datapoint !== undefined);
    // `ignore` in this form "cannot evaluate at all" by the CDK's guide; evaluated here as if it were not set.
    if (query.form === 'metrics' && evaluateLowSampleCountPercentile === 'ignore' && real) return 'undocumented';
    return 'documented';
  }
}
