import { writeFile } from 'node:fs/promises';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint, type Paint } from '../../../cli/src/paint.ts';
import { computeMatrix } from '../matrix/compute.ts';
import { diffModels } from '../matrix/diff.ts';
import { compareExpectations } from '../matrix/expectations.ts';
import { formatExpectations, readExpectations } from '../matrix/expectations-file.ts';
import { explainAccess } from '../matrix/explain.ts';
import { nearestOf } from '../matrix/nearest.ts';
import type { AccessModel, MatrixCell } from '../matrix/types.ts';
import { changeLines, changesMarkdown } from '../output/changes.ts';
import { derivationLines } from '../output/derivation.ts';
import { formatHtml } from '../output/html.ts';
import { jsonChunks } from '../output/json.ts';
import { formatMarkdown } from '../output/markdown.ts';
import { type AccessReport, createReport } from '../output/report.ts';
import { problemLines, terminalLines } from '../output/terminal.ts';
import { readPath, readSource } from './source.ts';
import type { AccessOptions, DiffOptions, ExplainOptions, OutputOption } from './types.ts';

/** The command `inferwatch access`. */
export const runAccess = (options: AccessOptions, io: CommandIo): Promise<ExitCode> => report(access(options, io), io);

/** The command `inferwatch access explain`. */
export const runExplain = (options: ExplainOptions, io: CommandIo): Promise<ExitCode> =>
  report(explain(options, io), io);

/** The command `inferwatch access diff`. */
export const runDiff = (options: DiffOptions, io: CommandIo): Promise<ExitCode> => report(diff(options, io), io);

async function report(work: Promise<ExitCode | Failure>, io: CommandIo): Promise<ExitCode> {
  const result = await work;
  if (typeof result === 'number') return result;
  const paint = createPaint(io.stderr, io.env);
  for (const line of result.lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

/** A text with the option that asks for it. */
interface Output {
  readonly option: string;
  readonly to: OutputOption;
  /** Made only when it is asked for. */
  chunks(): Iterable<string>;
}

async function access(options: AccessOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const expected = options.expect === undefined ? undefined : readExpectations(options.expect);
  if (expected?.status === 'error') return failure(...expected.lines);
  if (expected && options.persona) return failure('--expect compares the whole matrix: leave out --persona');
  const read = await readSource(options, io);
  if (read.status === 'error') return read;
  const unknown = unknownPersona(read.model, options.persona ?? []);
  if (unknown !== undefined) return failure(unknown);
  const cells = computeMatrix(read.model, { personas: options.persona });
  let made: AccessReport | undefined;
  const matrix = () => {
    made ??= createReport(read.model, cells);
    return made;
  };
  const outputs: Output[] = [
    { option: '--markdown', to: options.markdown, chunks: () => [formatMarkdown(matrix())] },
    { option: '--json', to: options.json, chunks: () => jsonChunks(cells) },
    { option: '--html', to: options.html, chunks: () => [formatHtml(matrix())] },
    { option: '--yaml', to: options.yaml, chunks: () => [formatExpectations(cells)] },
  ];
  const written = await writeOutputs(outputs, io);
  if (written) return written;
  if (expected) return checkMatrix(compareExpectations(expected.expectations, cells), matrix(), cells, options, io);
  if (outputs.every(({ to }) => to === undefined)) {
    const paint = createPaint(io.stdout, io.env);
    print(io, terminalLines(matrix(), paint, { reasons: options.reasons }));
  }
  return EXIT.ok;
}

function unknownPersona({ personas }: AccessModel, wanted: readonly string[]): string | undefined {
  const names = personas.map(({ name }) => name);
  const wrong = wanted.find((name) => !names.includes(name));
  return wrong === undefined ? undefined : `--persona: there is no persona "${wrong}"; ${nearestOf(wrong, names)}`;
}

function checkMatrix(
  differences: ReturnType<typeof compareExpectations>,
  { problems }: AccessReport,
  cells: readonly MatrixCell[],
  { expect = '' }: AccessOptions,
  io: CommandIo,
): ExitCode {
  const out = differences.length === 0 ? io.stderr : io.stdout;
  const paint = createPaint(out, io.env);
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const { text } of differences) io.stdout.write(`${text}\n`);
  for (const line of problemLines(errors, paint)) io.stdout.write(`${line}\n`);
  io.stderr.write(`${verdict(differences.length, errors.length, cells.length, expect, paint)}\n`);
  return differences.length + errors.length === 0 ? EXIT.ok : EXIT.differs;
}

function verdict(differences: number, errors: number, cells: number, file: string, paint: Paint): string {
  if (differences > 0) return paint('red', `${differences} of ${cells} cells differ from ${file}.`);
  if (errors > 0)
    return paint('red', `All ${cells} cells are as ${file} says, but Lake Formation would refuse a part.`);
  return paint('green', `All ${cells} cells are as ${file} says.`);
}

async function explain(options: ExplainOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const read = await readSource(options, io);
  if (read.status === 'error') return read;
  const result = explainAccess(read.model, options.persona, options.action, options.resource);
  if (result.status === 'error') return failure(result.message);
  print(io, derivationLines(result.derivation, createPaint(io.stdout, io.env)));
  return EXIT.ok;
}

async function diff(options: DiffOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const [before, after] = [readPath(options.before), readPath(options.after)];
  if (before.status === 'error') return before;
  if (after.status === 'error') return after;
  const changes = diffModels(before.model, after.model);
  const outputs: Output[] = [
    { option: '--markdown', to: options.markdown, chunks: () => [changesMarkdown(changes)] },
    { option: '--json', to: options.json, chunks: () => [`${JSON.stringify(changes, undefined, 2)}\n`] },
  ];
  const written = await writeOutputs(outputs, io);
  if (written) return written;
  if (outputs.every(({ to }) => to === undefined)) print(io, changeLines(changes, createPaint(io.stdout, io.env)));
  return changes.length === 0 ? EXIT.ok : EXIT.differs;
}

async function writeOutputs(outputs: readonly Output[], io: CommandIo): Promise<Failure | undefined> {
  const toStdout = outputs.filter(({ to }) => to === true || to === '-');
  if (toStdout.length > 1) {
    return failure(
      `${toStdout.map(({ option }) => option).join(' and ')}: only one can go to standard output; give the others a file`,
    );
  }
  for (const { option, to, chunks } of outputs) {
    if (to === undefined) continue;
    if (to === true || to === '-') {
      for (const chunk of chunks()) io.stdout.write(chunk);
      continue;
    }
    try {
      await writeFile(to, chunks());
    } catch (error) {
      return failure(`${option}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return undefined;
}

function print(io: CommandIo, lines: readonly string[]): void {
  io.stdout.write(`${lines.join('\n')}\n`);
}
