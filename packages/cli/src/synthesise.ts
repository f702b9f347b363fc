import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Who gets the alarm e-mails of the preview if the settings name nobody. Nothing is sent; the domain is reserved. */
export const DEFAULT_ALERT_EMAIL = 'on-call@example.com';

export interface SynthesisOptions {
  /** Folder of the CDK application: the one with `cdk.json`. */
  readonly applicationDirectory: string;
  /** Folder that takes the assembly. */
  readonly outputDirectory: string;
  /** Context from the command line (`-c key=value`). */
  readonly context: Readonly<Record<string, string>>;
  /** Ends the synthesis early. */
  readonly signal?: AbortSignal;
}

export type SynthesisResult =
  | { readonly status: 'success'; readonly notes: readonly string[] }
  | { readonly status: 'error'; readonly message: string };

/** Entry of the application. The CDK's own command would take twice as long to get here. */
const ENTRY = join('bin', 'app.ts');

/** Found from here and not from the application, which may be installed elsewhere. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Lets the preview find each function's code in the assembly, and each resource's place in the source. */
const METADATA_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/** Lines of the application's complaint that are shown. */
const ERROR_LINES = 20;

/**
 * Synthesises the CDK application into a folder, as `cdk synth` would with the context of `cdk.json` and the command
 * line. Nothing is deployed and no account is needed.
 */
export async function synthesise(options: SynthesisOptions): Promise<SynthesisResult> {
  const { applicationDirectory, outputDirectory, context: cli, signal } = options;
  const files = readContextFiles(applicationDirectory);
  if (files.status === 'error') return files;
  const context = { ...METADATA_CONTEXT, ...files.context, ...cli };
  const nobody = !namesAlertEmail(context);
  const child = spawn(process.execPath, ['--import', TSX, ENTRY], {
    cwd: applicationDirectory,
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(nobody ? { ...context, alertEmail: DEFAULT_ALERT_EMAIL } : context),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : `exit code ${code}`));
  });
  if (failure === undefined) return { status: 'success', notes: nobody ? [ALERT_EMAIL_NOTE] : [] };
  return { status: 'error', message: describeFailure(failure, Buffer.concat(output).toString('utf8')) };
}

const ALERT_EMAIL_NOTE = `the settings name nobody to alert (-c alertEmail=me@example.com), so the preview writes to ${DEFAULT_ALERT_EMAIL}`;

function describeFailure(failure: string, output: string): string {
  const lines = output.trimEnd().split('\n').slice(-ERROR_LINES).join('\n');
  return `the application cannot be synthesised (${failure})${lines === '' ? '' : `:\n${lines}`}`;
}

type ContextResult =
  | { readonly status: 'success'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly status: 'error'; readonly message: string };

/** Context of `cdk.json` and of `cdk.context.json`, which the CDK reads in this order. */
function readContextFiles(directory: string): ContextResult {
  if (!existsSync(join(directory, ENTRY))) {
    return {
      status: 'error',
      message: `${join(directory, ENTRY)} does not exist: there is no application to synthesise`,
    };
  }
  const context: Record<string, unknown> = {};
  for (const [name, pick] of [
    ['cdk.json', (value: Record<string, unknown>) => asObject(value.context)],
    ['cdk.context.json', (value: Record<string, unknown>) => value],
  ] as const) {
    const file = join(directory, name);
    if (!existsSync(file)) continue;
    try {
      Object.assign(context, pick(asObject(JSON.parse(readFileSync(file, 'utf8')))));
    } catch (error) {
      return { status: 'error', message: `${file}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { status: 'success', context };
}

/** Whether the settings already say whom to alert, in one of the ways that the application reads them. */
function namesAlertEmail(context: Readonly<Record<string, unknown>>): boolean {
  const settings = [context, settingsObject(context.inferwatch)];
  return settings.some(({ alertEmail, alertEmails, alertPhones }) =>
    [alertEmail, alertEmails, alertPhones].some((value) => value !== undefined && value !== '' && !isEmptyList(value)),
  );
}

/** The settings as one object; on the command line it is JSON. What is no JSON, the application itself complains about. */
function settingsObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return asObject(value);
  try {
    return asObject(JSON.parse(value));
  } catch {
    return {};
  }
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
