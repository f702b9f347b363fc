import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource, type MetricIdentity, simulate } from '../../../alarm-simulator/src/index.ts';
import type { LoadedAlarm } from '../../src/source/types.ts';
import { mutantsOf } from '../../src/testing/mutation/mutants.ts';
import type { Mutant, MutationKind } from '../../src/testing/mutation/types.ts';
import { metricsOf } from '../../src/testing/run/metrics.ts';
import { EITHER, ERRORS, LATENCY, MINUTE, NOON, workbench } from './support.ts';

const { alarms } = workbench();
const shop = alarms({ High: LATENCY, Errors: ERRORS, Either: EITHER });

function only(loaded: readonly LoadedAlarm[], logicalId: string): LoadedAlarm {
  const found = loaded.find((alarm) => alarm.logicalId === logicalId);
  if (found === undefined) throw new Error(`no ${logicalId}`);
  return found;
}

const texts = (mutants: readonly Mutant[], kind: MutationKind) =>
  mutants.filter((mutant) => mutant.kind === kind).map(({ text }) => text);

const SUM = {
  AlarmName: 'Total',
  Metrics: [
    { Id: 'total', Expression: 'reads + writes + 0 * (used - 1)', ReturnData: true },
    ...['reads', 'writes', 'used'].map((Id) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'Table', MetricName: Id }, Period: 60, Stat: 'Sum' },
    })),
  ],
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};
const NON_NEGATIVE = ['reads', 'writes'].map((metric) => ({ namespace: 'Table', metric }));

describe('the changes of a metric alarm', () => {
  const mutants = mutantsOf(only(shop, 'High'));

  it.each([
    [
      'threshold',
      [
        'Threshold 2000 -> 1000',
        'Threshold 2000 -> 1800',
        'Threshold 2000 -> 1980',
        'Threshold 2000 -> 2020',
        'Threshold 2000 -> 2200',
        'Threshold 2000 -> 3000',
      ],
    ],
    ['datapoints to alarm', ['DatapointsToAlarm 3 -> 2', 'DatapointsToAlarm 3 -> 4']],
    ['evaluation periods', ['EvaluationPeriods 5 -> 4', 'EvaluationPeriods 5 -> 6']],
    ['period', ['Period 1m -> 30s', 'Period 1m -> 2m', 'Period 1m -> 5m']],
    [
      'statistic',
      [
        'Statistic p90 -> Average',
        'Statistic p90 -> Minimum',
        'Statistic p90 -> Maximum',
        'Statistic p90 -> p50',
        'Statistic p90 -> p99',
      ],
    ],
    [
      'missing data',
      [
        'TreatMissingData notBreaching -> breaching',
        'TreatMissingData notBreaching -> ignore',
        'TreatMissingData notBreaching -> missing',
      ],
    ],
    ['dimension', ['without the dimension Service', 'dimension Service checkout -> another-value']],
    ['actions', ['without AlarmActions', 'without OKActions']],
  ] as const)('of its %s', (kind, expected) => {
    expect(texts(mutants, kind)).toEqual(expected);
  });

  it('of its operator are the three others', () => {
    expect(texts(mutants, 'operator')).toHaveLength(3);
  });

  it('change one property each', () => {
    const { Threshold, ...rest } = LATENCY;
    const mutant = mutants.find(({ text }) => text === 'Threshold 2000 -> 2020');

    expect(Threshold).toBe(2000);
    expect(mutant?.changed).toMatchObject({ name: rest.AlarmName, limit: { threshold: 2020 }, evaluationPeriods: 5 });
    expect(mutant?.original).toMatchObject({ limit: { threshold: 2000 } });
  });

  it('step by one from a threshold of 0, which has no relative steps', () => {
    expect(texts(mutantsOf(only(shop, 'Errors')), 'threshold')).toEqual(['Threshold 0 -> -1', 'Threshold 0 -> 1']);
  });

  it('leave out what CloudWatch would refuse, such as M above N', () => {
    expect(texts(mutantsOf(only(shop, 'Errors')), 'datapoints to alarm')).toEqual([]);
    expect(texts(mutantsOf(only(shop, 'Errors')), 'evaluation periods')).toEqual(['EvaluationPeriods 1 -> 2']);
  });

  it('touch each metric of a Metrics alarm, and the period of all', () => {
    const own = mutantsOf(only(alarms({ Total: SUM }), 'Total'));

    expect(texts(own, 'statistic')).toContain('writes: Stat Sum -> Minimum');
    expect(own.find(({ text }) => text === 'Period 1m -> 2m')?.changed).toMatchObject({
      period: 120,
      query: { entries: [{}, { source: { period: 120 } }, { source: { period: 120 } }, { source: { period: 120 } }] },
    });
  });

  it('halve and double the width of a band, and take its other operators', () => {
    const [, , ...rest] = SUM.Metrics;
    const banded = {
      AlarmName: 'Odd',
      Metrics: [
        { ...rest[0], ReturnData: true },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(writes, 2)', ReturnData: true },
      ],
      ThresholdMetricId: 'band',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanUpperThreshold',
    };
    const own = mutantsOf(only(alarms({ Odd: banded }), 'Odd'));

    expect(texts(own, 'threshold')).toEqual(['band: width of the band 2 -> 1', 'band: width of the band 2 -> 4']);
    expect(texts(own, 'operator')).toEqual([
      'ComparisonOperator GreaterThanUpperThreshold -> LessThanLowerOrGreaterThanUpperThreshold',
      'ComparisonOperator GreaterThanUpperThreshold -> LessThanLowerThreshold',
    ]);
  });

  it('say which test would notice', () => {
    expect(mutants.map(({ advice }) => advice)).not.toContain('');
    expect(mutants.find(({ text }) => text === 'Threshold 2000 -> 2020')?.advice).toContain('such as 2010');
  });
});

