import type { AlarmData } from '../data.ts';
import type { AlarmStatusWidget } from '../model.ts';
import type { DashboardSources } from '../sources.ts';

type Shown = AlarmData['alarms'][number];

/** "Alarms in ALARM state first, INSUFFICIENT_DATA alarms next, and OK alarms last." */
const ORDER: Readonly<Record<Shown['state'], number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

function byName(one: Shown, other: Shown): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/** The newest change first; an alarm that never changed comes last. */
function byChange(one: Shown, other: Shown): number {
  const [left, right] = [one.since ?? Number.NEGATIVE_INFINITY, other.since ?? Number.NEGATIVE_INFINITY];
  return left === right ? byName(one, other) : right - left;
}

/**
 * Orders of an alarm widget: by name; by state and then the newest change; by the newest change.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Alarm-Widget-Object
 */
const SORTS: Readonly<Record<AlarmStatusWidget['sortBy'], (one: Shown, other: Shown) => number>> = {
  default: byName,
  stateUpdatedTimestamp: (one, other) => ORDER[one.state] - ORDER[other.state] || byChange(one, other),
  timestamp: byChange,
};

/** Where the alarms of a widget stand. */
export function alarmStatusData({ alarms, states, sortBy }: AlarmStatusWidget, sources: DashboardSources): AlarmData {
  const shown: Shown[] = [];
  const unknown: string[] = [];
  for (const arn of new Set(alarms)) {
    const found = sources.alarm(arn);
    if (found === undefined) {
      unknown.push(arn);
      continue;
    }
    const { definition, state, since } = found;
    if (states.length > 0 && !states.includes(state)) continue;
    shown.push({ name: definition.name, arn: definition.arn, state, since: since ?? null });
  }
  return { kind: 'alarm', alarms: shown.sort(SORTS[sortBy]), unknown };
}
