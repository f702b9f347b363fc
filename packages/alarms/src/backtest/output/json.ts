import type { Backtest, BacktestedAlarm } from '../backtest.ts';
import type { SweepResult, SweptSetting } from '../sweep/types.ts';
import { ruleText } from './words.ts';

const iso = (time: number) => new Date(time).toISOString();

const stretch = ({ from, to }: { readonly from: number; readonly to: number }) => ({ from: iso(from), to: iso(to) });

/** The result for programs: ISO 8601 times, durations in milliseconds, the whole sweep. */
export function toJson({ stretch: simulated, incidents, measure, alarms, skipped }: Backtest): unknown {
  return {
    version: 1,
    simulated: stretch(simulated),
    measure,
    ...(incidents === undefined
      ? {}
      : { incidents: incidents.map(({ name, start, end }) => ({ name, start: iso(start), end: iso(end) })) }),
    alarms: alarms.map(alarmJson),
    skipped,
  };
}

function alarmJson({ connected: { alarm }, outcome, sweep }: BacktestedAlarm): unknown {
  const { covered, timeInState, intervals, notifications, flapping, detection, certainty, timeByCertainty, notes } =
    outcome;
  return {
    name: outcome.name,
    kind: outcome.kind,
    rule: alarm.kind === 'metric' ? ruleText(alarm) : alarm.ruleText,
    covered: stretch(covered),
    timeInStateMs: timeInState,
    inAlarm: intervals.map(({ from, to, ...rest }) => ({ ...stretch({ from, to }), ...rest })),
    notifications: notifications.map(({ at, ...rest }) => ({ at: iso(at), ...rest })),
    flapping: flapping.map(({ entries, ...rest }) => ({ ...stretch(rest), entries })),
    ...(detection === undefined
      ? {}
      : {
          detection: {
            ...detection,
            incidents: detection.incidents.map((one) =>
              one.outcome === 'detected' ? { ...one, at: iso(one.at) } : one,
            ),
          },
        }),
    certainty,
    timeByCertaintyMs: timeByCertainty,
    notes,
    ...(sweep === undefined ? {} : { sweep: sweepJson(sweep) }),
  };
}

function sweepJson({
  split,
  settings,
  recommended,
  present,
  confirmation,
  maxFalseAlarmsPerWeek,
}: SweepResult): unknown {
  const flat = ({ setting, ...rest }: SweptSetting) => ({ ...setting, ...rest });
  return {
    maxFalseAlarmsPerWeek,
    training: stretch(split.training),
    ...(split.validation === undefined ? {} : { validation: stretch(split.validation) }),
    recommended: flat(recommended),
    present: flat(present),
    confirmation,
    settings: settings.map(flat),
  };
}
