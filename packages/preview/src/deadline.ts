/** A signal that aborts with another one or when so much real time has passed. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Stops with the parent, or after some real milliseconds if any are given. Written out, because a signal made by
 * `AbortSignal.any` of a timeout can be collected as garbage before it fires (Node 20).
 */
export function createDeadline(parent: AbortSignal | undefined, durationMs: number | undefined): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (parent?.aborted) abort();
  parent?.addEventListener('abort', abort, { once: true });
  const timer = durationMs === undefined ? undefined : setTimeout(abort, durationMs);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      parent?.removeEventListener('abort', abort);
    },
  };
}