describe('the changes of a composite alarm', () => {
  const suppressed = {
    ...EITHER,
    AlarmRule: '(ALARM("High-Latency") OR NOT OK(Errors)) AND AT_LEAST(1, ALARM, (Errors, High-Latency))',
    ActionsSuppressor: 'Errors',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 0,
  };
  const mutants = mutantsOf(only(alarms({ High: LATENCY, Errors: ERRORS, Either: suppressed }), 'Either'));

  it('turn over each AND and OR, and fix each condition', () => {
    expect(texts(mutants, 'rule')).toEqual([
      'ALARM(High-Latency) -> FALSE',
      'ALARM(High-Latency) -> TRUE',
      'OR -> AND at character 24 of the rule',
      'OK(Errors) -> FALSE',
      'OK(Errors) -> TRUE',
      'AND -> OR at character 43 of the rule',
    ]);
  });

  it('take the suppressor away and change its periods', () => {
    expect(texts(mutants, 'suppressor')).toEqual([
      'without ActionsSuppressor',
      'ActionsSuppressorWaitPeriod 1m -> 0m',
      'ActionsSuppressorWaitPeriod 1m -> 2m',
      'ActionsSuppressorExtensionPeriod 0m -> 10m',
    ]);
  });

  it('of a suppressor cannot show where the alarm calls nothing', () => {
    const { AlarmActions: _, ...silent } = suppressed;
    const own = mutantsOf(only(alarms({ High: LATENCY, Errors: ERRORS, Either: silent }), 'Either'));

    expect(own.filter(({ kind }) => kind === 'suppressor').map(({ equivalent }) => equivalent)).not.toContain(
      undefined,
    );
    expect(own.filter(({ kind }) => kind === 'rule').map(({ equivalent }) => equivalent)).toEqual(
      own.filter(({ kind }) => kind === 'rule').map(() => undefined),
    );
  });
});

/** States over half an hour of random samples of every metric that the alarm reads. */
function statesOf({ original, changed }: Mutant, samples: readonly (readonly number[])[][]): readonly unknown[][] {
  return [original, changed].map((alarm) => {
    const source = new MemorySource();
    const metrics = new Map(
      metricsOf(alarm).map(({ metric }): [string, MetricIdentity] => [metric.metricName, metric]),
    );
    [...metrics.values()].forEach((metric, index) => {
      for (const [minute, values] of (samples[index] ?? []).entries()) {
        source.add(
          metric,
          values.map((value) => ({ timestamp: NOON + minute * MINUTE, value })),
        );
      }
    });
    const { transitions } = simulate({ alarms: [alarm], source, from: NOON, to: NOON + 30 * MINUTE });
    return transitions.map(({ at, to }) => [at, to]);
  });
}

