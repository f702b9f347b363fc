import { leastSure } from './certainty.ts';
import { evaluateMath, type MathValue } from './math-evaluate.ts';
import { watchesDynamoDb } from './parse-metric-alarm.ts';
import { PeriodReader } from './period-reader.ts';
import { describeVerdict } from './reason.ts';
import { lowSampleCount } from './statistics.ts';
import type {
  AlarmState,
  Certainty,
  Datapoint,
  MetricAlarm,
  MetricQuery,
  SampleSource,
  ThresholdRule,
  Verdict,
  Window,
} from './types.ts';
import { type Decision, decide } from './window.ts';

/** Reads the window of an alarm whose newest period ends at `end`. */
type WindowReader = (source: SampleSource, end: number, count: number, asOf: number) => Window;

type MetricsQuery = Extract<MetricQuery, { form: 'metrics' }>;

/** Windows of `Metrics[]`: each metric read, then the expressions computed period by period. */
function metricsReader({ entries, returned }: MetricsQuery, period: number): WindowReader {
  const readers = new Map(
    entries.flatMap(({ id, source }) => (source.type === 'metric' ? [[id, new PeriodReader(source)] as const] : [])),
  );
  const expressions = new Map(
    entries.flatMap(({ id, source }) => (source.type === 'expression' ? [[id, source.expression] as const] : [])),
  );
  return (source, end, count, asOf) => {
    const direct = readers.get(returned);
    // "the CloudWatch event that is used to evaluate the Alarm doesn't have a SampleCount field" in this form.
    if (direct !== undefined) return direct.read(source, end, count, asOf).map(withoutCount);
    const doubts = new Map<number, Certainty>();
    const values = new Map<string, MathValue>();
    const lookUp = (id: string): MathValue => {
      const known = values.get(id);
      if (known !== undefined) return known;
      const expression = expressions.get(id);
      const value: MathValue =
        expression === undefined
          ? { type: 'series', series: toSeries(readers.get(id)?.read(source, end, count, asOf) ?? [], doubts) }
          : evaluateMath(expression, { length: count, lookUp, doubt: (index) => raise(doubts, index, 'inferred') });
      values.set(id, value);
      return value;
    };
    const result = lookUp(returned);
    return toWindow(result.type === 'series' ? result.series : [], end - count * period * 1000, period, doubts);
  };
}

function raise(doubts: Map<number, Certainty>, index: number, certainty: Certainty): void {
  doubts.set(index, leastSure(doubts.get(index) ?? 'documented', certainty));
}

function withoutCount(datapoint: Datapoint | undefined): Datapoint | undefined {
  if (datapoint === undefined) return undefined;
  const { sampleCount: _, ...rest } = datapoint;
  return rest;
}

function toSeries(window: Window, doubts: Map<number, Certainty>): number[] {
  return window.map((datapoint, index) => {
    if (datapoint?.spread !== undefined) raise(doubts, index, 'inferred');
    if (datapoint?.certainty !== undefined) raise(doubts, index, datapoint.certainty);
    return datapoint?.value ?? Number.NaN;
  });
}

function toWindow(
  series: readonly number[],
  start: number,
  period: number,
  doubts: ReadonlyMap<number, Certainty>,
): (Datapoint | undefined)[] {
  return series.map((value, index) => {
    if (Number.isNaN(value)) return undefined;
    const certainty = doubts.get(index);
    return { timestamp: start + index * period * 1000, value, ...(certainty === undefined ? {} : { certainty }) };
  });
}

function windowReader(alarm: MetricAlarm): WindowReader {
  if (alarm.query.form === 'metrics') return metricsReader(alarm.query, alarm.period);
  const reader = new PeriodReader(alarm.query);
  return (source, end, count, asOf) => reader.read(source, end, count, asOf);
}

/** The part of an alarm that decides over a window. */
export function thresholdRule(alarm: MetricAlarm): ThresholdRule {
  const classic = alarm.query.form === 'classic' ? alarm.query : undefined;
  return {
    comparisonOperator: alarm.comparisonOperator,
    threshold: alarm.threshold,
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

/** Evaluates one metric alarm; keeps what it may of the datapoints between evaluations. */
export class MetricEvaluator {
  readonly alarm: MetricAlarm;
  /** Milliseconds. */
  readonly interval: number;
  readonly #rule: ThresholdRule;
  readonly #read: WindowReader;
  readonly #range: number;
  readonly #lag: number;

  /**
   * @param range datapoints that are fetched
   * @param lag milliseconds by which the newest datapoint is behind
   */
  constructor(alarm: MetricAlarm, range: number, lag: number) {
    this.alarm = alarm;
    this.interval = evaluationInterval(alarm);
    this.#rule = thresholdRule(alarm);
    this.#read = windowReader(alarm);
    this.#range = range;
    this.#lag = lag;
  }

  /** The end of the newest period that an evaluation at this instant looks at. */
  #end(at: number): number {
    const step = Math.min(this.interval, MINUTE);
    return Math.floor((at - this.#lag) / step) * step;
  }

  /** The decision, and its words only if the state would change. */
  evaluate(source: SampleSource, at: number, previous: AlarmState): Verdict | undefined {
    const window = this.#read(source, this.#end(at), this.#range, at);
    const decision = decide(this.#rule, window, previous);
    return decision.state === previous ? undefined : this.#describe(window, decision, at);
  }

  /** The verdict at this instant in words, whether or not the state would change. */
  explain(source: SampleSource, at: number, previous: AlarmState): Verdict {
    const window = this.#read(source, this.#end(at), this.#range, at);
    return this.#describe(window, decide(this.#rule, window, previous), at);
  }

  #describe(window: Window, decision: Decision, at: number): Verdict {
    const certainty = leastSure(decision.certainty, this.#ownCertainty(window, decision));
    return describeVerdict(this.#rule, window, { ...decision, certainty }, this.#end(at));
  }

  /** What is unsure about the alarm itself rather than about its data. */
  #ownCertainty(window: Window, decision: Decision): Certainty {
    const { query, written, evaluateLowSampleCountPercentile } = this.alarm;
    const dynamoDb = decision.filled > 0 && watchesDynamoDb(query) && written.treatMissingData !== 'ignore';
    // AWS's texts differ on whether the setting counts for AWS/DynamoDB.
    if (dynamoDb) return 'inferred';
    const real = window.some((datapoint) => datapoint !== undefined);
    // `ignore` in this form "cannot evaluate at all" by the CDK's guide; evaluated here as if it were not set.
    if (query.form === 'metrics' && evaluateLowSampleCountPercentile === 'ignore' && real) return 'undocumented';
    return 'documented';
  }
}
