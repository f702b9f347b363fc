import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Milliseconds that a program gets to end after it was told to. */
const GRACE_MS = 3000;

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** File that what it prints is added to. */
  readonly logFile: string;
}

export interface RunOptions extends ProgramOptions {
  readonly signal: AbortSignal;
  /** Milliseconds; then it is stopped. */
  readonly timeoutMs: number;
}

/** How a program ended. */
export type ProgramResult = { readonly status: 'success' } | { readonly status: 'error'; readonly message: string };

/** Starts a program in a process group of its own, so that all that it starts can be stopped with it. */
export function startProgram({ command, args, cwd, env, logFile }: ProgramOptions): ChildProcess {
  const log = openSync(logFile, 'a');
  try {
    return spawn(command, args, { cwd, env: { ...env }, stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}

/** Runs a program to its end. */
export async function runProgram(options: RunOptions): Promise<ProgramResult> {
  const { command, signal, timeoutMs } = options;
  const name = command.split('/').at(-1);
  if (signal.aborted) return { status: 'error', message: 'stopped' };
  const child = startProgram(options);
  let stopped: string | undefined;
  const stop = (why: string) => {
    stopped ??= why;
    void stopProgram(child);
  };
  const onAbort = () => stop('stopped');
  const timer = setTimeout(() => stop(`took longer than ${timeoutMs / 1000} s`), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await ended(child);
    if (stopped !== undefined) return { status: 'error', message: `${name} ${stopped}` };
    return end === 0 ? { status: 'success' } : { status: 'error', message: `${name} ended with ${end}` };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Ends a program and all that it started; resolves when it has ended. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  const end = ended(child);
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  await end;
  clearTimeout(timer);
  // What it started may outlive it.
  signalGroup(child, 'SIGKILL');
}

function ended(child: ChildProcess): Promise<number | string> {
  if (child.pid === undefined) return new Promise((resolve) => child.once('error', ({ message }) => resolve(message)));
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(child.signalCode);
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code')));
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}
