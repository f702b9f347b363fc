import type { Incident } from '../incidents/incidents-file.ts';
import type { Detection, IncidentOutcome, Stretch, Tolerance } from './types.ts';

export const WEEK_MS = 7 * 24 * 3_600_000;

/** Whether a stretch in ALARM belongs to an incident: they touch, the tolerance around the incident included. */
export function touches(interval: Stretch, { start, end }: Incident, { beforeMs, afterMs }: Tolerance): boolean {
  return interval.from <= end + afterMs && interval.to >= start - beforeMs;
}

/**
 * An incident is detected if the alarm **goes** into ALARM during it or within the tolerance around it: only that tells
 * somebody. An alarm that is always on detects nothing, and one that was on for something else when the incident began
 * (even if it goes off and on again later) cannot be said to have told of it.
 */
function outcomeOf(
  intervals: readonly Stretch[],
  { name, start, end }: Incident,
  { beforeMs, afterMs }: Tolerance,
): IncidentOutcome {
  if (intervals.some(({ from, to }) => from < start - beforeMs && to > start)) {
    return { name, outcome: 'alreadyInAlarm' };
  }
  const entry = intervals.find(({ from }) => from >= start - beforeMs && from <= end + afterMs);
  if (entry === undefined) return { name, outcome: 'missed' };
  return { name, outcome: 'detected', at: entry.from, timeToDetectMs: Math.max(0, entry.from - start) };
}

export interface DetectionInput {
  /** In ALARM, in order of time. */
  readonly intervals: readonly Stretch[];
  readonly incidents: readonly Incident[];
  /** What the history covers. Incidents that lie outside of it are neither detected nor missed. */
  readonly covered: Stretch;
  readonly tolerance: Tolerance;
}

/** How well an alarm told of incidents. */
export function measureDetection({ intervals, incidents, covered, tolerance }: DetectionInput): Detection {
  const outcomes = incidents.map(
    (incident): IncidentOutcome =>
      incident.end <= covered.from || incident.start >= covered.to
        ? { name: incident.name, outcome: 'outsideHistory' }
        : outcomeOf(intervals, incident, tolerance),
  );
  const times = outcomes.flatMap((one) => (one.outcome === 'detected' ? [one.timeToDetectMs] : []));
  const count = (outcome: IncidentOutcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length;
  const falseAlarms = intervals.filter(
    (interval) => !incidents.some((incident) => touches(interval, incident, tolerance)),
  ).length;
  return {
    incidents: outcomes,
    detected: times.length,
    missed: count('missed'),
    alreadyInAlarm: count('alreadyInAlarm'),
    ...(times.length === 0 ? {} : { meanTimeToDetectMs: times.reduce((sum, time) => sum + time, 0) / times.length }),
    falseAlarms,
    falseAlarmsPerWeek: (falseAlarms * WEEK_MS) / Math.max(1, covered.to - covered.from),
  };
}
