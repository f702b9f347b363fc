import type { TimeRange } from '../../../../dashboard/src/data.ts';
import type { AlarmDetail, AlarmStateName } from '../../contract.ts';

export interface StateSpan {
  readonly state: AlarmStateName;
  readonly from: number;
  readonly to: number;
}

/** States of an alarm in a range, from its changes; without any, its present state all the while. */
export function stateSpans({ history, state }: Pick<AlarmDetail, 'history' | 'state'>, range: TimeRange): StateSpan[] {
  const changes = [...history].sort((one, other) => one.at - other.at);
  const spans: StateSpan[] = [];
  let from = range.start;
  let current = changes[0]?.from ?? state;
  for (const { at, to } of changes) {
    const end = Math.min(Math.max(at, range.start), range.end);
    if (end > from) spans.push({ state: current, from, to: end });
    from = Math.max(from, end);
    current = to;
  }
  if (range.end > from) spans.push({ state: current, from, to: range.end });
  return spans;
}