const equivalents = (loaded: readonly LoadedAlarm[], nonNegative = NON_NEGATIVE) =>
  loaded.flatMap((alarm) => mutantsOf(alarm, nonNegative)).filter(({ equivalent }) => equivalent !== undefined);

describe('a change that counts as equivalent', () => {
  const lowest = (min: number) =>
    fc.array(fc.array(fc.array(fc.integer({ min, max: 3 }), { maxLength: 3 }), { minLength: 25, maxLength: 25 }), {
      minLength: 3,
      maxLength: 3,
    });

  it.each(
    equivalents(
      alarms({ Errors: ERRORS, Below: { ...ERRORS, AlarmName: 'Below', ComparisonOperator: 'LessThanThreshold' } }),
      [],
    ),
  )('without any assumption shows in no data: $original.name $text', (mutant) => {
    fc.assert(
      fc.property(lowest(-3), (samples) => {
        const [original, changed] = statesOf(mutant, samples);

        expect(changed).toEqual(original);
      }),
      { numRuns: 30 },
    );
  });

  it.each(equivalents(alarms({ Total: SUM })))('shows in no data without negative values: $text', (mutant) => {
    fc.assert(
      fc.property(lowest(0), (samples) => {
        const [original, changed] = statesOf(mutant, samples);

        expect(changed).toEqual(original);
      }),
      { numRuns: 30 },
    );
  });

  it('is one of a sum over or under 0, and of a metric that is multiplied by 0', () => {
    expect(equivalents(alarms({ Total: SUM })).map(({ text }) => text)).toEqual([
      ...['reads', 'writes'].flatMap((id) => [`${id}: Stat Sum -> Average`, `${id}: Stat Sum -> Maximum`]),
      ...['Average', 'Minimum', 'Maximum', 'SampleCount'].map((name) => `used: Stat Sum -> ${name}`),
    ]);
  });

  it.each([
    ['another threshold', { ...SUM, Threshold: 1 }],
    ['an operator that tells 0 from less', { ...SUM, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }],
    [
      'a difference',
      {
        ...SUM,
        Metrics: SUM.Metrics.map((metric) =>
          'Expression' in metric ? { ...metric, Expression: 'reads - writes + 0 * used' } : metric,
        ),
      },
    ],
  ])('is none of the sum with %s', (_, properties) => {
    const left = equivalents(alarms({ Total: properties })).map(({ text }) => text.split(':')[0]);

    expect(new Set(left)).toEqual(new Set(['used']));
  });

  it('is one of a metric that is no part of what is compared', () => {
    const Metrics = SUM.Metrics.map((metric) =>
      'Expression' in metric ? { ...metric, Expression: 'writes - reads' } : metric,
    );
    const own = equivalents(alarms({ Total: { ...SUM, Metrics } }));

    expect(new Set(own.map(({ equivalent }) => equivalent))).toEqual(
      new Set(['the metric is no part of what is compared']),
    );
    expect(new Set(own.map(({ text }) => text.split(':')[0]))).toEqual(new Set(['used']));
  });

  it('is none of a metric that may be negative', () => {
    const left = equivalents(alarms({ Total: SUM }), NON_NEGATIVE.slice(0, 1)).map(({ text }) => text.split(':')[0]);

    expect(new Set(left)).toEqual(new Set(['used']));
  });

  it('is none of a metric that another part of the expression divides by', () => {
    const Metrics = SUM.Metrics.map((metric) =>
      'Expression' in metric ? { ...metric, Expression: 'reads / used + 0 * used + writes' } : metric,
    );

    expect(equivalents(alarms({ Total: { ...SUM, Metrics } }))).toEqual([]);
  });
});
