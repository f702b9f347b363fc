import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDuration } from '../../../cli/src/duration.ts';
import { EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint, type Paint } from '../../../cli/src/paint.ts';
import { withProgress } from '../../../cli/src/progress.ts';
import { replaceFile } from '../../../cli/src/replace-file.ts';
import { synthesise } from '../../../cli/src/synthesise.ts';
import { createDeadline } from '../deadline.ts';
import { buildReport } from '../preview/build-report.ts';
import type { Preview } from '../preview/preview.ts';
import { DEFAULT_SEED, DEFAULT_SPEED, startPreview } from '../preview/start-preview.ts';
import type { EndedBy, PreviewReport } from '../report/types.ts';
import { LiveView } from '../ui/live-view.ts';
import { announceEvents, banner } from './announce.ts';
import { type PreviewInputs, readInputs, unknownAlarms } from './inputs.ts';
import { runAsPage } from './run-as-page.ts';
import { runDashboard } from './run-dashboard.ts';
import { summaryLines } from './summary.ts';
import { DEFAULT_CONSOLE_PORT, type PreviewCommandOptions, type PreviewIo } from './types.ts';

/** Virtual milliseconds that a headless run waits, at most, for the records that are still in a queue. */
const DRAIN_LIMIT_MS = 15 * 60_000;

