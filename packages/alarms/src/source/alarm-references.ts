import { type AlarmDefinition, resolveAlarms } from '../../../alarm-simulator/src/index.ts';
import type { LoadedAlarm } from './types.ts';

/** Alarms see those of their own account and region. */
function groups(alarms: readonly LoadedAlarm[]): LoadedAlarm[][] {
  const byPlace = new Map<string, LoadedAlarm[]>();
  for (const alarm of alarms) {
    const place = `${alarm.accountId}/${alarm.region}`;
    const group = byPlace.get(place);
    if (group === undefined) byPlace.set(place, [alarm]);
    else group.push(alarm);
  }
  return [...byPlace.values()];
}

/** Why alarms cannot be evaluated together with the others: by definition, each reason a problem. */
function faultsIn(group: readonly LoadedAlarm[]): Map<AlarmDefinition, LoadedAlarm['problems']> {
  const faults = new Map<AlarmDefinition, LoadedAlarm['problems']>();
  const broken = new Set(group.flatMap(({ definition, name, arn }) => (definition === undefined ? [name, arn] : [])));
  let kept = group.flatMap(({ definition }) => definition ?? []);
  for (;;) {
    const resolved = resolveAlarms(kept);
    if (resolved.ok) return faults;
    for (const { alarm, fault, reference, path, message } of resolved.errors) {
      const known = fault === 'unknown reference' && broken.has(reference);
      const problem = known
        ? { path, message: `refers to ${JSON.stringify(reference)}, which cannot be evaluated itself` }
        : { path, message };
      faults.set(alarm, [...(faults.get(alarm) ?? []), problem]);
    }
    for (const alarm of faults.keys()) broken.add(alarm.name).add(alarm.arn);
    kept = kept.filter((alarm) => !faults.has(alarm));
  }
}

/**
 * Takes the definition from alarms that cannot be evaluated together with the rest: rules that name no alarm or go in a
 * circle, names that are taken; then from those that refer to such an alarm, and so on.
 */
export function checkReferences(alarms: readonly LoadedAlarm[]): LoadedAlarm[] {
  const faults = new Map(groups(alarms).flatMap((group) => [...faultsIn(group)]));
  return alarms.map((alarm) => {
    const problems = alarm.definition === undefined ? undefined : faults.get(alarm.definition);
    if (problems === undefined) return alarm;
    const { definition: _, ...rest } = alarm;
    return { ...rest, problems };
  });
}
