/// <reference lib="dom" />

import type { LiveState } from '../../contract.ts';
import type { App } from '../app.ts';
import type { Scope } from './signal.ts';

export interface Fresh<T> {
  /** Kind of the notice that tells of a failure. */
  readonly key: string;
  readonly load: () => Promise<T>;
  readonly show: (value: T) => void;
  /** Loads again as soon as this changes. @default - only with time */
  readonly when?: (live: LiveState) => unknown;
  /** Real milliseconds between two loads of the same. @default 2500 */
  readonly everyMs?: () => number;
}

const EVERY_MS = 2500;
/** Real milliseconds between two loads at least, however fast things change. */
const AT_LEAST_MS = 900;

/**
 * Loads as soon as the server has told its time, and again while things change; one request at a time, and none while
 * nobody looks.
 */
export function keepFresh<T>(app: App, scope: Scope, fresh: Fresh<T>): { reload(): void } {
  const { key, load, show, when, everyMs = () => EVERY_MS } = fresh;
  let busy = false;
  let again = false;
  let loadedAt = Number.NEGATIVE_INFINITY;
  let seen: unknown;
  const reload = async (): Promise<void> => {
    again = busy;
    if (busy) return;
    busy = true;
    loadedAt = performance.now();
    try {
      const value = await load();
      app.notices.clear(key);
      if (!scope.ended) show(value);
    } catch (problem) {
      if (!scope.ended) app.notices.show(key, problem);
    } finally {
      busy = false;
    }
    if (again && !scope.ended) void reload();
  };
  scope.add(() => app.notices.clear(key));
  scope.add(
    app.live.subscribe((live) => {
      if (live === undefined) return;
      const now = when?.(live);
      const changed = JSON.stringify(now) !== JSON.stringify(seen);
      const waited = performance.now() - loadedAt;
      const first = waited === Number.POSITIVE_INFINITY;
      const due = !live.clock.paused && waited >= everyMs();
      // What changed too soon is still a change at the next sign of life.
      if (!first && (document.hidden || waited < AT_LEAST_MS || !(changed || due))) return;
      seen = now;
      void reload();
    }),
  );
  return { reload: () => void reload() };
}
