import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import dynalite from 'dynalite';
import { isObject, type JsonObject } from '../protocol.ts';
import { ItemCounts } from './item-counts.ts';

/** Operations that dynalite 4 implements. */
export const DYNALITE_OPERATIONS: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
]);

export interface StoreResponse {
  readonly status: number;
  readonly body: JsonObject;
}

/** Real milliseconds that running operations get when the store is closed. One that failed within dynalite never ends. */
const GRACE_MS = 1000;

const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=preview/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/**
 * Dynalite in this process. Requests are handed to its HTTP handler as objects, without a socket: a second listener would
 * double the time of each request and be one more port to guard. Its data are files in a temporary folder of the user's own:
 * in memory, each record would stay for as long as the preview runs, and hold apart what is garbage around it.
 */
export class DynaliteStore {
  /** For this user alone. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'inferwatch-tables-'));
  readonly #server: Server;
  readonly #counts = new ItemCounts();
  readonly #running = new Set<Promise<StoreResponse>>();
  #closed = false;

  constructor() {
    this.#server = dynalite({ path: this.#folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  }

  /** Runs one operation. Rejects only if dynalite itself throws, or after {@link close}. */
  async request(operation: string, input: JsonObject): Promise<StoreResponse> {
    if (this.#closed) throw new Error('the table store is closed');
    const running = this.#request(operation, this.#counts.ask(operation, input));
    this.#running.add(running);
    try {
      return this.#counts.note(operation, input, await running);
    } finally {
      this.#running.delete(running);
    }
  }

  /** Items of a table; undefined if only a scan can tell. */
  countOf(table: string): number | undefined {
    return this.#counts.of(table);
  }

  #request(operation: string, input: JsonObject): Promise<StoreResponse> {
    return new Promise((resolve, reject) => {
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          'x-amz-date': '20260101T000000Z',
          authorization: SIGNATURE,
        },
      });
      const response = {
        statusCode: 200,
        setHeader: () => {},
        end(body = '') {
          try {
            const value: unknown = body === '' ? {} : JSON.parse(body);
            resolve({ status: response.statusCode, body: isObject(value) ? value : {} });
          } catch (error) {
            reject(error);
          }
        },
      };
      try {
        this.#server.emit('request', request, response);
        request.emit('data', Buffer.from(JSON.stringify(input)));
        request.emit('end');
      } catch (error) {
        reject(error);
      }
    });
  }

  /** Waits for what is running, and removes the data. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.race([Promise.allSettled(this.#running), sleep(GRACE_MS, undefined, { ref: false })]);
    await closeFiles(this.#server);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Dynalite closes its files with its server, and one that does not listen cannot be closed: it listens to nobody for a moment. */
async function closeFiles(server: Server): Promise<void> {
  server.removeAllListeners('request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
