import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type AssemblySource, openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint, type Paint } from '../../../cli/src/paint.ts';
import { type MutationReport, mutate } from '../testing/mutation/mutate.ts';
import { mutationProgress } from '../testing/mutation/progress.ts';
import { testReport } from '../testing/report/json.ts';
import { junitXml } from '../testing/report/junit.ts';
import { mutationLines } from '../testing/report/mutation-text.ts';
import { DEFAULT_WIDTH, resultLines, summaryLine, type TextOptions } from '../testing/report/text.ts';
import { runTest } from '../testing/run/run-test.ts';
import type { TestResult } from '../testing/run/types.ts';
import { openSession, readTestFiles } from '../testing/session.ts';
import { ChangeWatcher } from '../testing/watch.ts';

/** Options of `inferwatch alarms test`. */
export interface AlarmsTestOptions {
  /** Files of alarm tests, and folders that hold some. @default - the application's folder `alarms` */
  readonly files: readonly string[];
  /** A `cdk.out`, a template or the JSON of DescribeAlarms, for files that name none. @default - synthesised */
  readonly app?: string;
  /** Settings for the synthesis (`-c key=value`). */
  readonly context: Readonly<Record<string, string>>;
  /** Path that takes the results as JSON, `-` for standard output. */
  readonly json?: string;
  /** Path that takes the results as JUnit XML. */
  readonly junit?: string;
  /** Runs again whenever a test file or the template changes. */
  readonly watch: boolean;
  /** Changes each alarm and says which changes no test notices. */
  readonly mutate: boolean;
  /** Percent of the changes that tests must notice, 0 to 100; asks for the mutation check too. @default - any */
  readonly minScore?: number;
}

/** Folder of the application with its own alarm tests. */
const DEFAULT_FOLDER = 'alarms';

const CLEAR_SCREEN = '\u001b[2J\u001b[3J\u001b[H';

/**
 * The command `inferwatch alarms test`: 0 if every test holds (and the score is high enough), 1 if not, 2 if something
 * that is given is wrong.
 */
export async function runAlarmsTest(options: AlarmsTestOptions, io: CommandIo): Promise<ExitCode> {
  const command = new TestCommand(options, io);
  return options.watch ? command.watch() : command.once();
}

class TestCommand {
  readonly #options: AlarmsTestOptions;
  readonly #io: CommandIo;
  /** Where people read: standard output, unless the report goes there. */
  readonly #out: CommandIo['stdout'];
  readonly #paint: Paint;
  /** The template of files that name none; kept between the runs of `--watch`. */
  #source: Extract<AssemblySource, { status: 'success' }> | undefined;

  constructor(options: AlarmsTestOptions, io: CommandIo) {
    this.#options = options;
    this.#io = io;
    this.#out = options.json === '-' ? io.stderr : io.stdout;
    this.#paint = createPaint(this.#out, io.env);
  }

  async once(): Promise<ExitCode> {
    try {
      return await this.#run();
    } finally {
      await this.#source?.dispose();
    }
  }

