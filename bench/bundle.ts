import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundleFunction } from './bundle-function.ts';
import { environmentOf } from './handler-environment.ts';
import { atMost, type BenchResult, median, print, quantile, round } from './result.ts';

const FUNCTIONS = [
  { name: 'inference', entry: 'lambda/inference/handler.ts' },
  { name: 'redrive', entry: 'lambda/redrive/handler.ts' },
  { name: 'plain (SDK only)', entry: 'bench/plain-handler.ts' },
] as const;

const LOADS = 15;
const MAX_BUNDLE_KB = 350;
const MAX_LOAD_MS = 150;

const execute = promisify(execFile);

/** Milliseconds that a fresh process takes to load a bundle; the start of Node itself is left out. */
async function loadTime(file: string): Promise<number> {
  const script =
    `const from = process.hrtime.bigint(); require(${JSON.stringify(file)});` +
    'console.log(Number(process.hrtime.bigint() - from) / 1e6)';
  const env = environmentOf('http://127.0.0.1:1', 'emf');
  const { stdout } = await execute(process.execPath, ['--no-warnings', '-e', script], { cwd: tmpdir(), env });
  return Number(stdout);
}

/** Size and load time of each function's bundle, loaded where no `node_modules` can be found, as on Lambda. */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'inferwatch-bench-'));
  try {
    const bundles = await Promise.all(
      FUNCTIONS.map(async ({ name, entry }, index) => {
        const file = join(folder, `${index}.js`);
        return { name, file, kB: (await bundleFunction(entry, file)).bytes / 1000, loads: [] as number[] };
      }),
    );
    // In turns, so that a busy moment of the machine meets all of them.
    for (let turn = 0; turn < LOADS; turn += 1) {
      for (const { file, loads } of bundles) {
        loads.push(await loadTime(file));
      }
    }
    const rows = bundles.map(({ name, kB, loads }) => ({
      function: name,
      'bundle kB': round(kB),
      'load ms (median)': round(median(loads)),
      'load ms (p90)': round(quantile(loads, 0.9)),
    }));
    const [inference] = bundles;
    return {
      title: `Bundles: size and load time in a fresh process (${LOADS} loads each)`,
      rows,
      goals: [
        atMost('inference bundle', inference?.kB ?? Number.NaN, MAX_BUNDLE_KB, 'kB'),
        atMost('inference module load, median', median(inference?.loads ?? []), MAX_LOAD_MS, 'ms'),
      ],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
