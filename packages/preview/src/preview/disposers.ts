interface Disposable {
  dispose(): void | Promise<void>;
}

/** Stops what was started, the newest first, however far the start has come. */
export class Disposers {
  readonly #started: Disposable[] = [];

  /** Notes something that must be stopped, and hands it back. */
  add<T extends Disposable>(started: T): T {
    this.#started.push(started);
    return started;
  }

  /** Stops everything once; what fails to stop does not keep the rest from it. */
  async dispose(): Promise<void> {
    for (let next = this.#started.pop(); next; next = this.#started.pop()) {
      try {
        await next.dispose();
      } catch {
        // The process is about to end, and the operating system takes back what is left.
      }
    }
  }
}
