/// <reference lib="dom" />

/**
 * Real milliseconds of a frame after which slow work waits for the next: the browser has 16.7 in all, and what was drawn
 * is still to be rasterised then, which takes longer than drawing it where there is no graphics card.
 */
const BUDGET_MS = 2;

const drawn = new Set<() => void>();
const queued = new Set<() => void>();
const spare = new Set<() => void>();
let requested = false;

/** Runs a task before the next picture; once, however often it was asked for. */
export function onNextFrame(task: () => void): void {
  drawn.add(task);
  request();
}

/** Runs a task in one of the next frames, so many in each as its budget allows: first drawings of charts. */
export function whenIdle(task: () => void): void {
  queued.add(task);
  request();
}

/**
 * Runs a task when the browser has nothing better to do, one at a time: what nobody sees yet. Browsers without
 * `requestIdleCallback` leave it out, and draw it when it is seen.
 */
export function inSpareTime(task: () => void): void {
  if (typeof requestIdleCallback !== 'function') return;
  spare.add(task);
  if (spare.size === 1) requestIdleCallback(runSpare);
}

/** Forgets a task that has not run yet. */
export function cancelTask(task: () => void): void {
  drawn.delete(task);
  queued.delete(task);
  spare.delete(task);
}

function runSpare(): void {
  const [task] = spare;
  if (task === undefined) return;
  spare.delete(task);
  task();
  if (spare.size > 0) requestIdleCallback(runSpare);
}

function request(): void {
  if (requested) return;
  requested = true;
  requestAnimationFrame(run);
}

function run(): void {
  requested = false;
  const started = performance.now();
  const now = [...drawn];
  drawn.clear();
  for (const task of now) task();
  for (const task of queued) {
    queued.delete(task);
    task();
    if (performance.now() - started > BUDGET_MS) break;
  }
  if (drawn.size > 0 || queued.size > 0) request();
}
