import type { AlarmDefinition } from '../../../../alarm-simulator/src/index.ts';
import type { LoadedAlarm } from '../../source/types.ts';
import { bindTest } from '../run/bind.ts';
import { play } from '../run/play.ts';
import { differencesOf, type ReadyTest } from '../run/run-test.ts';
import { definitionsOf } from '../session.ts';
import { mutantsOf } from './mutants.ts';
import type { Mutant, MutantOutcome } from './types.ts';

/** What the mutation check came to. */
export interface MutationReport {
  readonly outcomes: readonly MutantOutcome[];
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  /** Killed of those that could be, from 0 to 1; 1 if there are none. */
  readonly score: number;
  /** Real milliseconds. */
  readonly tookMs: number;
}

/** Tests that pass, with the alarms of the template they are about. */
export interface MutationInput {
  readonly alarms: readonly LoadedAlarm[];
  readonly tests: readonly ReadyTest[];
}

/** Tests in which the alarm takes part, directly or through a composite: the ones that speak of it first. */
function testsAbout(name: string, tests: readonly ReadyTest[]): readonly ReadyTest[] {
  const speaksOfIt = ({ bound }: ReadyTest) => bound.expectations.some(({ alarm }) => alarm.name === name);
  const concerned = tests.filter(({ bound }) => bound.alarms.some((alarm) => alarm.name === name));
  return [...concerned.filter(speaksOfIt), ...concerned.filter((test) => !speaksOfIt(test))];
}

/** Whether a test fails, or no longer fits the template, when the alarm is changed. */
function notices(test: ReadyTest, alarms: readonly AlarmDefinition[]): boolean {
  const bound = bindTest(test.bound.test, test.source.content, alarms);
  if (!bound.ok) return true;
  const simulation = play(bound.bound);
  return bound.bound.expectations.some((expectation) => differencesOf(expectation, simulation).length > 0);
}

function judge(mutant: Mutant, tests: readonly ReadyTest[], alarms: readonly AlarmDefinition[]): MutantOutcome {
  if (mutant.equivalent !== undefined) return { status: 'equivalent', mutant, reason: mutant.equivalent };
  const changed = alarms.map((alarm) => (alarm === mutant.original ? mutant.changed : alarm));
  const killer = tests.find((test) => notices(test, changed));
  if (killer === undefined) return { status: 'survived', mutant, tests: tests.length };
  return { status: 'killed', mutant, test: killer.bound.test.name };
}

export interface MutateOptions {
  /** Told before each change how many are done, of how many. @default - nobody is told */
  readonly progress?: (done: number, all: number) => void | Promise<void>;
  /** Ends the check early; the report then covers what was done. @default - it runs to its end */
  readonly signal?: AbortSignal;
}

/** Changes each alarm of the templates, one thing at a time, and looks whether a test notices. */
export async function mutate(
  inputs: readonly MutationInput[],
  { progress = () => {}, signal }: MutateOptions = {},
): Promise<MutationReport> {
  const started = performance.now();
  const jobs = inputs.flatMap(({ alarms, tests }) => {
    const definitions = definitionsOf(alarms);
    const nonNegative = tests.flatMap(({ source }) => source.content.nonNegative);
    return alarms.flatMap((alarm) => {
      const about = testsAbout(alarm.name, tests);
      return mutantsOf(alarm, nonNegative).map((mutant) => ({ mutant, about, definitions }));
    });
  });
  const outcomes: MutantOutcome[] = [];
  for (const { mutant, about, definitions } of jobs) {
    await progress(outcomes.length, jobs.length);
    if (signal?.aborted) break;
    outcomes.push(judge(mutant, about, definitions));
  }
  const count = (status: MutantOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const killed = count('killed');
  const survived = count('survived');
  const score = killed + survived === 0 ? 1 : killed / (killed + survived);
  return { outcomes, killed, survived, equivalent: count('equivalent'), score, tookMs: performance.now() - started };
}
