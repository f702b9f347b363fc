import type { Incident } from '../incidents/incidents-file.ts';
import { measureDetection } from '../measure/detection.ts';
import type { Stretch, Tolerance } from '../measure/types.ts';
import { incidentsIn } from './split.ts';
import type { Score } from './types.ts';

/** How a setting does on a part of the history. */
export function scoreOf(
  intervals: readonly Stretch[],
  incidents: readonly Incident[],
  part: Stretch,
  tolerance: Tolerance,
): Score {
  const own = incidentsIn(incidents, part);
  const detection = measureDetection({
    // A stretch belongs to the part in which it began: there it told somebody.
    intervals: intervals.filter(({ from }) => from >= part.from && from < part.to),
    incidents: own,
    covered: part,
    tolerance,
  });
  const times = detection.incidents.map((outcome, index) => {
    if (outcome.outcome === 'detected') return outcome.timeToDetectMs;
    const { start, end } = own[index] ?? { start: 0, end: 0 };
    return end - start + tolerance.afterMs;
  });
  return {
    incidents: own.length,
    detected: detection.detected,
    meanTimeToDetectMs: times.length === 0 ? 0 : times.reduce((sum, time) => sum + time, 0) / times.length,
    falseAlarms: detection.falseAlarms,
    falseAlarmsPerWeek: detection.falseAlarmsPerWeek,
  };
}

/** Negative if the first is better, positive if it is worse, 0 if they are alike or each is better in one respect. */
export function dominance(first: Score, second: Score): number {
  const time = first.meanTimeToDetectMs - second.meanTimeToDetectMs;
  const alarms = first.falseAlarms - second.falseAlarms;
  if (time <= 0 && alarms <= 0) return time === 0 && alarms === 0 ? 0 : -1;
  return time >= 0 && alarms >= 0 ? 1 : 0;
}
