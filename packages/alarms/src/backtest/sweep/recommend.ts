import { dominance } from './score.ts';
import type { AlarmSetting, Confirmation, Score, SweptSetting } from './types.ts';

/** Marks the settings that no other one beats on the training part. */
export function withFront(settings: readonly Omit<SweptSetting, 'onFront'>[]): readonly SweptSetting[] {
  return settings.map((one) => ({
    ...one,
    onFront: !settings.some((other) => dominance(other.training, one.training) < 0),
  }));
}

/** How far a setting is from the present one; a person would rather change little. */
function distance(setting: AlarmSetting, present: AlarmSetting): number {
  const changes =
    Math.abs(setting.evaluationPeriods - present.evaluationPeriods) +
    Math.abs(setting.datapointsToAlarm - present.datapointsToAlarm);
  const scale = Math.abs(present.threshold) || 1;
  return changes + Math.abs(setting.threshold - present.threshold) / scale;
}

/**
 * The setting that tells soonest on the training part within the false alarms that are allowed; if none keeps within
 * them, the one with the fewest. Among equals the one with fewer false alarms, then the nearest to the present one.
 * @param settings at least one
 */
export function recommend(
  settings: readonly SweptSetting[],
  present: AlarmSetting,
  maxFalseAlarmsPerWeek: number,
): SweptSetting {
  const allowed = settings.filter(({ training }) => training.falseAlarmsPerWeek <= maxFalseAlarmsPerWeek);
  const fewest = Math.min(...settings.map(({ training }) => training.falseAlarms));
  const candidates = allowed.length > 0 ? allowed : settings.filter(({ training }) => training.falseAlarms === fewest);
  const [best] = candidates.toSorted(
    (first, second) =>
      first.training.meanTimeToDetectMs - second.training.meanTimeToDetectMs ||
      first.training.falseAlarms - second.training.falseAlarms ||
      distance(first.setting, present) - distance(second.setting, present),
  );
  if (best === undefined) throw new Error('there are no settings to recommend from');
  return best;
}

/** Whether the choice holds on the part that took no part in it. */
export function confirm(recommended: Score | undefined, present: Score | undefined): Confirmation {
  if (recommended === undefined || present === undefined) return 'unchecked';
  const order = dominance(recommended, present);
  if (order < 0) return 'better';
  if (order > 0) return 'worse';
  const alike =
    recommended.meanTimeToDetectMs === present.meanTimeToDetectMs && recommended.falseAlarms === present.falseAlarms;
  return alike ? 'same' : 'mixed';
}
