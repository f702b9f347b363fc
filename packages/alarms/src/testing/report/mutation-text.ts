import type { MutationReport } from '../mutation/mutate.ts';
import type { Mutant, MutantOutcome } from '../mutation/types.ts';
import type { TextOptions } from './text.ts';
import { wrap } from './wrap.ts';

export interface MutationTextOptions extends TextOptions {
  /** Share that must be noticed, from 0 to 1. @default - any */
  readonly minimum?: number;
}

/** The changes that no test notices, alarm by alarm, what is left out and by which proof, and the score. */
export function mutationLines(report: MutationReport, options: MutationTextOptions): string[] {
  const { paint } = options;
  const survivors = report.outcomes.filter((outcome) => outcome.status === 'survived');
  const alarms = [...new Set(survivors.map(({ mutant }) => mutant.original.name))];
  return [
    paint('bold', 'Changes of the alarms that no test notices'),
    ...(survivors.length === 0 ? ['  none'] : []),
    ...alarms.flatMap((name) => survivorLines(name, survivors, options)),
    ...equivalentLines(report.outcomes, options),
    scoreLine(report, options),
  ];
}

function survivorLines(name: string, survivors: readonly MutantOutcome[], { width, paint }: TextOptions): string[] {
  const own = survivors.filter(({ mutant }) => mutant.original.name === name);
  const none = own.some((outcome) => outcome.status === 'survived' && outcome.tests === 0);
  if (none) {
    const kinds = [...new Set(own.map(({ mutant }) => mutant.kind))].join(', ');
    return [`  ${paint('yellow', name)}`, `    no test is about it: ${own.length} changes (${kinds}) go unnoticed`];
  }
  // Several changes that the same test would notice are told together.
  return [
    `  ${paint('yellow', name)}`,
    ...[...byAdvice(own)].flatMap(([advice, mutants]) => [
      ...mutants.map(({ text }) => `    ${text}`),
      ...wrap(`would show in: ${advice}`, width - 6).map((line) => paint('dim', `      ${line}`)),
    ]),
  ];
}

function byAdvice(outcomes: readonly MutantOutcome[]): ReadonlyMap<string, readonly Mutant[]> {
  const groups = new Map<string, Mutant[]>();
  for (const { mutant } of outcomes) groups.set(mutant.advice, [...(groups.get(mutant.advice) ?? []), mutant]);
  return groups;
}

function equivalentLines(outcomes: readonly MutantOutcome[], { width, paint }: TextOptions): string[] {
  const byReason = new Map<string, string[]>();
  for (const outcome of outcomes) {
    if (outcome.status !== 'equivalent') continue;
    const { original, text } = outcome.mutant;
    byReason.set(outcome.reason, [...(byReason.get(outcome.reason) ?? []), `${original.name} (${text})`]);
  }
  if (byReason.size === 0) return [];
  return [
    paint('bold', 'Left out, because no data can show them'),
    ...[...byReason].flatMap(([reason, mutants]) => [
      ...wrap(`${reason}:`, width - 2).map((line) => `  ${line}`),
      ...mutants.map((mutant) => paint('dim', `    ${mutant}`)),
    ]),
  ];
}

function scoreLine(report: MutationReport, { paint, minimum = 0 }: MutationTextOptions): string {
  const { killed, survived, score, tookMs } = report;
  // Rounded down: 89.96 % is not 90 %.
  const percent = `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
  const enough = score >= minimum;
  const against = minimum > 0 ? `, at least ${minimum * 100} % asked for` : '';
  const text = `${killed} of ${killed + survived} changes are noticed: ${percent}${against}`;
  return `${paint(enough ? 'green' : 'red', text)} (${(tookMs / 1000).toFixed(2)} s)`;
}
