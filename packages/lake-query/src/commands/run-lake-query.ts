import { statSync } from 'node:fs';
import { readSource } from '../../../access-matrix/src/commands/source.ts';
import type { CommandIo } from '../../../cli/src/io.ts';
import { createPaint, type Paint } from '../../../cli/src/paint.ts';
import { DirectoryData } from '../data/data-files.ts';
import { SampleData } from '../data/sample-data.ts';
import { lakeOf, type PersonaLake } from '../lake.ts';
import { writeCsv } from '../output/csv.ts';
import { writeJson } from '../output/json.ts';
import { resultRows } from '../output/rows.ts';
import { formatTable } from '../output/table.ts';
import { describeReach, describeView } from '../query/describe.ts';
import { type QueryRun, runQuery } from '../query/run-query.ts';
import { type Refusal, unusable } from '../query/types.ts';
import { Progress } from './progress.ts';
import { DEFAULT_ROWS, EXIT, type ExitCode, type LakeQueryOptions } from './types.ts';

/** The command `inferwatch lake query`. */
export async function runLakeQuery(options: LakeQueryOptions, io: CommandIo): Promise<ExitCode> {
  const command = new LakeQuery(options, io);
  const refusal = await command.run();
  if (refusal === undefined) return EXIT.ok;
  const paint = createPaint(io.stderr, io.env);
  const [first = '', ...more] = refusal.lines;
  io.stderr.write(`${paint('red', `${refusal.status}:`)} ${first}\n`);
  for (const line of more) io.stderr.write(`  ${line}\n`);
  return refusal.status === 'denied' ? EXIT.denied : EXIT.unusable;
}

class LakeQuery {
  readonly #options: LakeQueryOptions;
  readonly #io: CommandIo;
  readonly #progress: Progress;

  constructor(options: LakeQueryOptions, io: CommandIo) {
    this.#options = options;
    this.#io = io;
    this.#progress = new Progress(io.stderr);
  }

  /** Undefined when all went well. */
  async run(): Promise<Refusal | undefined> {
    const { as: persona, sql, data: directory } = this.#options;
    if (directory !== undefined && !isFolder(directory)) return unusable(`--data: ${directory} is not a folder`);
    const source = await readSource(this.#options, this.#io);
    if (source.status === 'error') return unusable(...source.lines);
    const lake = lakeOf(source.model, persona);
    if (lake.status === 'error') return unusable(lake.message);
    for (const notice of lake.notices) this.#note(`note: ${notice}`);
    if (sql === undefined) return this.#showReach(lake);
    const sample = new SampleData();
    try {
      const data = directory === undefined ? sample : new DirectoryData(directory);
      return await this.#query(sql, lake, data);
    } finally {
      this.#progress.end();
      await sample.dispose();
    }
  }

  #showReach(lake: PersonaLake): undefined {
    for (const line of describeReach(this.#options.as, lake.tables)) this.#io.stdout.write(`${line}\n`);
    for (const table of lake.tables) {
      if (table.status === 'visible') continue;
      const name = `${table.table.database}.${table.table.name}`;
      const why = table.status === 'hidden' && table.decision === 'deny' ? 'may not query' : 'cannot be shown';
      this.#io.stdout.write(`${why} ${name}: ${table.reason}\n`);
    }
  }

  async #query(sql: string, { tables }: PersonaLake, data: DirectoryData | SampleData): Promise<Refusal | undefined> {
    const { as: persona, database } = this.#options;
    const started = performance.now();
    const outcome = await runQuery(
      {
        persona,
        tables,
        sql,
        data,
        database,
        signal: this.#io.signal,
        onStep: (step) => this.#progress.step(step === 'loading' ? "loading the tables' files" : 'running the query'),
      },
      (run) => this.#print(run),
    );
    if (outcome.status !== 'success') return outcome;
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    for (const line of [...outcome.value, `${seconds} s`]) this.#note(line);
    return undefined;
  }

  /** Writes the result, and gives what is to be said about it. */
  async #print({ result, reads, notes }: QueryRun): Promise<string[]> {
    const { output, as: persona, limit } = this.#options;
    const { stdout, env } = this.#io;
    const rows = resultRows(result, output === 'table' ? (limit ?? DEFAULT_ROWS) : limit);
    const write = (text: string) => {
      this.#progress.end();
      stdout.write(text);
    };
    const written =
      output === 'json'
        ? await writeJson(rows, write)
        : output === 'csv'
          ? await writeCsv(rows, write)
          : await writeTable(rows, write, createPaint(stdout, env));
    const partial = reads.filter((view) => view.rows !== undefined || view.hiddenColumns.length > 0);
    return [
      ...notes.map((note) => `note: ${note}`),
      ...partial.map((view) => `${persona} sees of ${describeView(view)}`),
      rows.cut() ? `the first ${written} rows; there are more (--limit)` : written === 1 ? '1 row' : `${written} rows`,
    ];
  }

  #note(line: string): void {
    const { stderr, env } = this.#io;
    stderr.write(`${createPaint(stderr, env)('dim', line)}\n`);
  }
}

async function writeTable(
  rows: Parameters<typeof formatTable>[0],
  write: (text: string) => void,
  paint: Paint,
): Promise<number> {
  const { lines, count } = await formatTable(rows, paint);
  for (const line of lines) write(`${line}\n`);
  return count;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
