import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface MavenOptions {
  readonly maven: string;
  /** Folder of the Maven project. */
  readonly project: string;
  /** What Karate runs besides its default, as in `karate.options`. */
  readonly karateOptions?: string;
  /** Added to this process's environment: addresses and secrets, which a command line would show to everybody. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Real milliseconds that Maven and its Java get to end after they were told to. */
const GRACE_MS = 5000;

/**
 * Runs the features; resolves when Maven has ended. Its exit code tells failing features and a broken build alike, so
 * the report is what is judged by.
 */
export async function runMaven({ maven, project, karateOptions, env, signal }: MavenOptions): Promise<void> {
  const child = spawn(maven, mavenArguments(project, karateOptions), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: Maven is a script that starts a Java that starts another one and Chrome.
    detached: true,
  });
  const closed = once(child, 'close');
  const stop = () => {
    endGroup(child, 'SIGTERM');
    setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MS).unref();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await closed;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** `-C` refuses downloads whose checksum differs, `-q` leaves the features' own output. */
export function mavenArguments(project: string, karateOptions: string | undefined): readonly string[] {
  const options = karateOptions === undefined ? [] : [`-Dkarate.options=${karateOptions}`];
  return ['-C', '-B', '-q', '-ntp', '-f', join(project, 'pom.xml'), 'test', '-Dkarate.env=preview', ...options];
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
