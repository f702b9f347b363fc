import type { UnsupportedRequest } from '../services/index.ts';
import type { UnsupportedCall } from './preview.ts';

/** Counts the calls to AWS that the preview does not emulate. */
export class UnsupportedCalls {
  readonly #calls = new Map<string, UnsupportedCall>();

  note({ service, operation }: UnsupportedRequest): void {
    const key = `${service} ${operation}`;
    this.#calls.set(key, { service, operation, count: (this.#calls.get(key)?.count ?? 0) + 1 });
  }

  list(): UnsupportedCall[] {
    return [...this.#calls.values()];
  }
}
