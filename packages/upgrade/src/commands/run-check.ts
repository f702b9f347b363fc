import { writeFile } from 'node:fs/promises';
import { openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { compareTemplates } from '../compare/compare.ts';
import type { Comparison } from '../compare/types.ts';
import { terminalLines } from '../output/terminal.ts';
import { isUneventful } from '../output/words.ts';
import { pair } from '../read/pair.ts';
import { readTemplates, type TemplatesRead } from '../read/read-templates.ts';
import type { UpgradeCheckOptions } from './types.ts';

/** The command `inferwatch upgrade check`. */
export async function runUpgradeCheck(options: UpgradeCheckOptions, io: CommandIo): Promise<ExitCode> {
  const result = await check(options, io);
  if (typeof result === 'number') return result;
  const paint = createPaint(io.stderr, io.env);
  for (const line of result.lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

async function check(options: UpgradeCheckOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const before = readTemplates(options.from);
  if (before.status === 'error') return failure(...before.lines.map((line) => `--from: ${line}`));
  const after = await readNew(options, io);
  if (after.status === 'error') return after;
  const paired = pair(before, after, options.stack);
  if (paired.status === 'error') return paired;
  const paint = createPaint(io.stderr, io.env);
  for (const notice of [...before.notices, ...after.notices])
    io.stderr.write(`${paint('yellow', 'note:')} ${notice}\n`);
  const comparison = compareTemplates(paired.before, paired.after);
  const written = await write(comparison, options, io);
  if (written !== undefined) return written;
  return isUneventful(comparison) ? EXIT.ok : EXIT.differs;
}

async function readNew(options: UpgradeCheckOptions, io: CommandIo): Promise<TemplatesRead> {
  const source = await openAssembly(options, io);
  if (source.status === 'error') return failure(...source.lines);
  try {
    const read = readTemplates(source.path);
    if (read.status === 'success') return read;
    return failure(...read.lines.map((line) => `--app: ${line.replace(source.path, source.name ?? source.path)}`));
  } finally {
    await source.dispose();
  }
}

async function write(
  comparison: Comparison,
  { json }: UpgradeCheckOptions,
  io: CommandIo,
): Promise<Failure | undefined> {
  if (json === undefined) {
    io.stdout.write(`${terminalLines(comparison, createPaint(io.stdout, io.env)).join('\n')}\n`);
    return undefined;
  }
  const text = `${JSON.stringify(comparison, undefined, 2)}\n`;
  if (json === true || json === '-') {
    io.stdout.write(text);
    return undefined;
  }
  try {
    await writeFile(json, text);
    return undefined;
  } catch (error) {
    return failure(`--json: ${error instanceof Error ? error.message : String(error)}`);
  }
}
