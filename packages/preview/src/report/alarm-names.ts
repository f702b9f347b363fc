/**
 * The alarm that a scenario means. The names in a scenario carry no prefix, so that it also fits a deployment with the
 * `prefix` setting: the name itself, or else the only alarm whose name ends in `-<name>`.
 */
export function findAlarm<T extends { readonly name: string }>(alarms: readonly T[], wanted: string): T | undefined {
  const exact = alarms.find(({ name }) => name === wanted);
  if (exact) return exact;
  const prefixed = alarms.filter(({ name }) => name.endsWith(`-${wanted}`));
  return prefixed.length === 1 ? prefixed[0] : undefined;
}
