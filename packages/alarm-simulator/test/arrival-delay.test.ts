import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmEngine, type ArrivalDelay, DelayedSource, MemorySource, simulate } from '../src/index.ts';
import { ERRORS, MINUTE, metricAlarm, NOON, samplesAt } from './helpers/alarms.ts';
import { history, oneByOne, thresholdAlarm } from './helpers/histories.ts';

const source = () => new MemorySource().add(ERRORS, samplesAt([5]));

function changes(arrivalDelayMs: ArrivalDelay | undefined, properties: object = {}): [number, string][] {
  const alarms = [metricAlarm('a', { TreatMissingData: 'notBreaching', ...properties })];
  const options = arrivalDelayMs === undefined ? {} : { arrivalDelayMs };
  const { transitions } = simulate({ alarms, source: source(), from: NOON, to: NOON + 20 * MINUTE, options });
  return transitions.map(({ at, to }) => [(at - NOON) / MINUTE, to]);
}

describe('data that arrives late', () => {
  it('is seen late, as long as its period is in the range', () => {
    expect(changes(undefined)).toEqual([
      [0, 'OK'],
      [6, 'ALARM'],
      [9, 'OK'],
    ]);
    expect(changes(2 * MINUTE)).toEqual([
      [0, 'OK'],
      [7, 'ALARM'],
      [9, 'OK'],
    ]);
  });

  it('is never seen if it comes after the range', () => {
    expect(changes(4 * MINUTE)).toEqual([[0, 'OK']]);
  });

  it('changes nothing that was decided before it came', () => {
    const alarms = [metricAlarm('a', { TreatMissingData: 'notBreaching' })];
    const { explain } = simulate({
      alarms,
      source: source(),
      from: NOON,
      to: NOON + 20 * MINUTE,
      options: { arrivalDelayMs: 2 * MINUTE },
    });

    expect(explain('a', NOON + 6 * MINUTE)?.state).toBe('OK');
    expect(explain('a', NOON + 7 * MINUTE)?.state).toBe('ALARM');
  });

  it('may come later for one metric than for another', () => {
    expect(changes(({ metricName }) => (metricName === 'Errors' ? 2 * MINUTE : 0))).toEqual(changes(2 * MINUTE));
    expect(changes(({ metricName }) => (metricName === 'Errors' ? 0 : 2 * MINUTE))).toEqual(changes(undefined));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('cannot come after %d ms', (delay) => {
    expect(() => changes(delay)).toThrow('write milliseconds, 0 or more');
  });

  it('is not felt by alarms that lag behind by as much: they are as quick as without it', () => {
    const delayed = new DelayedSource(source(), MINUTE, MINUTE);

    expect(delayed.settledBefore(ERRORS, NOON)).toBe(Number.POSITIVE_INFINITY);
    expect(delayed.columns(ERRORS)).toBeDefined();
    expect(new DelayedSource(source(), 2 * MINUTE, MINUTE).columns(ERRORS)).toBeUndefined();
  });

  it('makes no difference up to the lag, and is the same in a run and minute by minute', () => {
    const delay = fc.constantFrom(0, 30_000, MINUTE, 90_000, 3 * MINUTE);
    fc.assert(
      fc.property(thresholdAlarm, history(120), delay, (alarm, samples, arrivalDelayMs) => {
        const options = { arrivalDelayMs, lagMinutes: 1 };
        const span = { alarms: [alarm], from: NOON, to: NOON + 120 * MINUTE };
        const whole = simulate({ ...span, source: samples, options }).transitions;

        expect(simulate({ ...span, source: oneByOne(samples), options }).transitions).toEqual(whole);
        if (arrivalDelayMs <= MINUTE) {
          expect(simulate({ ...span, source: samples, options: { lagMinutes: 1 } }).transitions).toEqual(whole);
        }
        const engine = new AlarmEngine([alarm], options);
        const minutes = Array.from({ length: 121 }, (_, minute) => NOON + minute * MINUTE);
        expect(minutes.flatMap((at) => engine.tick(at, samples))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  }, 30_000);
});
