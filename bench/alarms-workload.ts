import {
  type AlarmDefinition,
  MemorySource,
  type MetricIdentity,
  parseAlarm,
} from '../packages/alarm-simulator/src/index.ts';

/**
 * Alarms of mixed kinds on ten metrics, as in an application that has two alarms on most of them. Each metric has one
 * point a minute, some of them missing; every other one is published with counts.
 */

const MINUTE = 60_000;
export const START = Date.UTC(2025, 0, 1);
const NAMESPACE = 'Bench';
const METRICS = 10;
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bench';

/** Properties beside the name and the metric. */
interface Kind {
  readonly kind: string;
  readonly type?: 'AWS::CloudWatch::CompositeAlarm';
  readonly properties: Readonly<Record<string, unknown>>;
}

const ABOVE = { ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' };

function classic(kind: string, statistic: string, period: number, properties: object): Kind {
  const extended = !['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'].includes(statistic);
  return {
    kind,
    properties: {
      ...ABOVE,
      [extended ? 'ExtendedStatistic' : 'Statistic']: statistic,
      Period: period,
      EvaluationPeriods: 3,
      Threshold: 700,
      ...properties,
    },
  };
}

/** `a` and `b` stand for the alarm's two metrics. */
function math(kind: string, expression: string, threshold: number, period = 60): Kind {
  return {
    kind,
    properties: {
      ...ABOVE,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: threshold,
      Metrics: [{ Id: 'watched', Expression: expression }, { Id: 'a' }, { Id: 'b' }],
      period,
    },
  };
}

const KINDS: readonly Kind[] = [
  classic('Average, 1 min', 'Average', 60, {}),
  classic('p90, 5 min', 'p90', 300, {}),
  math('error rate, 1 min', '100 * b / (a + b)', 66),
  classic('Sum, 3 of 5 min', 'Sum', 60, { EvaluationPeriods: 5, DatapointsToAlarm: 3 }),
  {
    kind: 'composite with suppressor',
    type: 'AWS::CloudWatch::CompositeAlarm',
    properties: {
      AlarmRule: 'ALARM(alarm-0) OR (ALARM(alarm-1) AND NOT OK(alarm-2))',
      ActionsSuppressor: 'alarm-3',
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 180,
    },
  },
  classic('p99, 1 min', 'p99', 60, {}),
  classic('p99, 5 min', 'p99', 300, { EvaluationPeriods: 2 }),
  classic('Average, 5 min', 'Average', 300, { TreatMissingData: 'missing' }),
  classic('Sum, 5 min', 'Sum', 300, { Threshold: 3000, TreatMissingData: 'ignore' }),
  classic('p90, 1 min', 'p90', 60, { EvaluationPeriods: 5, DatapointsToAlarm: 4 }),
  math('IF, 5 min', 'IF(a > 500, a - b, 0)', 1500, 300),
  classic('Maximum, 10 of 15 min', 'Maximum', 60, { EvaluationPeriods: 15, DatapointsToAlarm: 10 }),
  classic('absence, 1 min', 'SampleCount', 60, {
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  }),
  classic('TM(10%:90%), 5 min', 'TM(10%:90%)', 300, {}),
  {
    kind: 'composite, at least 3',
    type: 'AWS::CloudWatch::CompositeAlarm',
    properties: { AlarmRule: 'AT_LEAST(3, ALARM, (alarm-0, alarm-1, alarm-5, alarm-6, alarm-7, alarm-9))' },
  },
  classic('Average, 1 h', 'Average', 3600, { EvaluationPeriods: 1 }),
  math('FILL, 1 min', 'FILL(b, 0) + MAX([a, b])', 1600),
  classic('Minimum, 5 min', 'Minimum', 300, { EvaluationPeriods: 2, TreatMissingData: 'missing' }),
  classic('p90 with few samples, 5 min', 'p90', 300, { EvaluateLowSampleCountPercentile: 'ignore' }),
  classic('PR(500:), 5 min', 'PR(500:)', 300, { Threshold: 90 }),
];

const metricName = (index: number): string => `metric-${index}`;

const identity = (index: number): MetricIdentity => ({
  namespace: NAMESPACE,
  metricName: metricName(index),
  dimensions: {},
});

/** The alarm's own metric, and for `b` of an expression the one after it. */
function withMetrics({ type, properties }: Kind, index: number, all: number): Record<string, unknown> {
  if (type !== undefined) return { ...properties };
  const { Metrics: entries, period, ...rest } = properties;
  if (!Array.isArray(entries)) return { ...properties, Namespace: NAMESPACE, MetricName: metricName(index % all) };
  const [watched, ...metrics] = entries;
  const stats = metrics.map(({ Id }: { readonly Id: string }, place) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: NAMESPACE, MetricName: metricName((index + place) % all) },
      Period: period,
      Stat: 'Average',
    },
  }));
  return { ...rest, Metrics: [watched, ...stats] };
}

