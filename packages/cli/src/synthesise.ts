import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** Lets the preview find each function's code in the assembly, and each resource's place in the source. */
const METADATA_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/** Lines of the application's complaint that are shown. */
const ERROR_LINES = 20;

/**
 * Synthesises the CDK application into a folder, as `cdk synth` would: runs the command `app` of `cdk.json` with the
 * context of that file and of the command line. The CDK's own command would take seconds longer to get there. Nothing is
 * deployed and no account is needed.
 */
export async function synthesise(options: SynthesisOptions): Promise<SynthesisResult> {
  const { applicationDirectory, outputDirectory, context: cli, signal } = options;
  const application = readApplication(applicationDirectory);
  if (application.status === 'error') return application;
  const context = { ...METADATA_CONTEXT, ...application.context, ...cli };
  const nobody = !namesAlertEmail(context);
  const child = spawn(application.command, {
    cwd: applicationDirectory,
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(nobody ? { ...context, alertEmail: DEFAULT_ALERT_EMAIL } : context),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: true,
    detached: OWN_GROUP,
  });
  const stop = () => kill(child);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, by) =>
      resolve(code === 0 ? undefined : code === null ? `ended by ${by}` : `exit code ${code}`),
    );
  });
  signal?.removeEventListener('abort', stop);
  if (failure === undefined) return { status: 'success', notes: nobody ? [ALERT_EMAIL_NOTE] : [] };
  return { status: 'error', message: describeFailure(failure, Buffer.concat(output).toString('utf8')) };
}

const ALERT_EMAIL_NOTE = `the settings name nobody to alert (-c alertEmail=me@example.com), so the preview writes to ${DEFAULT_ALERT_EMAIL}`;

function describeFailure(failure: string, output: string): string {
  const lines = output.trimEnd().split('\n').slice(-ERROR_LINES).join('\n');
  return `the application cannot be synthesised (${failure})${lines === '' ? '' : `:\n${lines}`}`;
}

/** The command is a shell's child: only its process group ends both. Windows has none, and ends the shell alone. */
const OWN_GROUP = process.platform !== 'win32';

function kill(child: ChildProcess): void {
  if (!OWN_GROUP || child.pid === undefined) {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid);
  } catch {
    // It ended by itself in the meantime.
  }
}

type Application =
  | { readonly status: 'success'; readonly command: string; readonly context: Readonly<Record<string, unknown>> }
  | { readonly status: 'error'; readonly message: string };

/** The command of `cdk.json`, and the context of it and of `cdk.context.json`, which the CDK reads in this order. */
function readApplication(directory: string): Application {
  const settings = readObject(join(directory, 'cdk.json'));
  if (settings === undefined) {
    return { status: 'error', message: `${directory} has no cdk.json: there is no application to synthesise` };
  }
  const lookups = readObject(join(directory, 'cdk.context.json'));
  if (typeof settings === 'string') return { status: 'error', message: settings };
  if (typeof lookups === 'string') return { status: 'error', message: lookups };
  const { app } = settings;
  if (typeof app !== 'string' || app === '') {
    const message = `${join(directory, 'cdk.json')}: app: ${JSON.stringify(app) ?? 'missing'}; write the command that runs the application`;
    return { status: 'error', message };
  }
  return { status: 'success', command: app, context: { ...asObject(settings.context), ...lookups } };
}

/** The object in a JSON file; undefined without the file, and what is wrong with it as text. */
function readObject(file: string): Record<string, unknown> | string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return asObject(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return `${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
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
