import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../bin/inferwatch.js', import.meta.url));

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output holds a text. */
  says(text: string | RegExp): Promise<string>;
}

/** Starts the command line in another folder than the checkout, as an installed one is started. */
export function startInferwatch(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const watch of watchers) watch();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const says = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const watch = () => {
        if (typeof text === 'string' ? !stdout.includes(text) : !text.test(stdout)) return;
        watchers.delete(watch);
        resolve(stdout);
      };
      watchers.add(watch);
      watch();
      void ended.then(() => reject(new Error(`it ended without saying ${text}:\n${stdout}${stderr}`)));
    });
  return { process: child, ended, says };
}

export const runInferwatch = (args: readonly string[], env?: Record<string, string>) =>
  startInferwatch(args, env).ended;
