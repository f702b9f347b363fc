import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import type { ApiAddress } from './wire.ts';

const messageSchema = z.union([
  z.object({ started: z.object({ port: z.number(), region: z.string() }) }),
  z.object({ failed: z.string() }),
  z.object({ heap: z.number() }),
]);

/** A preview in a process of its own, so that its memory and its end can be seen from outside. */
export interface PreviewProcess {
  readonly address: ApiAddress;
  /** Megabytes of its heap after a collection. @throws Error when it is gone */
  heap(): Promise<number>;
  /** Stops it. @returns what it wrote to standard error, and how it ended */
  stop(): Promise<{ readonly errors: string; readonly exitCode: number | null }>;
}

/** @throws Error if it does not start */
export async function startPreviewProcess(assemblyDirectory: string): Promise<PreviewProcess> {
  const child = fork(new URL('./preview-child.ts', import.meta.url), [assemblyDirectory], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the preview ended with ${code}: ${errors}`)),
  );
  // It may end when nobody is waiting for it.
  ended.catch(() => {});
  const next = async () => {
    const waiting = new AbortController();
    try {
      const [message] = await Promise.race([once(child, 'message', { signal: waiting.signal }), ended]);
      return messageSchema.parse(message);
    } finally {
      waiting.abort();
    }
  };
  const first = await next();
  if (!('started' in first)) throw new Error('failed' in first ? first.failed : 'the preview did not start');
  return {
    address: first.started,
    async heap() {
      child.send('heap');
      const message = await next();
      return 'heap' in message ? message.heap : Number.NaN;
    },
    async stop() {
      if (child.exitCode === null) {
        child.send('stop');
        await once(child, 'exit');
      }
      return { errors, exitCode: child.exitCode };
    },
  };
}
