import { setTimeout as sleep } from 'node:timers/promises';

/** Real milliseconds before the first look again; each pause is half as long again, up to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export interface WaitOptions {
  /** Real milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Told before each pause what is waited for. */
  readonly progress: (state: string) => void;
}

/** What a look came to: there, or how far it is. */
export type Look = { readonly done: true } | { readonly done: false; readonly state: string };

/** How a wait ended. */
export interface Waited {
  readonly done: boolean;
  /** Real milliseconds. */
  readonly waitedMs: number;
  /** How far it was at the last look. */
  readonly state: string;
}

/** Looks again and again, ever more slowly, until it is done or the time is over. Rejects when the signal aborts. */
export async function waitUntil(look: () => Promise<Look>, options: WaitOptions): Promise<Waited> {
  const startedAt = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const seen = await look();
    const waitedMs = performance.now() - startedAt;
    if (seen.done) return { done: true, waitedMs, state: '' };
    const left = options.timeoutMs - waitedMs;
    if (left <= 0) return { done: false, waitedMs, state: seen.state };
    options.progress(
      `${seen.state} (${Math.round(waitedMs / 1000)} s of at most ${Math.round(options.timeoutMs / 1000)} s)`,
    );
    await sleep(Math.min(pause, left), undefined, { signal: options.signal });
  }
}

/** `0.4 s`, `12 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
