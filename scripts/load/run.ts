import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BENCHMARKS_PAGE, publishSections } from '../../bench/page.ts';
import { openAssembly } from '../../packages/cli/src/assembly-source.ts';
import { formatDuration } from '../../packages/cli/src/duration.ts';
import { type CommandIo, EXIT, type ExitCode } from '../../packages/cli/src/io.ts';
import { createPaint } from '../../packages/cli/src/paint.ts';
import { ProgressLine } from '../../packages/cli/src/progress-line.ts';
import type { LoadTestOptions } from './options.ts';
import { lengthOf, type ModeName, planOf } from './plan.ts';
import { resultLines, sectionsOf } from './report.ts';
import type { ModeResult, Sample } from './results.ts';
import { runMode } from './run-mode.ts';

/** The API's throttle of the template would be what breaks first: it is there to protect the account, not the preview. */
const CONTEXT = { 'api.throttle.rate': '10000', 'api.throttle.burst': '5000' };

/** Drives a preview in each of the modes, and says whether it keeps what is promised. */
export async function runLoadTest(options: LoadTestOptions, io: CommandIo): Promise<ExitCode> {
  const paint = createPaint(io.stderr, io.env);
  const unusable = (lines: readonly string[]): ExitCode => {
    for (const line of lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
    return EXIT.unusable;
  };
  const problem = problemOf(options);
  if (problem !== undefined) return unusable([problem]);
  const source = await openAssembly({ app: options.app, context: CONTEXT }, io);
  if (source.status === 'error') return unusable(io.signal.aborted ? ['stopped before the end'] : source.lines);
  const results: ModeResult[] = [];
  try {
    for (const mode of options.modes) {
      const result = await watchMode(mode, source.path, options, io);
      const resultPaint = createPaint(io.stdout, io.env);
      for (const line of resultLines(result, resultPaint)) io.stdout.write(`${line}\n`);
      results.push(result);
    }
  } catch (error) {
    return unusable([
      io.signal.aborted ? 'stopped before the end' : error instanceof Error ? error.message : String(error),
    ]);
  } finally {
    await source.dispose();
    await write(results, options, io);
  }
  return results.every(({ checks }) => checks.every(({ holds }) => holds)) ? EXIT.ok : EXIT.differs;
}

/** What cannot be done, told before minutes go by. */
function problemOf({ json, quick, markdown, app }: LoadTestOptions): string | undefined {
  if (json !== undefined && !existsSync(dirname(resolve(json)))) return `--json: the folder of ${json} does not exist`;
  if (quick && markdown === true) return '--quick proves nothing that could be published: give --markdown a file';
  if (app !== undefined && !existsSync(app)) return `--app: ${app} does not exist`;
  return undefined;
}

async function watchMode(mode: ModeName, path: string, options: LoadTestOptions, io: CommandIo): Promise<ModeResult> {
  const progress = new ProgressLine(io.stderr, createPaint(io.stderr, io.env));
  const plan = planOf(mode, options);
  const length = formatDuration(lengthOf(plan));
  io.stderr.write(`${mode}: ${plan.rates.join(', ')} requests a second, at most ${length}\n`);
  const describe = (rate: number, { at, rss, handles }: Sample) => {
    const memory = `${(rss / 1_000_000).toFixed(0)} MB${handles === undefined ? '' : `, ${handles} file handles`}`;
    return `${mode} ${rate}/s after ${formatDuration(at)}: ${memory}`;
  };
  try {
    return await runMode({
      mode,
      assemblyDirectory: path,
      options,
      events: {
        onSample: (rate, sample) => progress.show(describe(rate, sample)),
        onStep: ({ rate, overheadMs, problems }) => {
          progress.end();
          const verdict = problems.length === 0 ? 'holds' : problems.join(', ');
          io.stderr.write(`  ${rate}/s: p99 overhead ${overheadMs.p99.toFixed(1)} ms, ${verdict}\n`);
        },
      },
      signal: io.signal,
    });
  } finally {
    progress.end();
  }
}

async function write(results: readonly ModeResult[], { json, markdown }: LoadTestOptions, io: CommandIo) {
  if (results.length === 0) return;
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, undefined, 2)}\n`);
  if (markdown === undefined) return;
  const file = markdown === true ? resolve(io.applicationDirectory, BENCHMARKS_PAGE) : markdown;
  publishSections(file, sectionsOf(results));
  io.stderr.write(`The tables are in ${file}.\n`);
}
