import { writeFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { type AssemblyOptions, openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { INFERWATCH_CONTRACT, type MetricContract } from '../lint/contract.ts';
import { readContract } from '../lint/contract-file.ts';
import { lintAlarms } from '../lint/lint-alarms.ts';
import { formatJson } from '../lint/output/json.ts';
import { formatSarif } from '../lint/output/sarif.ts';
import { isFailed } from '../lint/output/summary.ts';
import { terminalLines } from '../lint/output/terminal.ts';
import type { Finding, LintReport } from '../lint/types.ts';
import { loadAlarms } from '../source/load-alarms.ts';

/** `app` is a cdk.out, a template, or the JSON of DescribeAlarms. */
export interface LintCommandOptions extends AssemblyOptions {
  /** `true`: to standard output, instead of the text; text: to that file. */
  readonly json?: true | string;
  /** File for the SARIF log. */
  readonly sarif?: string;
  /** More warnings fail the run. @default - no limit */
  readonly maxWarnings?: number;
  /** Files of metric contracts, beside Inferwatch's own. @default - none */
  readonly contract?: readonly string[];
}

/** The command `inferwatch alarms lint`. Exit 1 if there are errors, or more warnings than allowed. */
export async function runAlarmsLint(options: LintCommandOptions, io: CommandIo): Promise<ExitCode> {
  const result = await lint(options, io);
  if (typeof result === 'number') return result;
  const paint = createPaint(io.stderr, io.env);
  for (const line of result.lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

async function lint(options: LintCommandOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const { maxWarnings } = options;
  if (maxWarnings !== undefined && !(Number.isInteger(maxWarnings) && maxWarnings >= 0)) {
    return failure(`--max-warnings is ${maxWarnings}: write a whole number from 0`);
  }
  const contracts = readContracts(options.contract ?? []);
  if ('status' in contracts) return contracts;
  const source = await openAssembly(options, io);
  if (source.status === 'error') return source;
  try {
    const { path, name } = source;
    const loaded = loadAlarms(path);
    if (loaded.status === 'error') {
      return failure(...loaded.lines.map((line) => (name === undefined ? line : line.replace(path, name))));
    }
    for (const notice of loaded.notices) io.stderr.write(`note: ${notice}\n`);
    // Files of an application that was synthesised for this run are gone afterwards: only their names tell something.
    const root = name === undefined ? process.cwd() : path;
    const report = inWords(lintAlarms(loaded.alarms, { contracts }), root);
    const failed = await write(report, options, io);
    return failed ?? (isFailed(report, maxWarnings) ? EXIT.differs : EXIT.ok);
  } finally {
    await source.dispose();
  }
}

function readContracts(files: readonly string[]): readonly MetricContract[] | Failure {
  const contracts = [INFERWATCH_CONTRACT];
  const lines: string[] = [];
  for (const file of files) {
    const read = readContract(file);
    if (read.status === 'error') lines.push(...read.lines);
    // A contract of one's own for Inferwatch's namespace takes the place of the built-in one.
    else contracts.unshift(read.contract);
  }
  return lines.length > 0 ? failure(...lines) : contracts;
}

/** A path below the folder without the folder; any other as it is. */
function below(root: string, path: string): string {
  if (!isAbsolute(path)) return path;
  const way = relative(root, path);
  return way === '' || way.startsWith('..') ? path : way;
}

/** Files as people would open them. */
function inWords(report: LintReport, root: string): LintReport {
  const reword = (finding: Finding): Finding => ({
    ...finding,
    file: below(root, finding.file),
    ...(finding.sourceLocation === undefined ? {} : { sourceLocation: below(process.cwd(), finding.sourceLocation) }),
  });
  return { ...report, findings: report.findings.map(reword), suppressed: report.suppressed.map(reword) };
}

async function write(report: LintReport, options: LintCommandOptions, io: CommandIo): Promise<Failure | undefined> {
  const { json, sarif } = options;
  const files = [
    { option: '--json', file: typeof json === 'string' && json !== '-' ? json : undefined, text: formatJson },
    { option: '--sarif', file: sarif, text: formatSarif },
  ];
  for (const { option, file, text } of files) {
    if (file === undefined) continue;
    try {
      await writeFile(file, text(report));
    } catch (error) {
      return failure(`${option}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (json === true || json === '-') io.stdout.write(formatJson(report));
  else io.stdout.write(`${terminalLines(report, createPaint(io.stdout, io.env)).join('\n')}\n`);
  return undefined;
}
