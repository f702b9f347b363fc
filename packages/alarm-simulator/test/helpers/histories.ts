import fc from 'fast-check';
import {
  MemorySource,
  type MetricAlarm,
  type MetricIdentity,
  type Published,
  type SampleSource,
} from '../../src/index.ts';
import { MINUTE, NOON, parsed } from './alarms.ts';

/** Random alarms and histories for properties that hold for all of them. */

export const METRICS: readonly MetricIdentity[] = ['m1', 'm2'].map((metricName) => ({
  namespace: 'Shop',
  metricName,
  dimensions: {},
}));

/** The same samples without columns: an engine evaluates them one by one. */
export function oneByOne(source: MemorySource): SampleSource {
  return {
    samples: (metric, from, to) => source.samples(metric, from, to),
    settledBefore: () => Number.POSITIVE_INFINITY,
  };
}

const timestamp = (minutes: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: minutes }).map((minute) => NOON + minute * MINUTE),
    fc.integer({ min: 0, max: minutes * MINUTE }).map((ms) => NOON + ms),
  );

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 12, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, Number.NaN, Number.POSITIVE_INFINITY) },
);

const unit = fc.constantFrom(undefined, 'None', 'Count', 'Seconds');

function sample(minutes: number): fc.Arbitrary<Published> {
  const count = fc.constantFrom(undefined, undefined, 1, 2, 7, 0.5, 0);
  return fc.record({ timestamp: timestamp(minutes), value, count, unit });
}

function statisticSet(minutes: number): fc.Arbitrary<Published> {
  const ends = fc.tuple(value, value).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
  return fc
    .record({ timestamp: timestamp(minutes), sampleCount: fc.integer({ min: 0, max: 5 }), ends, unit })
    .map(({ ends: [minimum, maximum], ...rest }) => ({
      ...rest,
      minimum,
      maximum,
      sum: rest.sampleCount === 1 ? minimum : (rest.sampleCount * (minimum + maximum)) / 2,
    }));
}

/** Stretches of one value a minute, as metrics have, with single samples and sets strewn in between. */
export function history(minutes: number): fc.Arbitrary<MemorySource> {
  const run = fc
    .record({ start: fc.integer({ min: 0, max: minutes }), length: fc.integer({ min: 1, max: 60 }), level: value })
    .map(({ start, length, level }) =>
      Array.from(
        { length },
        (_, index): Published => ({ timestamp: NOON + (start + index) * MINUTE, value: level + (index % 3) }),
      ),
    );
  const metric = fc
    .tuple(
      fc.array(run, { maxLength: 6 }),
      fc.array(sample(minutes), { maxLength: 40 }),
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(statisticSet(minutes), { maxLength: 10 })),
    )
    .map(([runs, samples, sets]) => [...runs.flat(), ...samples, ...sets]);
  return fc.tuple(metric, metric).map((all) => {
    const source = new MemorySource();
    for (const [index, samples] of all.entries()) source.add(METRICS[index]!, samples);
    return source;
  });
}

const STATISTICS = [
  'Average',
  'Sum',
  'Minimum',
  'Maximum',
  'SampleCount',
  'p50',
  'p90',
  'p99.9',
  'tm80',
  'TM(20%:70%)',
];
const MORE = ['IQM', 'wm75', 'WM(2:8)', 'tc90', 'TC(2:8)', 'ts50', 'TS(:5)', 'PR(3:)', 'PR(:6)', 'p0', 'p100'];

const EXPRESSIONS = [
  'm1 + m2',
  '100 * m1 / (m1 + m2)',
  'IF(m1 > 4, m2, m1)',
  'FILL(m1, 3) - m2',
  'MAX([m1, m2]) * (m1 != m2)',
  'ABS(m1 - m2) + PERIOD(m1) / 600',
  'm1 + MINUTE(m1)',
  'RATE(m1) * 60',
  'm1 - AVG(m1)',
];

const evaluation = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), m: fc.integer({ min: 1, max: 6 }), written: fc.boolean() })
  .map(({ n, m, written }) => ({ EvaluationPeriods: n, ...(written ? { DatapointsToAlarm: Math.min(n, m) } : {}) }));

const limits = fc.record({
  Threshold: fc.oneof(fc.integer({ min: -1, max: 14 }), fc.integer({ min: 0, max: 120 })),
  ComparisonOperator: fc.constantFrom(
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ),
  TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
});

const identity = { Namespace: 'Shop', MetricName: 'm1' };

const classic = fc
  .record({
    statistic: fc.constantFrom(...STATISTICS, ...MORE),
    Period: fc.constantFrom(10, 30, 60, 60, 120, 300, 3600, 7200, 5400),
    Unit: fc.constantFrom(undefined, undefined, 'Count'),
    EvaluateLowSampleCountPercentile: fc.constantFrom(undefined, 'ignore'),
  })
  .map(({ statistic, Unit, EvaluateLowSampleCountPercentile, ...rest }) => ({
    ...identity,
    ...rest,
    [STATISTICS.indexOf(statistic) >= 0 && STATISTICS.indexOf(statistic) < 5 ? 'Statistic' : 'ExtendedStatistic']:
      statistic,
    ...(Unit === undefined ? {} : { Unit }),
    ...(EvaluateLowSampleCountPercentile === undefined ? {} : { EvaluateLowSampleCountPercentile }),
  }));

function entries(period: number, statistic: string): object[] {
  return ['m1', 'm2'].map((Id) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: Id }, Period: period, Stat: statistic },
  }));
}

const math = fc
  .record({
    Expression: fc.constantFrom(...EXPRESSIONS),
    period: fc.constantFrom(10, 60, 120, 300),
    statistic: fc.constantFrom('Sum', 'Average', 'p90'),
  })
  .map(({ Expression, period, statistic }) => ({
    Metrics: [{ Id: 'watched', Expression }, ...entries(period, statistic)],
  }));

/** Alarms that compare with a threshold, of all forms. */
export const thresholdAlarm: fc.Arbitrary<MetricAlarm> = fc
  .tuple(fc.oneof(classic, classic, math), evaluation, limits)
  .map(([query, periods, limit]) => metric({ ...query, ...periods, ...limit }));

/** Alarms that compare with an anomaly detection band. */
export const bandAlarm: fc.Arbitrary<MetricAlarm> = fc
  .record({
    period: fc.constantFrom(60, 300),
    periods: evaluation,
    ComparisonOperator: fc.constantFrom(
      'LessThanLowerOrGreaterThanUpperThreshold',
      'LessThanLowerThreshold',
      'GreaterThanUpperThreshold',
    ),
    TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
    deviations: fc.constantFrom(0.5, 1, 2),
  })
  .map(({ period, periods, deviations, ...rest }) =>
    metric({
      ...rest,
      ...periods,
      ThresholdMetricId: 'band',
      Metrics: [
        { Id: 'band', Expression: `ANOMALY_DETECTION_BAND(m1, ${deviations})`, ReturnData: true },
        { ...entries(period, 'Average')[0], ReturnData: true },
      ],
    }),
  );

function metric(properties: object): MetricAlarm {
  const alarm = parsed('Alarm', 'a', properties);
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return alarm;
}
