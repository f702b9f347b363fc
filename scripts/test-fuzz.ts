import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine, type Machine } from '../bench/machine.ts';
import { BENCHMARKS_PAGE, circumstances, publishSections, table } from '../bench/page.ts';
import { synthesise } from '../packages/cli/src/synthesise.ts';
import { fuzzHandler } from '../test/fuzz/fuzz-handler.ts';
import { fuzzPreview, SHARE } from '../test/fuzz/fuzz-preview.ts';
import { startPreviewProcess } from '../test/fuzz/preview-process.ts';
import { type FuzzProgress, heapGrowth, heapMegabytes, readFuzzSettings, WHOLE_RUNS } from '../test/fuzz/run.ts';

const HELP = `Usage: npm run test:fuzz -- [options]

Sends malformed requests to the function and through the preview.

Options:
  --markdown  write the dated table into ${BENCHMARKS_PAGE}
  --help      show this text

Environment:
  INFERWATCH_FUZZ_RUNS  requests at the function (default 100000); the preview gets a tenth
  INFERWATCH_FUZZ_SEED  a number: sends the same requests as the run that printed it

Exit codes: 0 nothing found, 1 something must not be, 2 it could not run.`;

/** Megabytes by which a heap may differ between the second and the last quarter of a run without growing. */
const FLAT_MEGABYTES = 8;

/** Megabytes of a request that the preview keeps, up to its limits: log lines, samples of metrics, a record. */
const KEPT_MEGABYTES = 0.002;

class Found extends Error {}

interface Row {
  readonly where: string;
  readonly progress: FuzzProgress;
  readonly seconds: number;
}

const stray: unknown[] = [];
process.on('unhandledRejection', (reason) => void stray.push(reason));
process.on('uncaughtException', (error) => void stray.push(error));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const statusesOf = ({ statuses }: FuzzProgress): string =>
  [...statuses]
    .sort(([one], [other]) => one - other)
    .map(([status, count]) => `${status === 0 ? 'none' : status}: ${count}`)
    .join(', ');

function watch(where: string): (progress: FuzzProgress) => void {
  return (progress) => {
    const heap = progress.heap.at(-1)?.toFixed(1) ?? '?';
    say(`${where}: ${progress.done} of ${progress.runs} requests, heap ${heap} MB`);
  };
}

async function measure(where: string, kept: number, run: () => Promise<FuzzProgress>): Promise<Row> {
  const started = performance.now();
  try {
    const progress = await run();
    const growth = heapGrowth(progress.heap);
    if (growth > FLAT_MEGABYTES + (kept * progress.done) / 2)
      throw new Error(`the heap grew by ${growth.toFixed(1)} MB`);
    if (stray.length > 0) throw new Error(`unhandled: ${stray.map(String).join('; ')}`);
    return { where, progress, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    throw new Found(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function throughPreview(runs: number, seed: number): Promise<Row> {
  const assemblyDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-fuzz-'));
  try {
    say('Synthesising the application');
    const applicationDirectory = join(import.meta.dirname, '..');
    const result = await synthesise({ applicationDirectory, outputDirectory: assemblyDirectory, context: {} });
    if (result.status === 'error') throw new Error(result.message);
    const preview = await startPreviewProcess(assemblyDirectory);
    const options = { heap: preview.heap, onWindow: watch('preview') };
    const row = measure('through the preview', KEPT_MEGABYTES, () =>
      fuzzPreview(preview.address, { runs, seed }, options),
    );
    await row.catch(() => {});
    const { errors, exitCode } = await preview.stop();
    if (exitCode !== 0 || errors !== '') throw new Found(`the preview ended with ${exitCode}: ${errors}`);
    return await row;
  } finally {
    await rm(assemblyDirectory, { recursive: true, force: true });
  }
}

function tableOf(rows: readonly Row[]): string[] {
  const head = ['requests', 'number', 'seconds', 'heap, first to last (MB)', 'growth (MB)', 'answers by status'];
  return table([
    head,
    ...rows.map(({ where, progress, seconds }) => {
      const { done, heap } = progress;
      const ends = `${heap[0]?.toFixed(1)} to ${heap.at(-1)?.toFixed(1)}`;
      return [where, String(done), seconds.toFixed(0), ends, heapGrowth(heap).toFixed(1), statusesOf(progress)];
    }),
  ]);
}

function sectionText(rows: readonly Row[], seed: number, machine: Machine): string {
  return [
    '## Malformed requests: no crash, no answer that is not documented, memory flat',
    '',
    ...circumstances(new Date().toISOString().slice(0, 10), machine),
    '',
    `Made of the API's description and of bytes at random, seed ${seed}; what counts as wrong: docs/security-tests.md. Growth is`,
    `from the second quarter of the run to the last, and at most ${FLAT_MEGABYTES} MB beside what the preview keeps on purpose (log lines,`,
    `samples, records: ${KEPT_MEGABYTES * 1000} kB a request).`,
    '',
    ...tableOf(rows),
  ].join('\n');
}

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({ options: { markdown: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      say(HELP);
      return 0;
    }
    const { runs, seed } = readFuzzSettings(process.env, WHOLE_RUNS);
    const machine = describeMachine();
    say(`Seed ${seed}`);
    const options = { heap: heapMegabytes, onWindow: watch('function') };
    const rows = [
      await measure('at the function', 0, () => fuzzHandler({ runs, seed }, options)),
      await throughPreview(Math.ceil(runs / SHARE), seed),
    ];
    for (const line of ['', ...tableOf(rows)]) say(line);
    say('\nNothing found.');
    if (values.markdown) {
      const page = join(import.meta.dirname, '..', BENCHMARKS_PAGE);
      publishSections(page, [{ name: 'fuzz', text: sectionText(rows, seed, machine) }]);
      say(`The table is in ${BENCHMARKS_PAGE}.`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Found ? 1 : 2;
  }
}

process.exitCode = await main();