  async watch(): Promise<ExitCode> {
    let code: ExitCode = EXIT.ok;
    try {
      do {
        code = await this.#runAndWait();
      } while (!this.#io.signal.aborted);
    } finally {
      await this.#source?.dispose();
    }
    return code === EXIT.ok ? EXIT.ok : EXIT.differs;
  }

  /** One run, and then the wait for a reason to run again; what changes during the run counts. */
  async #runAndWait(): Promise<ExitCode> {
    const watcher = new ChangeWatcher(this.#watched());
    try {
      if (this.#out.isTTY) this.#out.write(CLEAR_SCREEN);
      const code = await this.#run();
      if (this.#io.signal.aborted) return code;
      this.#print(this.#paint('dim', 'Waiting for changes of the test files and the template; Ctrl-C ends.'));
      await watcher.next(this.#io.signal);
      return code;
    } finally {
      watcher[Symbol.dispose]();
    }
  }

  /** Files as they are at the moment, and what they name; those that cannot be read are watched by their paths. */
  #watched(): string[] {
    const paths = this.#paths();
    const read = readTestFiles(paths);
    const files = read.status === 'success' ? read.files : [];
    const templates = files.flatMap(({ template }) => (template === undefined ? [] : [template]));
    const { app } = this.#options;
    return [...paths, ...files.map(({ file }) => file), ...templates, ...(app === undefined ? [] : [app])];
  }

  #paths(): readonly string[] {
    const { files } = this.#options;
    if (files.length > 0) return files;
    const folder = join(this.#io.applicationDirectory, DEFAULT_FOLDER);
    return [relative(process.cwd(), folder) || folder];
  }

  async #run(): Promise<ExitCode> {
    const result = await this.#test();
    if (typeof result === 'number') return result;
    for (const line of result.lines) this.#io.stderr.write(`${this.#paint('red', 'error:')} ${line}\n`);
    return EXIT.unusable;
  }

  async #test(): Promise<ExitCode | Failure> {
    const read = readTestFiles(this.#paths());
    if (read.status === 'error') return read;
    if (read.files.some(({ template }) => template === undefined)) {
      const opened = await this.#open();
      if (this.#io.signal.aborted) return EXIT.differs;
      if (opened !== undefined) return opened;
    }
    const session = openSession(read.files, this.#source?.path);
    if (session.status === 'error') return session;
    for (const notice of session.notices) this.#io.stderr.write(`${this.#paint('dim', `note: ${notice}`)}\n`);
    const results = session.groups.flatMap(({ tests }) => tests.map(runTest));
    for (const line of resultLines(results, this.#text)) this.#print(line);
    this.#print(summaryLine(results, this.#paint));
    const hold = results.every(({ failures }) => failures.length === 0);
    const mutation = hold && this.#mutates ? await this.#mutate(session.groups) : undefined;
    if (!hold && this.#mutates) this.#print('The mutation check needs tests that hold; it was left out.');
    const written = await this.#write(results, mutation);
    if (written !== undefined) return written;
    if (this.#io.signal.aborted && !this.#options.watch) return EXIT.differs;
    return hold && (mutation?.score ?? 1) >= this.#minimum ? EXIT.ok : EXIT.differs;
  }

  /** Opens the template of files that name none, once. */
  async #open(): Promise<Failure | undefined> {
    if (this.#source !== undefined) return undefined;
    const { app, context } = this.#options;
    const opened = await openAssembly({ app, context }, this.#io);
    if (opened.status === 'error') return opened;
    this.#source = opened;
    return undefined;
  }

  get #mutates(): boolean {
    return this.#options.mutate || this.#options.minScore !== undefined;
  }

  /** From 0 to 1. */
  get #minimum(): number {
    return (this.#options.minScore ?? 0) / 100;
  }

  get #text(): TextOptions {
    return { width: this.#out.columns ?? DEFAULT_WIDTH, paint: this.#paint };
  }

  async #mutate(groups: Parameters<typeof mutate>[0]): Promise<MutationReport> {
    const { stderr, signal } = this.#io;
    const progress = mutationProgress(stderr);
    const report = await mutate(groups, { progress: progress.show, signal });
    progress.clear();
    for (const line of mutationLines(report, { ...this.#text, minimum: this.#minimum })) this.#print(line);
    return report;
  }

  async #write(results: readonly TestResult[], mutation: MutationReport | undefined): Promise<Failure | undefined> {
    const { json, junit } = this.#options;
    const report = `${JSON.stringify(testReport(results, mutation), undefined, 2)}\n`;
    if (json === '-') this.#io.stdout.write(report);
    else if (json !== undefined) {
      const problem = await save('--json', json, report);
      if (problem !== undefined) return problem;
    }
    return junit === undefined ? undefined : save('--junit', junit, junitXml(results));
  }

  #print(line: string): void {
    this.#out.write(`${line}\n`);
  }
}

async function save(option: string, path: string, content: string): Promise<Failure | undefined> {
  try {
    await writeFile(path, content);
    return undefined;
  } catch (error) {
    return failure(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
