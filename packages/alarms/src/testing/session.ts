import { type AlarmDefinition, resolveAlarms } from '../../../alarm-simulator/src/index.ts';
import { loadAlarms } from '../source/load-alarms.ts';
import type { LoadedAlarm } from '../source/types.ts';
import { findTestFiles } from './file/find-test-files.ts';
import { type ReadTestFile, readTestFile } from './file/read-test-file.ts';
import { type ReadyTest, readyTests } from './run/run-test.ts';

/** Tests of one template, tied to its alarms. */
export interface TestGroup {
  readonly alarms: readonly LoadedAlarm[];
  readonly tests: readonly ReadyTest[];
}

/** Everything that is to be run, checked. */
export interface Session {
  readonly status: 'success';
  readonly groups: readonly TestGroup[];
  /** What is to be told about the templates. */
  readonly notices: readonly string[];
}

interface SessionFailure {
  readonly status: 'error';
  readonly lines: readonly string[];
}

const failure = (lines: readonly string[]): SessionFailure => ({ status: 'error', lines });

/** The test files of some paths; whatever is wrong in any of them at once. */
export function readTestFiles(
  paths: readonly string[],
): { readonly status: 'success'; readonly files: readonly ReadTestFile[] } | SessionFailure {
  const found = findTestFiles(paths);
  if (found.status === 'error') return found;
  const lines: string[] = [];
  const files = found.files.flatMap((file) => {
    const read = readTestFile(file);
    if (read.status === 'success') return [read.value];
    lines.push(...read.lines);
    return [];
  });
  return lines.length > 0 ? failure(lines) : { status: 'success', files };
}

/**
 * Ties test files to the alarms of their templates.
 * @param app the template of files that name none
 */
export function openSession(files: readonly ReadTestFile[], app: string | undefined): Session | SessionFailure {
  const lines: string[] = [];
  const groups: TestGroup[] = [];
  const notices: string[] = [];
  for (const path of new Set(files.map(({ template }) => template ?? app))) {
    if (path === undefined) continue;
    const loaded = loadAlarms(path);
    if (loaded.status === 'error') {
      lines.push(...loaded.lines);
      continue;
    }
    notices.push(...loaded.notices);
    const { alarms } = loaded;
    const faults = faultsOf(alarms);
    lines.push(...faults);
    if (faults.length > 0) continue;
    const own = files.filter(({ template }) => (template ?? app) === path);
    groups.push({ alarms, tests: own.flatMap((file) => tieTests(file, definitionsOf(alarms), lines)) });
  }
  return lines.length > 0 ? failure(lines) : { status: 'success', groups, notices };
}

export function definitionsOf(alarms: readonly LoadedAlarm[]): readonly AlarmDefinition[] {
  return alarms.flatMap(({ definition }) => (definition === undefined ? [] : [definition]));
}

function tieTests(file: ReadTestFile, alarms: readonly AlarmDefinition[], lines: string[]): readonly ReadyTest[] {
  const ready = readyTests(file, alarms);
  if (ready.ok) return ready.tests;
  lines.push(...ready.lines);
  return [];
}

/** An alarm that cannot be evaluated makes every answer about the others doubtful, so that it is refused. */
function faultsOf(alarms: readonly LoadedAlarm[]): string[] {
  const own = alarms.flatMap(({ file, line, logicalId, problems }) =>
    problems.map(
      ({ path, message }) => `${place(file, line)}: ${[logicalId, path].filter(Boolean).join('.')}: ${message}`,
    ),
  );
  if (own.length > 0) return own;
  const resolved = resolveAlarms(definitionsOf(alarms));
  return resolved.ok ? [] : resolved.errors.map(({ path, message }) => `${path}: ${message}`);
}

const place = (file: string, line: number | undefined): string => (line === undefined ? file : `${file}:${line}`);
