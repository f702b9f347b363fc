import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
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

const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=preview/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/**
 * Small buffers are cut from shared ones of 8 kB, each of which lives as long as any part of it. Dynalite keeps two for each
 * record among many that are soon forgotten, so that a record of a few hundred bytes would hold on to kilobytes.
 * @see https://nodejs.org/docs/latest-v20.x/api/buffer.html#class-property-bufferpoolsize
 */
const NO_SHARED_BUFFERS = 0;

/**
 * Dynalite in this process. Requests are handed to its HTTP handler as objects, without a socket: a second listener would
 * double the time of each request and be one more port to guard.
 */
export class DynaliteStore {
  readonly #server: Server;
  readonly #counts = new ItemCounts();
  #closed = false;

  constructor() {
    Buffer.poolSize = NO_SHARED_BUFFERS;
    this.#server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  }

  /** Runs one operation. Rejects only if dynalite itself throws. */
  async request(operation: string, input: JsonObject): Promise<StoreResponse> {
    const response = await this.#request(operation, this.#counts.ask(operation, input));
    return this.#counts.note(operation, input, response);
  }

  /** Items of a table; undefined if only a scan can tell. */
  countOf(table: string): number | undefined {
    return this.#counts.of(table);
  }

  #request(operation: string, input: JsonObject): Promise<StoreResponse> {
    if (this.#closed) return Promise.reject(new Error('the table store is closed'));
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

  /** The data is in memory: forgetting the server frees it. */
  close(): void {
    this.#closed = true;
    this.#server.removeAllListeners();
  }
}
