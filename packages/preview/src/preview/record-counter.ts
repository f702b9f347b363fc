import type { RecordFinder } from './records.ts';

/** Real milliseconds between two counts, at least. */
const INTERVAL_MS = 2000;
/** Counting reads the whole table: it may take this share of the time, however large the table has grown. */
const SHARE_OF_TIME = 0.05;

/** Counts the records every now and then, so that a status can be had at once. */
export class RecordCounter {
  readonly #records: RecordFinder;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;
  #latest: { readonly stored: number; readonly pending: number } | null = null;

  constructor(records: RecordFinder) {
    this.#records = records;
    this.#schedule(INTERVAL_MS);
  }

  /** Null before the first count. */
  get latest(): { readonly stored: number; readonly pending: number } | null {
    return this.#latest;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    if (this.#disposed) return;
    this.#timer = setTimeout(() => void this.#count(), delay);
    this.#timer.unref();
  }

  async #count(): Promise<void> {
    const started = performance.now();
    // A count that fails because the tables are being stopped leaves the last one standing.
    this.#latest = await this.#records.count().catch(() => this.#latest);
    this.#schedule(Math.max(INTERVAL_MS, (performance.now() - started) / SHARE_OF_TIME));
  }
}
