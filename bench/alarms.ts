import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { comparePromtool } from './alarms-promtool.ts';
import type { Measured } from './alarms-runner.ts';
import type { Mix } from './alarms-workload.ts';
import { bundleFunction } from './bundle-function.ts';
import { atMost, type BenchResult, median, print, round } from './result.ts';

const ALARMS = 20;
const YEAR = 365;
const ROUNDS = 3;
/** The curves: the goal's alarms over more and more days, and more and more alarms of the same kinds over a quarter. */
const DAYS = [30, 90, 180, YEAR];
const QUARTER = 90;
const COUNTS = [1, 5, 10, ALARMS];
const LIMIT_SECONDS = 2;
const LIMIT_MEGABYTES = 300;

/** Each measurement in a process of its own: nothing is compiled, and its peak of memory is that of this one. */
function measure(runner: string, alarms: number, days: number, mix: Mix): Measured {
  const runs = Array.from({ length: ROUNDS }, (): Measured => {
    return JSON.parse(
      execFileSync(process.execPath, [runner, String(alarms), String(days), mix], { encoding: 'utf8' }),
    );
  });
  const of = (pick: (run: Measured) => number): number => median(runs.map(pick));
  const [first] = runs;
  if (first === undefined) throw new Error('nothing was measured');
  return {
    ...first,
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
    againSeconds: of(({ againSeconds }) => againSeconds),
    wallSeconds: of(({ wallSeconds }) => wallSeconds),
    historySeconds: of(({ historySeconds }) => historySeconds),
    peakMegabytes: of(({ peakMegabytes }) => peakMegabytes),
  };
}

function row(mix: Mix, measured: Measured) {
  const { alarms, days, points, transitions, cpuSeconds, wallSeconds, againSeconds, peakMegabytes } = measured;
  return {
    what: `${alarms} ${alarms === 1 ? 'alarm' : 'alarms'}${mix === 'same' ? ' of five kinds' : ''}, ${days} days`,
    points,
    transitions,
    'CPU s': round(cpuSeconds),
    'wall s': round(wallSeconds),
    'CPU s once compiled': round(againSeconds),
    'ns an alarm and minute, compiled': Math.round((againSeconds / (alarms * days * 1440)) * 1e9),
    'peak MB': Math.round(peakMegabytes),
  };
}

/** A year of minutes for alarms of mixed kinds, how it grows, and promtool beside it. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  try {
    const runner = join(folder, 'runner.cjs');
    await bundleFunction('bench/alarms-runner.ts', runner);
    const byDays = DAYS.map((days) => measure(runner, ALARMS, days, 'mixed'));
    const byCount = COUNTS.map((count) => measure(runner, count, QUARTER, 'same'));
    const goal = byDays.find(({ days }) => days === YEAR);
    return {
      title: `Alarms: evaluation of ${ALARMS} alarms of mixed kinds, one point a minute (median of ${ROUNDS} processes)`,
      rows: [
        ...byDays.map((measured) => row('mixed', measured)),
        ...byCount.map((measured) => row('same', measured)),
        ...(await comparePromtool()),
      ],
      goals: [
        atMost('a year, processor time', goal?.cpuSeconds ?? Number.NaN, LIMIT_SECONDS, 's'),
        atMost('a year, peak memory of the process', goal?.peakMegabytes ?? Number.NaN, LIMIT_MEGABYTES, 'MB'),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
