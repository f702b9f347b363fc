import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricAlarm, simulate, simulateStates } from '../src/index.ts';
import { MINUTE, metricAlarm, NOON } from './helpers/alarms.ts';
import { history, oneByOne, thresholdAlarm } from './helpers/histories.ts';

const RUNS = 40;
const TIMEOUT = 60_000;
const HOURS = 8;
const SPAN = { from: NOON - 5 * MINUTE + 1234, to: NOON + HOURS * 60 * MINUTE };

/** Variants of one alarm, which watch the same datapoints, in the order of their numbers. */
const variants: fc.Arbitrary<MetricAlarm[]> = fc
  .tuple(
    thresholdAlarm,
    fc.array(
      fc.record({
        threshold: fc.integer({ min: -1, max: 14 }),
        n: fc.integer({ min: 1, max: 6 }),
        m: fc.integer({ min: 1, max: 6 }),
        operator: fc.constantFrom('GreaterThanThreshold' as const, 'LessThanOrEqualToThreshold' as const),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([alarm, settings]) =>
    settings.map(({ threshold, n, m, operator }, index) => ({
      ...alarm,
      name: `v${index}`,
      arn: `${alarm.arn}-v${index}`,
      limit: { type: 'static', threshold },
      evaluationPeriods: n,
      datapointsToAlarm: Math.min(n, m),
      comparisonOperator: operator,
    })),
  );

describe('states without words', () => {
  it(
    'are those of a simulation of each alarm by itself',
    () => {
      fc.assert(
        fc.property(variants, history(HOURS * 60), fc.constantFrom(0, 1), (alarms, source, lagMinutes) => {
          const options = { lagMinutes };
          const states = simulateStates({ alarms, source, ...SPAN, options });

          for (const alarm of alarms) {
            const alone = simulate({ alarms: [alarm], source: oneByOne(source), ...SPAN, options });
            const expected = alone.intervals(alarm.name).map(({ state, from, to }) => ({ state, from, to }));
            expect(states(alarm.name)).toEqual(expected);
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it('refuse names and times that there are not', () => {
    const source = { samples: () => [] };
    const states = simulateStates({ alarms: [metricAlarm('a')], source, from: NOON, to: NOON });

    expect(states('a')).toEqual([{ state: 'INSUFFICIENT_DATA', from: NOON, to: NOON }]);
    expect(() => states('b')).toThrow('no alarm is named "b"');
    expect(() => simulateStates({ alarms: [], source, from: NOON, to: NOON - 1 })).toThrow(RangeError);
  });

  it('wait for the end of a warm-up', () => {
    const alarm = metricAlarm('a', { TreatMissingData: 'notBreaching' });
    const warm = { ...alarm, warmUp: { minutes: 30, onlyStartAfter: true } };
    const states = simulateStates({
      alarms: [warm],
      source: { samples: () => [] },
      from: NOON,
      to: NOON + 60 * MINUTE,
    });

    expect(states('a')).toEqual([
      { state: 'INSUFFICIENT_DATA', from: NOON, to: NOON + 30 * MINUTE },
      { state: 'OK', from: NOON + 30 * MINUTE, to: NOON + 60 * MINUTE },
    ]);
  });
});

describe('alarms that watch the same datapoints', () => {
  it(
    'do together what they do one by one, in their own order at each instant',
    () => {
      fc.assert(
        fc.property(variants, history(HOURS * 60), (alarms, source) => {
          const together = simulate({ alarms, source, ...SPAN });
          const single = simulate({ alarms, source: oneByOne(source), ...SPAN });

          expect(together.transitions).toEqual(single.transitions);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});
