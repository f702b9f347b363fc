import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { LOCAL_CREDENTIALS } from '../../packages/preview/src/api/sigv4.ts';
import type { Preview } from '../../packages/preview/src/index.ts';
import { DynaliteStore } from '../../packages/preview/src/services/dynamodb/dynalite-store.ts';

/** Collections before memory is looked at, and milliseconds between them: buffers are freed a while afterwards. */
const COLLECTIONS = 3;
const PAUSE_MS = 200;

/** Records that are looked at, at most. */
const RECORDS = 5000;

/** Most times that the records are stored anew, so that even a few make a difference that can be measured. */
const COPIES = 5000;

type Item = Record<string, AttributeValue>;

/** Stores records of a preview once more in a table of their own, and says how much memory each takes there. */
export async function measureRecordBytes({ assembly, awsEndpointUrl }: Preview): Promise<number> {
  const { region } = assembly;
  const client = new DynamoDBClient({ endpoint: awsEndpointUrl, region, credentials: LOCAL_CREDENTIALS });
  try {
    const tables = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => assembly.ofType(type));
    const names = tables.map(({ properties, physicalId }) => String(properties.TableName ?? physicalId));
    const items: Item[] = [];
    for (const name of names) items.push(...(await readSome(client, name)));
    return items.length === 0 ? 0 : await memoryOf(items);
  } finally {
    client.destroy();
  }
}

async function readSome(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey: start }));
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length < RECORDS);
  return items;
}

async function memoryOf(items: readonly Item[]): Promise<number> {
  const store = new DynaliteStore();
  await store.request('CreateTable', {
    TableName: 'copies',
    AttributeDefinitions: [{ AttributeName: 'copy', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'copy', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  // A table is active a moment after it is made.
  await held();
  const put = async (from: number, to: number) => {
    for (let copy = from; copy < to; copy += 1) {
      const item = items[copy % items.length];
      const key = { S: `copy-of-the-record-with-the-number-${copy}` };
      const { status } = await store.request('PutItem', { TableName: 'copies', Item: { ...item, copy: key } });
      if (status !== 200) throw new Error(`a record could not be stored once more: ${status}`);
    }
  };
  // The first ones bring code and caches with them.
  await put(0, COPIES / 10);
  const before = await held();
  await put(COPIES / 10, COPIES);
  const bytes = ((await held()) - before) / (COPIES * 0.9);
  store.close();
  return Math.max(0, bytes);
}

/** Heap and buffers of the main thread, bytes, without what is garbage. */
async function held(): Promise<number> {
  for (let round = 0; round < COLLECTIONS; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
