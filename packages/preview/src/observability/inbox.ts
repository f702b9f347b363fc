import type { InboxMessage } from './types.ts';

/** Messages kept; the oldest go first. A preview that runs for days must not grow without end. */
export const INBOX_CAPACITY = 1000;

/** Takes the e-mails and SMS that SNS would have sent. Nothing leaves the machine. */
export class Inbox {
  readonly #messages: InboxMessage[] = [];
  readonly #listeners = new Set<(message: InboxMessage) => void>();

  /** Oldest first, at most {@link INBOX_CAPACITY}. */
  get messages(): readonly InboxMessage[] {
    return this.#messages;
  }

  deliver(message: InboxMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > INBOX_CAPACITY) this.#messages.shift();
    for (const listener of this.#listeners) listener(message);
  }

  /** Calls back on each new message until the returned handle is disposed of. */
  subscribe(listener: (message: InboxMessage) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
