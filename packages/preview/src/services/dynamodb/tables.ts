import type { TemplateResource, TemplateResources } from '../../observability/types.ts';
import type { JsonObject } from '../protocol.ts';
import { object, objects, text } from '../template.ts';
import type { DynamoItem, TableApi } from '../types.ts';
import type { DynaliteStore } from './dynalite-store.ts';

/** CDK's `Table` and `TableV2`. */
const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** Real milliseconds between looks at a table that is being created, and how many looks. */
const POLL_MS = 5;
const MAX_POLLS = 200;

/** The tables of the templates, made in the store, and read without faults for reports. */
export class Tables implements TableApi {
  readonly #store: DynaliteStore;
  readonly names: readonly string[];

  private constructor(store: DynaliteStore, names: readonly string[]) {
    this.#store = store;
    this.names = names;
  }

  /**
   * Makes each table of the templates with its keys and secondary indexes. Left out knowingly: capacity (every table is
   * made on demand), time to live (DynamoDB deletes expired items only within days), point-in-time recovery, streams,
   * encryption, replicas and deletion protection. Throws if DynamoDB would refuse the table.
   */
  static async create(resources: TemplateResources, store: DynaliteStore): Promise<Tables> {
    const tables = TABLE_TYPES.flatMap((type) => resources.ofType(type));
    for (const table of tables) await createTable(table, store);
    return new Tables(store, tables.map(tableName));
  }

  async scanAll(tableName: string): Promise<readonly DynamoItem[]> {
    const items: DynamoItem[] = [];
    for await (const page of this.#pages(tableName, {})) items.push(...objects(page.Items));
    return items;
  }

  async count(tableName: string): Promise<number> {
    const known = this.#store.countOf(tableName);
    if (known !== undefined) return known;
    let count = 0;
    for await (const page of this.#pages(tableName, { Select: 'COUNT' })) count += Number(page.Count);
    return count;
  }

  async *#pages(tableName: string, input: JsonObject): AsyncGenerator<JsonObject> {
    let start: unknown;
    do {
      const key = start === undefined ? {} : { ExclusiveStartKey: start };
      const { status, body } = await this.#store.request('Scan', { TableName: tableName, ...input, ...key });
      if (status !== 200) throw new Error(`cannot read table ${tableName}: ${JSON.stringify(body)}`);
      yield body;
      start = body.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

function tableName({ properties, physicalId }: TemplateResource): string {
  return text(properties.TableName) ?? physicalId;
}

async function createTable(table: TemplateResource, store: DynaliteStore): Promise<void> {
  const name = tableName(table);
  const { properties } = table;
  const created = await store.request('CreateTable', {
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...indexes('GlobalSecondaryIndexes', properties),
    ...indexes('LocalSecondaryIndexes', properties),
  });
  if (created.status !== 200) {
    throw new Error(`table ${name} (${table.stack}/${table.logicalId}) is refused: ${JSON.stringify(created.body)}`);
  }
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const { body } = await store.request('DescribeTable', { TableName: name });
    if (object(body.Table)?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`table ${name} did not become active`);
}

/** Name, keys and projection of each index; capacity settings are left out. */
function indexes(property: 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes', properties: JsonObject): JsonObject {
  const described = objects(properties[property]).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
  return described.length === 0 ? {} : { [property]: described };
}
