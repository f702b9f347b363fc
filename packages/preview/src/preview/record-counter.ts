import type { RecordFinder } from './records.ts';

/** Real milliseconds between two counts: counting reads the whole table. */
const INTERVAL_MS = 2000;

/** Counts the records every now and then, so that a status can be had at once. */
export class RecordCounter {
  readonly #timer: NodeJS.Timeout;
  #latest: { readonly stored: number; readonly pending: number } | null = null;

  constructor(records: RecordFinder) {
    let busy = false;
    this.#timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      this.#latest = await records.count().catch(() => this.#latest);
      busy = false;
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Null before the first count. */
  get latest(): { readonly stored: number; readonly pending: number } | null {
    return this.#latest;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
