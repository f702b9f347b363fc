import { describe, expect, it } from 'vitest';
import { AlarmEngine, MemorySource, type Transition } from '../src/index.ts';
import { ERRORS, MINUTE, metricAlarm, NOON, samplesAt } from './helpers/alarms.ts';

/** Errors from the minute given on; before it there is nothing. */
function errorsFrom(minute: number): MemorySource {
  return new MemorySource().add(ERRORS, samplesAt(Array.from({ length: 90 }, (_, index) => minute + index)));
}

function warm(minutes: number, onlyStartAfter: boolean, properties: object = {}) {
  const WarmUpConfiguration = {
    WarmUpPeriodDurationInMinutes: minutes,
    OnlyStartEvaluatingAfterWarmUpPeriodEnds: onlyStartAfter,
  };
  return metricAlarm('a', {
    WarmUpConfiguration,
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
    AlarmActions: ['arn:x'],
    ...properties,
  });
}

const brief = (transitions: readonly Transition[]) =>
  transitions.map(({ at, to, actions }) => [(at - NOON) / MINUTE, to, actions.length]);

function run(alarm: ReturnType<typeof warm>, source: MemorySource): AlarmEngine & { transitions: Transition[] } {
  const engine = new AlarmEngine([alarm]);
  const transitions = [...engine.tick(NOON, source), ...engine.tick(NOON + 60 * MINUTE, source)];
  return Object.assign(engine, { transitions });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html */
describe('an alarm in its warm-up', () => {
  it('stays in INSUFFICIENT_DATA and calls nobody, whatever is missing', () => {
    expect(brief(run(warm(30, false), new MemorySource()).transitions)).toEqual([[30, 'ALARM', 1]]);
    expect(brief(run(warm(30, false, { WarmUpConfiguration: undefined }), new MemorySource()).transitions)).toEqual([
      [0, 'ALARM', 1],
    ]);
  });

  it('begins to be evaluated as soon as data fills its window', () => {
    expect(brief(run(warm(30, false), errorsFrom(10)).transitions)).toEqual([[13, 'ALARM', 1]]);
  });

  it('is evaluated at once if data from before fills it', () => {
    expect(brief(run(warm(30, false), errorsFrom(-5)).transitions)).toEqual([[0, 'ALARM', 1]]);
  });

  it('waits for all of the time if it says so', () => {
    expect(brief(run(warm(30, true), errorsFrom(-5)).transitions)).toEqual([[30, 'ALARM', 1]]);
  });

  it('says so in its state and when it is asked', () => {
    const engine = run(warm(120, true), errorsFrom(-5));

    expect(engine.states().get('a')).toMatchObject({ state: 'INSUFFICIENT_DATA', evaluationState: 'IN_WARM_UP' });
    expect(engine.explain('a', NOON + 9 * MINUTE, errorsFrom(-5))).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      rule: 'warm-up',
      reason: 'In warm-up: the alarm is not evaluated yet.',
    });
  });

  it('is so once in its life, also across a snapshot', () => {
    const source = errorsFrom(10);
    const first = new AlarmEngine([warm(30, true)]);
    first.tick(NOON, source);
    first.tick(NOON + 20 * MINUTE, source);
    const second = new AlarmEngine([warm(30, true)]);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));

    expect(brief(second.tick(NOON + 60 * MINUTE, source))).toEqual([[30, 'ALARM', 1]]);

    const third = new AlarmEngine([warm(30, true)]);
    third.restore(JSON.parse(JSON.stringify(second.snapshot())));
    expect(third.states().get('a')).not.toHaveProperty('evaluationState');
    expect(third.explain('a', NOON + 25 * MINUTE, source)?.rule).toBe('warm-up');
    expect(third.explain('a', NOON + 35 * MINUTE, source)?.rule).toBe('newest datapoints');
  });
});
