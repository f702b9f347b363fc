import { sign } from '../../packages/preview/src/api/sigv4.ts';
import { heldoutRequests } from '../../packages/preview/src/traffic/heldout.ts';

/** Real milliseconds that a signature is used for; AWS takes it for five minutes. */
const SIGNATURE_MS = 60_000;

/** How the API's callers show who they are. */
export interface Caller {
  /** Region to sign requests for. @default - they are not signed */
  readonly signFor?: string;
  /** Headers of every request, such as a token. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as it is sent. */
export interface PreparedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | number>>;
}

/**
 * The held-out rows of the sample model in turn, as requests that the API lets in. Each is signed once in a minute: to
 * sign each anew would take the generator longer than to send it.
 */
export class Samples {
  readonly #url: URL;
  readonly #caller: Caller;
  readonly #now: () => number;
  readonly #requests = heldoutRequests();
  readonly #prepared: { readonly request: PreparedRequest; readonly at: number }[] = [];
  #next = 0;

  constructor(url: string, caller: Caller, now: () => number = Date.now) {
    this.#url = new URL(url);
    this.#caller = caller;
    this.#now = now;
  }

  next(): PreparedRequest {
    const index = this.#next++ % this.#requests.length;
    const now = this.#now();
    const prepared = this.#prepared[index];
    if (prepared !== undefined && now - prepared.at < SIGNATURE_MS) return prepared.request;
    const request = this.#prepare(index, now);
    this.#prepared[index] = { request, at: now };
    return request;
  }

  #prepare(index: number, now: number): PreparedRequest {
    const { body, contentType } = this.#requests[index] ?? { body: '', contentType: 'text/csv' };
    const { host, pathname: path, search } = this.#url;
    const { signFor, headers } = this.#caller;
    const parts = { method: 'POST', path, query: search.slice(1), headers: new Map([['host', host]]) };
    const signed = signFor === undefined ? {} : sign(parts, Buffer.from(body), signFor, now);
    return {
      body,
      headers: { ...headers, ...signed, 'content-type': contentType, 'content-length': Buffer.byteLength(body) },
    };
  }
}
