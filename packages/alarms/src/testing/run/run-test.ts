import type { AlarmDefinition, Simulation } from '../../../../alarm-simulator/src/index.ts';
import type { YamlPath } from '../../../../cli/src/yaml-file.ts';
import type { ReadTestFile } from '../file/read-test-file.ts';
import type { BoundExpectation, BoundTest } from './bind.ts';
import { bindTest } from './bind.ts';
import { checkMessages } from './check-messages.ts';
import { checkStates, type Difference } from './check-states.ts';
import { play } from './play.ts';
import type { TestResult } from './types.ts';

/** A test of a file, tied to the template's alarms. */
export interface ReadyTest {
  readonly source: ReadTestFile;
  /** Place of the test in the file. */
  readonly index: number;
  readonly bound: BoundTest;
}

export type ReadyResult =
  | { readonly ok: true; readonly tests: readonly ReadyTest[] }
  | { readonly ok: false; readonly lines: readonly string[] };

/** Ties every test of a file to the alarms; all that is wrong at once, each with its place. */
export function readyTests(source: ReadTestFile, alarms: readonly AlarmDefinition[]): ReadyResult {
  const lines: string[] = [];
  const tests = source.content.tests.flatMap((test, index): ReadyTest[] => {
    const bound = bindTest(test, source.content, alarms);
    if (bound.ok) return [{ source, index, bound: bound.bound }];
    const locate = (path: YamlPath) => source.locate(['tests', index, ...path]);
    lines.push(...bound.problems.map(({ path, message }) => `${locate(path)}: ${message}`));
    return [];
  });
  return lines.length > 0 ? { ok: false, lines } : { ok: true, tests };
}

/** What of one expectation does not hold. */
export function differencesOf(bound: BoundExpectation, simulation: Simulation): Difference[] {
  return [...checkStates(bound.expectation, bound.alarm.name, simulation), ...checkMessages(bound, simulation)];
}

/** Runs one test. */
export function runTest({ source, index, bound }: ReadyTest): TestResult {
  const started = performance.now();
  const simulation = play(bound);
  const failures = bound.expectations.flatMap((expectation) =>
    differencesOf(expectation, simulation).map(({ path, ...difference }) => ({
      ...difference,
      alarm: expectation.alarm,
      place: source.locate(['tests', index, 'expect', expectation.expectation.alarm, ...path]),
    })),
  );
  return {
    file: source.file,
    name: bound.test.name,
    place: source.locate(['tests', index]),
    bound,
    simulation,
    failures,
    tookMs: performance.now() - started,
  };
}
