import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../../packages/cli/src/io.ts';
import { synthesise } from '../../packages/cli/src/synthesise.ts';
import { type Preview, startPreview } from '../../packages/preview/src/index.ts';
import { runMaven } from './maven.ts';
import { type OutcomeResult, readOutcome } from './report.ts';
import { findTools, type Tools } from './tools.ts';

export interface E2eOptions {
  /** A `cdk.out` that exists already. @default - the application is synthesised */
  readonly app?: string;
  /** Folders of `e2e/features`. @default - all */
  readonly only: readonly string[];
  /** Virtual seconds in a real second. */
  readonly speed: number;
  /** Share (0 to 1) of model calls that fail from the start: shows that the features notice. */
  readonly modelErrorRate: number;
}

/** What the run has of the world. */
export interface E2eIo {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Folder of the application. */
  readonly root: string;
}

/** Ten minutes in one: the alarm rings and recovers within a minute or so. */
export const DEFAULT_E2E_SPEED = 10;

/** Folder of the HTML report, relative to the application. */
export const REPORT_DIRECTORY = join('e2e', 'target', 'karate-reports');

/** Starts the preview, runs the features against it, stops it, and says how it went. */
export async function runE2e(options: E2eOptions, io: E2eIo): Promise<ExitCode> {
  const found = findTools(io.env);
  if (found.status === 'error') return unusable(found.message, io);
  const directory = options.app ?? (await mkdtemp(join(tmpdir(), 'inferwatch-e2e-')));
  try {
    if (options.app === undefined) {
      io.print('Synthesising the application');
      const { root: applicationDirectory, signal } = io;
      const result = await synthesise({ applicationDirectory, outputDirectory: directory, context: {}, signal });
      if (result.status === 'error') return unusable(result.message, io);
    }
    return await runAgainst(directory, options, found.tools, io);
  } finally {
    if (options.app === undefined) await rm(directory, { recursive: true, force: true });
  }
}

async function runAgainst(
  assemblyDirectory: string,
  { speed, only, modelErrorRate }: E2eOptions,
  tools: Tools,
  io: E2eIo,
): Promise<ExitCode> {
  const controlToken = randomBytes(24).toString('base64url');
  const started = await startPreview({ assemblyDirectory, speed, statusPort: 0, controlToken });
  if (started.status === 'error') return unusable(started.message, io);
  const { preview } = started;
  try {
    preview.faults.modelErrorRate = modelErrorRate;
    io.print(`The preview runs at ${preview.api.url}; Maven fetches Karate if this is the first time`);
    await rm(join(io.root, REPORT_DIRECTORY), { recursive: true, force: true });
    await runMaven({
      maven: tools.maven,
      project: join(io.root, 'e2e'),
      karateOptions: only.length === 0 ? undefined : only.map((folder) => `classpath:features/${folder}`).join(' '),
      env: featureEnvironment(preview, controlToken, tools),
      signal: io.signal,
    });
  } finally {
    await preview.dispose();
  }
  if (io.signal.aborted) return unusable('stopped before the features had ended', io);
  return judge(readOutcome(join(io.root, REPORT_DIRECTORY)), io);
}

/** What `karate-config.js` reads in the environment `preview`. */
function featureEnvironment(preview: Preview, controlToken: string, tools: Tools): Record<string, string> {
  const token = bearerToken(preview);
  return {
    ...(token === undefined ? {} : { INFERWATCH_API_TOKEN: token }),
    AWS_REGION: preview.assembly.region,
    INFERWATCH_AWS_ENDPOINT_URL: preview.awsEndpointUrl,
    INFERWATCH_STATUS_URL: preview.statusUrl ?? '',
    INFERWATCH_CONTROL_TOKEN: controlToken,
    KARATE_CHROME: tools.chrome,
    KARATE_CHROME_ARGS: tools.chromeArguments.join(' '),
  };
}

/** A token of the preview's issuer, if its API takes tokens; else requests are signed. */
function bearerToken({ api }: Preview): string | undefined {
  if (api.authorisation !== 'jwt') return undefined;
  return api.authorise(`${api.url}/inference`, { method: 'POST' }).authorization?.replace('Bearer ', '');
}

function judge(result: OutcomeResult, io: E2eIo): ExitCode {
  if (result.status === 'error') return unusable(`the features did not run: ${result.message}`, io);
  const { passed, failed, failedFeatures } = result.outcome;
  for (const feature of failedFeatures) io.print(`failed: ${feature}`);
  io.print(`${passed} scenarios passed, ${failed} failed`);
  io.print(`The report is ${join(io.root, REPORT_DIRECTORY, 'karate-summary.html')}`);
  if (passed + failed === 0) return unusable('no scenario ran: --only names folders of e2e/features', io);
  return failed === 0 ? EXIT.ok : EXIT.differs;
}

function unusable(message: string, { complain }: E2eIo): ExitCode {
  complain(`error: ${message}`);
  return EXIT.unusable;
}
