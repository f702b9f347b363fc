import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { EXIT, type ExitCode, type Failure, failure } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { ProgressLine } from '../../../cli/src/progress-line.ts';
import { createAwsClients } from '../aws-clients.ts';
import { messageOf } from '../aws-failure.ts';
import type { TestInput } from '../sample-input.ts';
import type { VerifyReport } from '../types.ts';
import { DEFAULT_REQUEST_MS, verify } from '../verify.ts';
import { checkLines, verdict } from './report.ts';
import type { VerifyCommandOptions, VerifyIo } from './types.ts';

/** Content types of an input, by the ending of its file. */
const CONTENT_TYPES: Readonly<Record<string, string>> = { '.csv': 'text/csv', '.json': 'application/json' };

/** The command `inferwatch verify`. */
export async function runVerify(options: VerifyCommandOptions, io: VerifyIo): Promise<ExitCode> {
  const result = await run(options, io);
  if (typeof result === 'number') return result;
  const paint = createPaint(io.stderr, io.env);
  for (const line of result.lines) io.stderr.write(`${paint('red', 'error:')} ${line}\n`);
  return EXIT.unusable;
}

async function run(options: VerifyCommandOptions, io: VerifyIo): Promise<ExitCode | Failure> {
  const input = await readInput(options.input);
  if ('lines' in input) return input;
  const { endpointUrl, requestTimeout = DEFAULT_REQUEST_MS } = options;
  const clients = createAwsClients({ region: options.region, endpointUrl, requestTimeoutMs: requestTimeout });
  try {
    const region = await clients.sts.config.region().catch(() => undefined);
    if (region === undefined) return failure('no Region: give --region, or set AWS_REGION');
    // What a program reads goes to standard output alone; people read beside it.
    const out = options.json === true || options.json === '-' ? io.stderr : io.stdout;
    const paint = createPaint(out, io.env);
    const progress = new ProgressLine(io.stderr, createPaint(io.stderr, io.env));
    const report = await verify({
      region,
      endpointUrl,
      stackPrefix: options.stackPrefix,
      inferences: options.inferences,
      input: input.input,
      token: io.env.INFERWATCH_TOKEN,
      waitMs: options.wait,
      requestMs: requestTimeout,
      clients,
      signal: io.signal,
      onProgress: (state) => progress.show(state),
      onResult: (result) => {
        progress.end();
        out.write(`${checkLines(result, paint).join('\n')}\n`);
      },
    });
    out.write(`${verdict(report, paint).join('\n')}\n`);
    return (await writeReport(report, options.json, io)) ?? exitCode(report);
  } catch (error) {
    if (io.signal.aborted) return failure('stopped before the end');
    throw error;
  } finally {
    clients.dispose();
  }
}

/** Without credentials nothing was checked, which is no finding about the deployment. */
function exitCode({ result, checks }: VerifyReport): ExitCode {
  const [credentials] = checks;
  if (credentials?.check === 'credentials' && credentials.status === 'fail') return EXIT.unusable;
  return result === 'pass' ? EXIT.ok : EXIT.differs;
}

async function readInput(file: string | undefined): Promise<{ readonly input?: TestInput } | Failure> {
  if (file === undefined) return {};
  const contentType = CONTENT_TYPES[extname(file).toLowerCase()];
  if (contentType === undefined) return failure(`--input ${file}: write a file that ends in .csv or .json`);
  try {
    return { input: { body: await readFile(file, 'utf8'), contentType } };
  } catch (error) {
    return failure(`--input: ${messageOf(error)}`);
  }
}

async function writeReport(
  report: VerifyReport,
  to: VerifyCommandOptions['json'],
  io: VerifyIo,
): Promise<Failure | undefined> {
  if (to === undefined) return undefined;
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (to === true || to === '-') {
    io.stdout.write(text);
    return undefined;
  }
  try {
    await writeFile(to, text);
    return undefined;
  } catch (error) {
    return failure(`--json: ${messageOf(error)}`);
  }
}
