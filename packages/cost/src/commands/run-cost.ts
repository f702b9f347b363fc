import { writeFile } from 'node:fs/promises';
import { type AccessTemplate, readAccessTemplates } from '../../../access-matrix/src/template/index.ts';
import { openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { transportOf } from '../model/context.ts';
import { compareTransports, estimate } from '../model/estimate.ts';
import { dollars } from '../output/format.ts';
import { formatJson } from '../output/json.ts';
import { formatMarkdown } from '../output/markdown.ts';
import type { CostReport } from '../output/report.ts';
import { terminalLines } from '../output/terminal.ts';
import { PRICED_REGIONS } from '../prices/price-list.ts';
import { constantProfile, type Profile, readProfile } from '../profile/profile.ts';
import type { CostOptions, OutputOption } from './types.ts';

/** The command `inferwatch cost`. */
export async function runCost(options: CostOptions, io: CommandIo): Promise<ExitCode> {
  const result = await cost(options, io);
  if (typeof result === 'number') return result;
  const paint = createPaint(io.stderr, io.env);
  for (const line of result.lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

async function cost(options: CostOptions, io: CommandIo): Promise<ExitCode | Failure> {
  const chosen = chooseProfile(options);
  if (chosen.status === 'error') return chosen;
  if (isStdout(options.json) && isStdout(options.markdown)) {
    return failure('--json and --markdown: only one can go to standard output; give the other a file');
  }
  const read = await readTemplates(options, io);
  if (read.status === 'error') return read;
  const { template, name } = read;
  const report = createReport(template, name, chosen.profile, options);
  const written = await write(report, options, io);
  if (written) return written;
  warnOfRegion(report, io);
  return checkMaximum(report, options, io);
}

function chooseProfile(options: CostOptions): { readonly status: 'success'; readonly profile: Profile } | Failure {
  if (options.profile !== undefined) {
    const read = readProfile(options.profile);
    return read.status === 'error' ? failure(...read.lines) : read;
  }
  if (options.rps === undefined)
    return failure('give --rps <number> or --profile <file>: the cost depends on the traffic');
  return { status: 'success', profile: constantProfile(options.rps) };
}

type TemplatesRead = { readonly status: 'success'; readonly template: AccessTemplate; readonly name: string } | Failure;

async function readTemplates(options: CostOptions, io: CommandIo): Promise<TemplatesRead> {
  const source = await openAssembly(options, io);
  if (source.status === 'error') return failure(...source.lines);
  try {
    const read = readAccessTemplates(source.path);
    const name = source.name ?? source.path;
    if (read.status === 'error') return failure(read.message.replace(source.path, name));
    return { status: 'success', template: read.template, name };
  } finally {
    await source.dispose();
  }
}

function createReport(template: AccessTemplate, source: string, profile: Profile, options: CostOptions): CostReport {
  const { region, freeTier, transport } = options;
  const made = estimate(template, profile, { region, freeTier, transport });
  // Whose metrics do not leave in one of these two ways has nothing to compare.
  const transports =
    transportOf(template) === undefined ? [] : compareTransports(template, profile, { region, freeTier });
  return { source, estimate: made, transports, assumptions: profile.assumptions() };
}

const isStdout = (to: OutputOption): boolean => to === true || to === '-';

async function write(report: CostReport, options: CostOptions, io: CommandIo): Promise<Failure | undefined> {
  const outputs = [
    { option: '--json', to: options.json, text: () => formatJson(report) },
    { option: '--markdown', to: options.markdown, text: () => formatMarkdown(report, options.all) },
  ];
  for (const { option, to, text } of outputs) {
    if (to === undefined) continue;
    if (to === true || to === '-') {
      io.stdout.write(text());
      continue;
    }
    try {
      await writeFile(to, text());
    } catch (error) {
      return failure(`${option}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (outputs.every(({ to }) => to === undefined)) {
    const paint = createPaint(io.stdout, io.env);
    io.stdout.write(`${terminalLines(report, paint, { all: options.all }).join('\n')}\n`);
  }
  return undefined;
}

function warnOfRegion({ estimate: { region, pricesRead } }: CostReport, io: CommandIo): void {
  if (pricesRead !== undefined) return;
  const paint = createPaint(io.stderr, io.env);
  io.stderr.write(
    `${paint('yellow', 'warning:')} no prices of ${region} are known; --region ${PRICED_REGIONS.join(' or ')} has some\n`,
  );
}

function checkMaximum({ estimate: { total, lines } }: CostReport, { max }: CostOptions, io: CommandIo): ExitCode {
  if (max === undefined) return EXIT.ok;
  const paint = createPaint(io.stderr, io.env);
  const open = lines.filter(({ price }) => price.status === 'unknown').length;
  const but = open > 0 ? ` ${open} lines are unknown and not in it.` : '';
  const isAbove = total > max;
  const verdict = `$${dollars(total)} a month, ${isAbove ? 'above' : 'within'} --max ${max}.`;
  io.stderr.write(`${paint(isAbove ? 'red' : 'green', verdict)}${but}\n`);
  return isAbove ? EXIT.differs : EXIT.ok;
}
