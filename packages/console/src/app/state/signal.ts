/** A value that tells of its changes. */
export interface Signal<T> {
  readonly value: T;
  /** Tells nobody if the value is the same. */
  set(value: T): void;
  /** Calls the listener now and at each change, until the answer is called. */
  subscribe(listener: (value: T) => void): () => void;
}

/** @param isSame @default Object.is */
export function signal<T>(initial: T, isSame: (one: T, other: T) => boolean = Object.is): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  let current = initial;
  return {
    get value() {
      return current;
    },
    set(value) {
      if (isSame(current, value)) return;
      current = value;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(current);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** What ends together: a page's listeners, timers and charts. */
export class Scope {
  readonly #ends: (() => void)[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  add(end: () => void): void {
    if (this.#ended) end();
    else this.#ends.push(end);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const end of this.#ends.reverse()) end();
  }
}
