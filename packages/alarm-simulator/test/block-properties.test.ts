import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockDatapoints } from '../src/block-datapoints.ts';
import { BlockEvaluation } from '../src/block-evaluation.ts';
import {
  AlarmEngine,
  type AlarmState,
  type EngineOptions,
  type MetricAlarm,
  type SampleSource,
  simulate,
  type Transition,
} from '../src/index.ts';
import { MetricEvaluator, thresholdRule } from '../src/metric-evaluation.ts';
import { MINUTE, NOON } from './helpers/alarms.ts';
import { bandAlarm, history, oneByOne, thresholdAlarm } from './helpers/histories.ts';

/** More in one's own time: each run costs some 10 ms. */
const RUNS = 60;
const TIMEOUT = 60_000;

const HOURS = 8;
const END = NOON + HOURS * 60 * MINUTE;

function run(alarm: MetricAlarm, source: SampleSource, options: EngineOptions = {}): Transition[] {
  const engine = new AlarmEngine([alarm], options);
  return [...engine.tick(NOON - 5 * MINUTE, source), ...engine.tick(END, source)];
}

const options = fc.record({ lagMinutes: fc.constantFrom(0, 0, 1, 3), more: fc.constantFrom(0, 1, 2, 2, 5) });

/** The changes of an alarm in blocks of so many evaluations. */
function inBlocks(alarm: MetricAlarm, source: SampleSource, range: number, size: number): [number, AlarmState][] {
  const rule = thresholdRule(alarm);
  const evaluator = new MetricEvaluator(alarm, { range, lag: 0 });
  const changes: [number, AlarmState][] = [];
  const datapoints = BlockDatapoints.of(alarm, evaluator.interval, (rule.minimumSamples ?? 0) > 0);
  const stretch = { first: NOON, last: END, interval: evaluator.interval };
  const watched = {
    rule,
    range,
    state: 'INSUFFICIENT_DATA' as const,
    changed: (...each: [number, AlarmState]) => changes.push(each),
  };
  if (datapoints !== undefined) new BlockEvaluation(source, datapoints, stretch, [watched]).finish(size);
  return changes;
}

describe('blocks', () => {
  it(
    'come to what single evaluations come to, with the same words',
    () => {
      fc.assert(
        fc.property(thresholdAlarm, history(HOURS * 60), options, (alarm, source, { lagMinutes, more }) => {
          const settings = { lagMinutes, evaluationRange: (periods: number) => periods + more };

          expect(run(alarm, source, settings)).toEqual(run(alarm, oneByOne(source), settings));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'come to it with a band, too',
    () => {
      const given = (alarm: MetricAlarm) =>
        alarm.period === 60 ? (at: number) => ({ lower: 1 + ((at / MINUTE) % 4), upper: 8 }) : undefined;
      fc.assert(
        fc.property(bandAlarm, history(HOURS * 60), fc.boolean(), (alarm, source, input) => {
          const settings = input ? { band: given } : {};

          expect(run(alarm, source, settings)).toEqual(run(alarm, oneByOne(source), settings));
        }),
        { numRuns: RUNS / 4 },
      );
    },
    TIMEOUT,
  );

  it(
    'come to the same whatever their size',
    () => {
      fc.assert(
        fc.property(thresholdAlarm, history(HOURS * 60), fc.integer({ min: 1, max: 50 }), (alarm, source, size) => {
          const range = alarm.evaluationPeriods + 2;

          expect(inBlocks(alarm, source, range, size)).toEqual(inBlocks(alarm, source, range, 100_000));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'come to the same in two runs, the second from the saved state of the first',
    () => {
      fc.assert(
        fc.property(
          thresholdAlarm,
          history(HOURS * 60),
          fc.integer({ min: 0, max: HOURS * 60 }),
          (alarm, source, split) => {
            const first = new AlarmEngine([alarm]);
            const head = [...first.tick(NOON - 5 * MINUTE, source), ...first.tick(NOON + split * MINUTE, source)];
            const second = new AlarmEngine([alarm]);
            second.restore(JSON.parse(JSON.stringify(first.snapshot())));

            expect([...head, ...second.tick(END, source)]).toEqual(run(alarm, source));
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'are never OK with breaching where notBreaching is in ALARM',
    () => {
      fc.assert(
        fc.property(thresholdAlarm, history(HOURS * 60), (alarm, source) => {
          // Too few samples keep the state, whichever it was.
          fc.pre(alarm.evaluateLowSampleCountPercentile === 'evaluate');
          const span = { source, from: NOON, to: END };
          const [strict, lenient] = (['breaching', 'notBreaching'] as const).map((treatMissingData) =>
            simulate({ alarms: [{ ...alarm, treatMissingData }], ...span }),
          );
          for (const { at } of [...(strict?.transitions ?? []), ...(lenient?.transitions ?? [])]) {
            expect([strict?.stateAt('a', at), lenient?.stateAt('a', at)]).not.toEqual(['OK', 'ALARM']);
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});
