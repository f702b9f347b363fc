import { type AlarmDefinition, resolveAlarms } from '../../../alarm-simulator/src/index.ts';
import type { LoadedAlarm } from '../source/types.ts';

export type SelectionResult =
  | {
      readonly status: 'success';
      /** What was asked for, and what its composite alarms refer to. */
      readonly alarms: readonly AlarmDefinition[];
      /** Names of what was asked for. */
      readonly wanted: ReadonlySet<string>;
    }
  | { readonly status: 'error'; readonly lines: readonly string[] };

const fail = (...lines: readonly string[]): SelectionResult => ({ status: 'error', lines });

const place = ({ file, line }: LoadedAlarm) => (line === undefined ? file : `${file}:${line}`);

/** Names or ARNs that an alarm refers to, or none if it could not be read. */
function references({ definition }: LoadedAlarm): readonly string[] {
  if (definition?.kind !== 'composite') return [];
  return [...definition.children, ...(definition.suppressor === undefined ? [] : [definition.suppressor.alarm])];
}

/**
 * The alarms to backtest. One that cannot be evaluated is an error with its place: leaving it out would look as if it
 * never went off.
 * @param names of those that are asked for; all of them if undefined
 */
export function selectAlarms(loaded: readonly LoadedAlarm[], names: readonly string[] | undefined): SelectionResult {
  const unknown = (names ?? []).filter((name) => !loaded.some((one) => one.name === name));
  if (unknown.length > 0) {
    const known = loaded.map(({ name }) => name).join(', ');
    return fail(...unknown.map((name) => `--alarm: no alarm is named ${JSON.stringify(name)}; write one of ${known}`));
  }
  const wanted = new Set(names ?? loaded.map(({ name }) => name));
  const selected = new Set<LoadedAlarm>();
  const queue = loaded.filter(({ name }) => wanted.has(name));
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (selected.has(one)) continue;
    selected.add(one);
    for (const reference of references(one)) {
      const child = loaded.find(({ name, arn }) => name === reference || arn === reference);
      if (child !== undefined) queue.push(child);
    }
  }
  const ordered = loaded.filter((one) => selected.has(one));
  const problems = ordered.flatMap((one) =>
    one.problems.map(({ path, message }) => `${place(one)}: ${one.name}${path === '' ? '' : `: ${path}`}: ${message}`),
  );
  if (problems.length > 0) return fail(...problems);
  const alarms = ordered.flatMap(({ definition }) => definition ?? []);
  if (alarms.length === 0) return fail('there are no alarms to backtest');
  const resolved = resolveAlarms(alarms);
  if (!resolved.ok) return fail(...resolved.errors.map(({ path, message }) => `${path}: ${message}`));
  return { status: 'success', alarms, wanted };
}