/** The command `inferwatch preview`. */
export async function runPreview(options: PreviewCommandOptions, io: PreviewIo): Promise<ExitCode> {
  const command = new PreviewCommand(options, io);
  const result = await command.run();
  if (typeof result === 'number') return result;
  for (const line of result.lines) io.stderr.write(`${command.paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

class PreviewCommand {
  readonly paint: Paint;
  readonly #options: PreviewCommandOptions;
  readonly #io: PreviewIo;
  /** Where people read: standard output, unless the report goes there. */
  readonly #out: PreviewIo['stdout'];

  constructor(options: PreviewCommandOptions, io: PreviewIo) {
    this.#options = options;
    this.#io = io;
    this.#out = options.json === '-' ? io.stderr : io.stdout;
    this.paint = createPaint(this.#out, io.env);
  }

  async run(): Promise<ExitCode | Failure> {
    const { dashboard } = this.#options;
    if (dashboard !== undefined) return runDashboard(dashboard, this.#options, this.#io);
    const inputs = readInputs(this.#options, this.#io);
    if (inputs.status === 'error') return inputs;
    if (this.#options.app !== undefined) return this.#preview(inputs, this.#options.app, []);
    const directory = await mkdtemp(join(tmpdir(), 'inferwatch-'));
    try {
      const { applicationDirectory, signal } = this.#io;
      const { context } = this.#options;
      const work = synthesise({ applicationDirectory, outputDirectory: directory, context, signal });
      const result = await withProgress(this.#out, this.paint, 'Synthesising the application', work);
      if (signal.aborted) return this.#options.headless ? EXIT.differs : EXIT.ok;
      if (result.status === 'error') return failure(result.message);
      return await this.#preview(inputs, directory, result.notes);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #preview(inputs: PreviewInputs, directory: string, notes: readonly string[]): Promise<ExitCode | Failure> {
    const { apiPort, modelUrl, headless, port = headless ? undefined : DEFAULT_CONSOLE_PORT } = this.#options;
    const { scenario, samples } = inputs;
    const speed = this.#options.speed ?? scenario.speed ?? DEFAULT_SPEED;
    // Inferwatch's own runbooks are for its alarms in whatever application they are.
    const runbookDirectories = [join(this.#io.applicationDirectory, 'docs', 'runbooks'), this.#io.runbookDirectory];
    const options = {
      speed,
      seed: this.#seed(inputs),
      apiPort,
      authorisation: this.#options.open ? ('open' as const) : undefined,
      modelUrl,
      statusPort: port,
      samples,
      notes,
      runbookDirectories,
    };
    const started = await startPreview({ assemblyDirectory: directory, ...options });
    if (started.status === 'error') return failure(started.message);
    const { preview } = started;
    try {
      const unknown = unknownAlarms(inputs, preview.alarms.alarms);
      if (unknown.length > 0) return failure(...unknown);
      for (const line of banner(preview, scenario, this.paint)) this.#print(line);
      return await this.#play(preview, inputs);
    } finally {
      await preview.dispose();
    }
  }

  async #play(preview: Preview, inputs: PreviewInputs): Promise<ExitCode | Failure> {
    const { signal } = this.#io;
    const { headless, duration } = this.#options;
    const deadline = createDeadline(signal, duration);
    const stop = deadline.signal;
    const started = performance.now();
    const run = preview.createRun(inputs.scenario, signal);
    const view = new LiveView(this.#out, this.paint, preview.status);
    const events = announceEvents(preview, view, this.paint);
    const report = async (notes: readonly string[]) => {
      const realSeconds = (performance.now() - started) / 1000;
      return buildReport(preview, run, { seed: this.#seed(inputs), endedBy, realSeconds, notes });
    };
    let endedBy: EndedBy = 'scenario';
    let notes: readonly string[] = [];
    try {
      await run.play(stop);
      if (stop.aborted) endedBy = signal.aborted ? 'interrupt' : 'duration';
      if (headless) notes = await this.#drain(preview, view);
      else if (!stop.aborted) await this.#linger(await report([]), view, stop);
    } finally {
      deadline[Symbol.dispose]();
      events[Symbol.dispose]();
      view.dispose();
    }
    return this.#finish(preview, await report(notes));
  }

  /** Gives the records that are still in a queue their time. */
  async #drain(preview: Preview, view: LiveView): Promise<readonly string[]> {
    const { pending } = await preview.records.count();
    if (pending > 0) view.event(`Waiting for ${pending} records that are still in a queue.`);
    const drained = await preview.records.drained(preview.clock, DRAIN_LIMIT_MS, this.#io.signal);
    return drained ? [] : [`the record queue was not empty ${formatDuration(DRAIN_LIMIT_MS)} after the end`];
  }

  /** With somebody watching, the preview goes on when the scenario is over. */
  async #linger(report: PreviewReport, view: LiveView, stop: AbortSignal): Promise<void> {
    for (const line of [...summaryLines(report, this.paint), 'The preview goes on until Ctrl-C.']) view.event(line);
    if (!stop.aborted) await once(stop, 'abort');
  }

  async #finish(preview: Preview, report: PreviewReport): Promise<ExitCode | Failure> {
    const { json, headless } = this.#options;
    const whole = headless || report.scenario.endedBy === 'scenario';
    for (const line of summaryLines(report, this.paint, whole)) this.#print(line);
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    if (json === '-') this.#io.stdout.write(text);
    else if (json !== undefined) {
      try {
        await replaceFile(json, text);
      } catch (error) {
        return failure(`--json: ${error instanceof Error ? error.message : String(error)}`);
      }
      this.#print(`The report is in ${json}.`);
    }
    const failed = await this.#writePage(preview, report, whole);
    if (failed) return failed;
    if (!headless) return EXIT.ok;
    return report.scenario.endedBy !== 'interrupt' && report.expectations.hold ? EXIT.ok : EXIT.differs;
  }

  /** The run as one page, if it is asked for. */
  async #writePage(preview: Preview, report: PreviewReport, whole: boolean): Promise<Failure | undefined> {
    const { html } = this.#options;
    if (html === undefined) return undefined;
    const plain: Paint = (_, text) => text;
    const { checked, hold } = report.expectations;
    const result = { lines: summaryLines(report, plain, whole), passed: whole && checked ? hold : null };
    try {
      await replaceFile(html, await runAsPage(preview.console, result));
    } catch (error) {
      return failure(`--html: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#print(`The page is ${html}.`);
    return undefined;
  }

  #seed({ scenario }: PreviewInputs): number {
    return this.#options.seed ?? scenario.seed ?? DEFAULT_SEED;
  }

  #print(line: string): void {
    this.#out.write(`${line}\n`);
  }
}
