import type { ServerResponse } from 'node:http';
import type { LiveState } from '../../../console/src/contract.ts';
import { SECURITY_HEADERS } from './local-server.ts';

/** Real milliseconds between updates of an open page. */
export const UPDATE_INTERVAL_MS = 1000;

/** Pages that may be open at once; each holds a connection. */
const MAX_STREAMS = 20;

/** Server-sent events with the live state, for every page that is open. */
export class LiveStream {
  readonly #live: () => LiveState;
  readonly #streams = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;

  constructor(live: () => LiveState, intervalMs: number = UPDATE_INTERVAL_MS) {
    this.#live = live;
    this.#timer = setInterval(() => this.update(), intervalMs);
    this.#timer.unref();
  }

  get isFull(): boolean {
    return this.#streams.size >= MAX_STREAMS;
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n\n${liveEvent(this.#live())}`);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    response.on('error', () => this.#streams.delete(response));
  }

  /** Tells every page what is now, without waiting for the next turn. */
  update(): void {
    if (this.#streams.size === 0) return;
    const event = liveEvent(this.#live());
    for (const stream of this.#streams) {
      // A page that does not read (a sleeping laptop) misses updates instead of filling the memory.
      if (stream.writableLength < event.length) stream.write(event);
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }
}

// JSON has no raw line breaks, so one data line carries it.
const liveEvent = (live: LiveState) => `event: live\ndata: ${JSON.stringify(live)}\n\n`;
