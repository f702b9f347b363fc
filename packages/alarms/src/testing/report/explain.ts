import type { AlarmDefinition, Simulation, Transition } from '../../../../alarm-simulator/src/index.ts';
import type { Paint } from '../../../../cli/src/paint.ts';
import { offsetText, transitionsOf } from '../run/history.ts';
import { withoutArns } from './alarm-text.ts';
import { evaluatedPeriods } from './evaluated.ts';
import { wrap } from './wrap.ts';

/** Transitions that are told in full; what flaps is told by the timeline. */
const MAX_TRANSITIONS = 12;

/** Each change of state with its rule, its certainty and AWS's reason. */
export function transitionLines(
  simulation: Simulation,
  alarm: AlarmDefinition,
  width: number,
  paint: Paint,
): readonly string[] {
  const all = transitionsOf(simulation, alarm.name);
  const lines = all.slice(0, MAX_TRANSITIONS).flatMap((transition) => {
    const time = offsetText(transition.at - simulation.from).padStart(6);
    const { certainty, rule, reason } = transition;
    const head = `${time}  ${what(transition)}`;
    const basis = `(${certainty}: ${rule})`;
    const fits = head.length + 2 + basis.length <= width;
    return [
      fits ? `${head}  ${paint('dim', basis)}` : head,
      ...[...(fits ? [] : [basis]), ...wrap(withoutArns(reason), width - 8)].map((line) =>
        paint('dim', `${' '.repeat(8)}${line}`),
      ),
    ];
  });
  const left = all.length - MAX_TRANSITIONS;
  return left > 0 ? [...lines, `        and ${left} more`] : lines;
}

function what({ kind, from, to, actions, actionsSuppressedBy }: Transition): string {
  const held = actionsSuppressedBy === undefined ? '' : `, actions held back by ${actionsSuppressedBy}`;
  if (kind === 'delayedActions') return `actions of ${to} run after all: ${actions.length} called`;
  return `${from} -> ${to}, ${actions.length === 0 ? 'nothing called' : `${actions.length} called`}${held}`;
}

/** What the evaluation at an instant looked at and why it decided as it did. */
export function evaluationLines(
  simulation: Simulation,
  alarm: AlarmDefinition,
  at: number,
  width: number,
  paint: Paint,
): readonly string[] {
  if (alarm.kind === 'composite') return [];
  const verdict = simulation.explain(alarm.name, at);
  if (verdict === undefined) return [];
  const { state, rule, certainty, reason, notes = [] } = verdict;
  const offset = (time: number) => offsetText(Math.max(0, time - simulation.from));
  const before = (time: number) => (time < simulation.from ? `-${offsetText(simulation.from - time)}` : offset(time));
  const periods = evaluatedPeriods(alarm, verdict).map(({ start, value, sampleCount, breaching }) => {
    const time = before(start).padStart(8);
    if (value === undefined) return `${time}  missing`;
    const samples = sampleCount === undefined ? '' : `, ${sampleCount} ${sampleCount === 1 ? 'sample' : 'samples'}`;
    const line = `${time}  ${Number(value.toPrecision(6))} ${breaching ? 'breaching' : 'good'}${samples}`;
    return breaching ? paint('red', line) : line;
  });
  return [
    `evaluated at ${offset(at)}: ${state}  ${paint('dim', `(${certainty}: ${rule})`)}`,
    ...periods,
    ...[reason, ...notes].flatMap((text) => wrap(text, width - 2).map((line) => paint('dim', `  ${line}`))),
  ];
}