/** Numbers from 0 to 1, the same in each run (a 32-bit counter, mixed). */
function dice(seed: number): () => number {
  let counter = seed;
  return () => {
    counter = (counter + 0x6d2b79f5) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 15), counter | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * One value each minute around a daily wave; one in a hundred is missing, and so is an hour each ten days or so; a few
 * times a month there is trouble for up to two hours.
 */
function history(seed: number, points: number, counted: boolean) {
  const random = dice(seed);
  const timestamps = new Float64Array(points);
  const values = new Float64Array(points);
  const counts = counted ? new Float64Array(points) : undefined;
  let length = 0;
  let trouble = 0;
  let silence = 0;
  for (let minute = 0; minute < points; minute++) {
    if (random() < 1 / 10_000) trouble = 20 + Math.floor(random() * 100);
    if (random() < 1 / 14_400) silence = 60;
    trouble--;
    if (silence-- > 0 || random() < 0.01) continue;
    const wave = 300 + 100 * Math.sin((minute / 1440) * 2 * Math.PI);
    timestamps[length] = START + minute * MINUTE;
    values[length] = wave + 200 * random() + (trouble > 0 ? 500 : 0);
    if (counts !== undefined) counts[length] = 1 + Math.floor(random() * 50);
    length++;
  }
  return { length, timestamps, values, ...(counts === undefined ? {} : { counts }) };
}

export interface Workload {
  readonly alarms: readonly AlarmDefinition[];
  readonly source: MemorySource;
  /** Points in the source, all metrics together. */
  readonly points: number;
}

/**
 * `mixed`: as many kinds of alarms as there are, on ten metrics. `same`: the first five kinds again and again, each alarm
 * with a metric of its own, so that ten alarms are twice the work of five.
 */
export type Mix = 'mixed' | 'same';

/** Kinds that are repeated in a mix of the same. */
const REPEATED = 5;

/** So many alarms, and as many minutes of history for each metric. */
export function makeWorkload(count: number, minutes: number, mix: Mix = 'mixed'): Workload {
  const source = new MemorySource();
  const metrics = mix === 'mixed' ? METRICS : count + 1;
  const kinds = Array.from({ length: count }, (_, index) => KINDS[mix === 'mixed' ? index : index % REPEATED]);
  const alarms = kinds.flatMap((kind, index) => {
    if (kind === undefined) return [];
    const name = `alarm-${index}`;
    const parsed = parseAlarm(
      kind.type ?? 'AWS::CloudWatch::Alarm',
      { AlarmName: name, AlarmActions: [TOPIC], ...withMetrics(kind, index, metrics) },
      { arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`, logicalId: `Alarm${index}` },
    );
    if (!parsed.ok) throw new Error(`${name}: ${parsed.errors.map(({ message }) => message).join()}`);
    return [parsed.alarm];
  });
  let points = 0;
  // An alarm needs its own metric and perhaps the next one; fewer alarms must not have more data than they look at.
  for (let metric = 0; metric < Math.min(metrics, count + 1); metric++) {
    const columns = history(7 + metric, minutes, metric % 2 === 1);
    source.addColumns(identity(metric), columns);
    points += columns.length;
  }
  return { alarms, source, points };
}
