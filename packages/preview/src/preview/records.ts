import type { ResolvedAssembly, ResolvedResource } from '../../../assembly/src/index.ts';
import { type RecordCounts, reconcileRecords } from '../report/records.ts';
import type { DynamoItem, QueueApi, TableApi } from '../services/index.ts';
import type { Clock } from '../types.ts';

/** Partition key of the tables that hold inference records. */
const RECORD_KEY = 'requestId';

/** CDK's `Table` and `TableV2`. */
const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** States of a finished record; a claim on an idempotency key is none. */
const FINISHED = new Set(['SUCCEEDED', 'FAILED']);

/** Looks for the records of requests: in the tables, and in the queues where they may still wait. */
export class RecordFinder {
  readonly #tables: TableApi;
  readonly #queues: QueueApi;
  readonly #tableNames: readonly string[];
  readonly #deadLetterArns: ReadonlySet<string>;

  constructor(assembly: ResolvedAssembly, tables: TableApi, queues: QueueApi) {
    this.#tables = tables;
    this.#queues = queues;
    const recordTables = TABLE_TYPES.flatMap((type) => assembly.ofType(type)).filter(holdsRecords);
    this.#tableNames = recordTables.map(({ properties, physicalId }) => textAt(properties, 'TableName') ?? physicalId);
    this.#deadLetterArns = new Set(assembly.ofType('AWS::SQS::Queue').flatMap(deadLetterArn));
  }

  /** Items and messages in a moment, cheap enough to show live; a claim counts as an item. */
  async count(): Promise<{ readonly stored: number; readonly pending: number }> {
    const counts = await Promise.all(this.#tableNames.map((name) => this.#tables.count(name)));
    return { stored: sum(counts), pending: this.#waiting(this.#queues.arns) };
  }

  /**
   * Waits until no queue but the dead-letter queues holds a message, at most for so much virtual time.
   * @returns whether the queues are empty
   */
  async drained(clock: Clock, withinMs: number, signal: AbortSignal): Promise<boolean> {
    const live = this.#queues.arns.filter((arn) => !this.#deadLetterArns.has(arn));
    const deadline = clock.now() + withinMs;
    while (this.#waiting(live) > 0) {
      if (clock.now() >= deadline || signal.aborted) return false;
      await clock.sleep(1000, signal);
    }
    return true;
  }

  /** Where the records of some requests are, by id. */
  async reconcile(expected: ReadonlySet<string>, unidentified: number): Promise<RecordCounts> {
    // Queues first: a record that is written meanwhile then shows up in both places and is counted once, as stored.
    const dead = this.#idsIn((arn) => this.#deadLetterArns.has(arn));
    const queued = this.#idsIn((arn) => !this.#deadLetterArns.has(arn));
    const items = await Promise.all(this.#tableNames.map((name) => this.#tables.scanAll(name)));
    const stored = new Set(items.flat().flatMap(finishedId));
    return reconcileRecords({ expected, stored, queued, deadLettered: dead, unidentified });
  }

  #waiting(arns: readonly string[]): number {
    const counts = arns.map((arn) => this.#queues.counts(arn));
    return sum(counts.map(({ visible, inFlight, delayed }) => visible + inFlight + delayed));
  }

  #idsIn(includes: (arn: string) => boolean): Set<string> {
    return new Set(this.#queues.arns.filter(includes).flatMap((arn) => this.#queues.bodies(arn).flatMap(idInBody)));
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function holdsRecords({ properties }: ResolvedResource): boolean {
  const keys = Array.isArray(properties.KeySchema) ? properties.KeySchema : [];
  return keys.some((key: unknown) => textAt(key, 'KeyType') === 'HASH' && textAt(key, 'AttributeName') === RECORD_KEY);
}

function deadLetterArn({ properties }: ResolvedResource): string[] {
  const arn = textAt(properties.RedrivePolicy, 'deadLetterTargetArn');
  return arn === undefined ? [] : [arn];
}

function finishedId(item: DynamoItem): string[] {
  const id = textAt(item[RECORD_KEY], 'S');
  const status = textAt(item.status, 'S');
  return id !== undefined && status !== undefined && FINISHED.has(status) ? [id] : [];
}

function idInBody(body: string): string[] {
  try {
    const id = textAt(JSON.parse(body), RECORD_KEY);
    return id === undefined ? [] : [id];
  } catch {
    return [];
  }
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : undefined;
}
