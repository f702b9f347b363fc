import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MemorySource, MetricAlarm } from '../../../../alarm-simulator/src/index.ts';
import { simulateStates } from '../../../../alarm-simulator/src/index.ts';
import type { Incident } from '../incidents/incidents-file.ts';
import { datapointsOf } from '../measure/datapoints.ts';
import type { Stretch, Tolerance } from '../measure/types.ts';
import { settingCandidates } from './candidates.ts';
import { confirm, recommend, withFront } from './recommend.ts';
import { scoreOf } from './score.ts';
import { incidentsIn, splitHistory } from './split.ts';
import type { AlarmSetting, SweepResult, SweptSetting } from './types.ts';

export interface SweepInput {
  readonly alarm: MetricAlarm;
  readonly source: MemorySource;
  readonly covered: Stretch;
  readonly incidents: readonly Incident[];
  readonly tolerance: Tolerance;
  readonly maxFalseAlarmsPerWeek: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Settings that are simulated together, over the same datapoints. Between two such lots progress is told, an interruption
 * heard, and what the settings came to is given up for their scores: at a low threshold it is a hundred thousand changes.
 */
const LOT = 16;

/** The alarm with another setting, under a name of its own and without actions. */
function withSetting(alarm: MetricAlarm, setting: AlarmSetting, name: string): MetricAlarm {
  const { threshold, datapointsToAlarm, evaluationPeriods } = setting;
  return {
    ...alarm,
    name,
    arn: `${alarm.arn} ${name}`,
    actionsEnabled: false,
    limit: { type: 'static', threshold },
    datapointsToAlarm,
    evaluationPeriods,
    written: { ...alarm.written, datapointsToAlarm },
  };
}

/** Calls back with the stretches in ALARM of each setting, in the order of the settings. */
async function simulateAll<Result>(
  input: SweepInput,
  settings: readonly AlarmSetting[],
  take: (setting: AlarmSetting, intervals: readonly Stretch[]) => Result,
): Promise<readonly Result[]> {
  const { alarm, source, covered, signal, onProgress } = input;
  const results: Result[] = [];
  for (let first = 0; first < settings.length; first += LOT) {
    signal?.throwIfAborted();
    onProgress?.(first, settings.length);
    const lot = settings.slice(first, first + LOT);
    const alarms = lot.map((setting, index) => withSetting(alarm, setting, String(first + index)));
    const states = simulateStates({ alarms, source, from: covered.from, to: covered.to });
    for (const [index, setting] of lot.entries()) {
      const stretches = states(String(first + index));
      results.push(
        take(
          setting,
          stretches.filter(({ state }) => state === 'ALARM'),
        ),
      );
    }
    await nextTurn();
  }
  onProgress?.(settings.length, settings.length);
  return results;
}

/** Whether an alarm can be swept: it compares one metric or expression with a number. */
export function isSweepable(alarm: MetricAlarm): boolean {
  return alarm.limit.type === 'static';
}

/**
 * Tries other thresholds and other M out of N, and weighs time to detect against false alarms. Thresholds to try and the
 * recommendation come from the training part alone; the validation part only checks them.
 */
export async function sweep(input: SweepInput): Promise<SweepResult> {
  const { alarm, source, covered, tolerance, maxFalseAlarmsPerWeek } = input;
  if (alarm.limit.type !== 'static') throw new Error(`${alarm.name} has no threshold to sweep`);
  const incidents = incidentsIn(input.incidents, covered);
  const split = splitHistory(covered, incidents, tolerance);
  const settings = settingCandidates(alarm, datapointsOf(alarm, source, split.training).values);
  const own: AlarmSetting = {
    threshold: alarm.limit.threshold,
    datapointsToAlarm: alarm.datapointsToAlarm,
    evaluationPeriods: alarm.evaluationPeriods,
  };
  const score = (intervals: readonly Stretch[], part: Stretch) => scoreOf(intervals, incidents, part, tolerance);
  const scored = await simulateAll(input, settings, (setting, intervals) => ({
    setting,
    present: isSame(setting, own),
    training: score(intervals, split.training),
    ...(split.validation === undefined ? {} : { validation: score(intervals, split.validation) }),
  }));
  const swept = withFront(scored);
  const recommended = recommend(swept, own, maxFalseAlarmsPerWeek);
  const present = presentOf(swept);
  const confirmation = confirm(recommended.validation, present.validation);
  return { alarm: alarm.name, split, maxFalseAlarmsPerWeek, settings: swept, recommended, present, confirmation };
}

function isSame(first: AlarmSetting, second: AlarmSetting): boolean {
  return (
    first.threshold === second.threshold &&
    first.datapointsToAlarm === second.datapointsToAlarm &&
    first.evaluationPeriods === second.evaluationPeriods
  );
}

function presentOf(settings: readonly SweptSetting[]): SweptSetting {
  const present = settings.find((one) => one.present);
  if (present === undefined) throw new Error('the present setting is always among those that are tried');
  return present;
}
