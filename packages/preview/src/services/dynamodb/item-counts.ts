import { isObject, type JsonObject } from '../protocol.ts';
import { text } from '../template.ts';

/** What became of an operation on the store. */
interface Outcome {
  readonly status: number;
  readonly body: JsonObject;
}

/** Operations that add or remove one item and can tell whether there was one before. */
const ADDED: ReadonlyMap<string, 1 | -1> = new Map([
  ['PutItem', 1],
  ['DeleteItem', -1],
]);

/** Operations after which the number of items may be any other. */
const UNCOUNTED = new Set(['UpdateItem', 'BatchWriteItem', 'DeleteTable']);

/**
 * How many items each table holds, kept along with the writes: a count by scanning would stop everything else for
 * milliseconds at each page of a large table. A table is left to a scan after an operation that does not tell.
 */
export class ItemCounts {
  readonly #counts = new Map<string, number>();

  /** Undefined if only a scan can tell. */
  of(table: string): number | undefined {
    return this.#counts.get(table);
  }

  /** The input of an operation so that its answer tells whether there was an item before. */
  ask(operation: string, input: JsonObject): JsonObject {
    return this.#asks(operation, input) ? { ...input, ReturnValues: 'ALL_OLD' } : input;
  }

  /** Counts an operation that was sent with {@link ask}, and gives the answer that its sender expects. */
  note(operation: string, input: JsonObject, outcome: Outcome): Outcome {
    if (outcome.status !== 200) return outcome;
    const asks = this.#asks(operation, input);
    const table = nameOf(input);
    if (operation === 'CreateTable') this.#counts.set(table, 0);
    if (UNCOUNTED.has(operation)) for (const name of tablesOf(input)) this.#counts.delete(name);
    const added = ADDED.get(operation);
    if (added === undefined) return outcome;
    if (!asks && input.ReturnValues !== 'ALL_OLD') this.#counts.delete(table);
    const { Attributes, ...body } = outcome.body;
    const changes = (Attributes === undefined) === (added === 1);
    const before = this.#counts.get(table);
    if (changes && before !== undefined) this.#counts.set(table, before + added);
    return asks ? { ...outcome, body } : outcome;
  }

  #asks(operation: string, { ReturnValues }: JsonObject): boolean {
    return ADDED.has(operation) && (ReturnValues === undefined || ReturnValues === 'NONE');
  }
}

/** A table may be named by its ARN. */
const bare = (name: string): string => name.split('/').at(-1) ?? name;

const nameOf = (input: JsonObject): string => bare(text(input.TableName) ?? '');

const tablesOf = (input: JsonObject): string[] =>
  isObject(input.RequestItems) ? Object.keys(input.RequestItems).map(bare) : [nameOf(input)];
