import {
  type AlarmDefinition,
  type AlarmState,
  type MetricAlarm,
  simulate,
} from '../../../alarm-simulator/src/index.ts';

/** Where the proofs' time begins: any whole week would do, since alarms know no dates. */
const START = Date.UTC(2026, 0, 5);

/** A metric alarm that can be run on a made-up history by itself. */
export function runnable(definition: AlarmDefinition | undefined): MetricAlarm | undefined {
  return definition?.kind === 'metric' ? definition : undefined;
}

/** Periods beyond N in which a value must have shown its effect: the evaluation range is a few longer than N. */
const SPARE_PERIODS = 3;

/** The state that a new alarm settles in if nothing is ever published; undefined if there is no verdict. */
export function stateInSilence(alarm: MetricAlarm): AlarmState | undefined {
  const { explain } = simulate({ alarms: [alarm], source: { samples: () => [] }, from: START, to: START });
  return explain(alarm.name, START + alarm.period * 1000)?.state;
}

/**
 * Whether the alarm is ever in ALARM while one value is published in each period, and after that value has stopped. It
 * is asked at the end of each period: between two ends the window holds the same values.
 */
export function firesOn(alarm: MetricAlarm, value: number): boolean {
  const periodMs = alarm.period * 1000;
  const periods = alarm.evaluationPeriods + SPARE_PERIODS;
  const stop = START + periods * periodMs;
  const source = {
    *samples(_: unknown, from: number, until: number) {
      const first = Math.max(START, Math.ceil(from / periodMs) * periodMs);
      for (let at = first; at < Math.min(until, stop); at += periodMs) yield { timestamp: at, value };
    },
  };
  const { explain } = simulate({ alarms: [alarm], source, from: START, to: START });
  const ends = Array.from({ length: 2 * periods }, (_, index) => START + (index + 1) * periodMs);
  return ends.some((end) => explain(alarm.name, end)?.state === 'ALARM');
}
