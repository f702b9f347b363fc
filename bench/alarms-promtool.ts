import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Changes, Rule } from './alarms-rule-runner.ts';
import { bundleFunction } from './bundle-function.ts';
import { median, round } from './result.ts';

/**
 * `promtool test rules` and the simulator on the same series and the same rule, each as a command of its own: three
 * minutes in a row above the threshold (`for: 2m` counts from the first of them).
 */

const DAYS = [1, 7, 30];
const ROUNDS = 3;
const THRESHOLD = 700;

type Row = Record<string, string | number>;

/** A wave with trouble for twenty minutes every eight hours or so. */
function series(days: number): Rule {
  const values = Array.from({ length: days * 1440 }, (_, minute) =>
    round(300 + 200 * Math.sin(minute / 50) + (minute % 500 < 20 ? 600 : 0)),
  );
  return { values, threshold: THRESHOLD };
}

/** Processor seconds of a command, and what it printed; `bash` measures, since Node does not tell it of children. */
function timed(command: readonly string[]): { readonly seconds: number; readonly output: string } {
  const result = spawnSync('bash', ['-c', 'TIMEFORMAT="CPU %U %S"; time "$@"', 'bash', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const [, user, system] = /CPU ([\d.]+) ([\d.]+)\s*$/.exec(result.stderr) ?? [];
  if (result.status !== 0 || user === undefined) {
    throw new Error(`${command[0]} failed: ${result.stdout}${result.stderr}`.slice(0, 2000));
  }
  return { seconds: Number(user) + Number(system), output: result.stdout };
}

/** The test expects exactly our changes: promtool fails it where the two disagree. */
function promtoolTest(
  { values, threshold }: Rule,
  changes: Changes,
): { readonly rules: string; readonly test: string } {
  const alert = { alert: 'High', expr: `m > ${threshold}`, for: '2m' };
  const expected = changes.flatMap(([minute, alarm]) => [
    { eval_time: `${minute - 1}m`, alertname: 'High', exp_alerts: alarm ? [] : [{}] },
    { eval_time: `${minute}m`, alertname: 'High', exp_alerts: alarm ? [{}] : [] },
  ]);
  const rules = { groups: [{ name: 'bench', interval: '1m', rules: [alert] }] };
  const test = {
    rule_files: ['rules.json'],
    evaluation_interval: '1m',
    tests: [{ interval: '1m', input_series: [{ series: 'm', values: values.join(' ') }], alert_rule_test: expected }],
  };
  // JSON is YAML.
  return { rules: JSON.stringify(rules), test: JSON.stringify(test) };
}

async function compare(folder: string): Promise<Row[]> {
  const runner = join(folder, 'runner.cjs');
  await bundleFunction('bench/alarms-rule-runner.ts', runner);
  return DAYS.map((days) => {
    const rule = series(days);
    const input = join(folder, 'rule.json');
    writeFileSync(input, JSON.stringify(rule));
    const ours = Array.from({ length: ROUNDS }, () => timed([process.execPath, runner, input]));
    const changes: Changes = JSON.parse(ours[0]?.output ?? '[]');
    const { rules, test } = promtoolTest(rule, changes);
    writeFileSync(join(folder, 'rules.json'), rules);
    writeFileSync(join(folder, 'test.json'), test);
    const theirs = Array.from({ length: ROUNDS }, () =>
      timed(['promtool', 'test', 'rules', join(folder, 'test.json')]),
    );
    return {
      what: `one rule, ${days} ${days === 1 ? 'day' : 'days'}, whole command`,
      changes: changes.length,
      'inferwatch, CPU s': round(median(ours.map(({ seconds }) => seconds))),
      'promtool with the start of its TSDB, CPU s': round(median(theirs.map(({ seconds }) => seconds))),
    };
  });
}

/**
 * Rows of the comparison, or one that says that promtool is not here. promtool also starts a time series database and
 * writes the series to it, which is most of what it does.
 */
export async function comparePromtool(): Promise<Row[]> {
  if (spawnSync('promtool', ['--version']).error !== undefined) {
    return [{ what: 'promtool is not installed (Debian package prometheus): not compared' }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  try {
    return await compare(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
