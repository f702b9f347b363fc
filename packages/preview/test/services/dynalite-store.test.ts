import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TemplateResources } from '../../src/observability/types.ts';
import { DynaliteStore } from '../../src/services/dynamodb/dynalite-store.ts';
import { Tables } from '../../src/services/dynamodb/tables.ts';

/** A template with one table. */
const templateOf = (properties: object) => {
  const table = { type: 'AWS::DynamoDB::Table', stack: 'S', logicalId: 'T', physicalId: 'T', properties };
  return { ofType: (type: string) => (type === table.type ? [table] : []) } as unknown as TemplateResources;
};

const RECORDS = templateOf({
  TableName: 'records',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
});

describe('the store of tables', () => {
  it.skipIf(process.platform === 'win32')('keeps its data in a folder for this user alone', async () => {
    const store = new DynaliteStore();
    expect(statSync(store.folder).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('removes its data when it is closed, however often', async () => {
    // Prepare
    const store = new DynaliteStore();
    await Tables.create(RECORDS, store);

    // Act
    await store.close();
    await store.close();

    // Assess
    expect(existsSync(store.folder)).toBe(false);
  });

  it('lets what is running come to its end, and takes nothing afterwards', async () => {
    // Prepare
    const store = new DynaliteStore();
    await Tables.create(RECORDS, store);
    const running = Array.from({ length: 50 }, (_, index) =>
      store.request('PutItem', { TableName: 'records', Item: { id: { S: `item-${index}` } } }),
    );

    // Act
    await store.close();

    // Assess
    const statuses = (await Promise.all(running)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect(store.request('ListTables', {})).rejects.toThrow('the table store is closed');
  });

  it('is closed when a table of the templates is refused', async () => {
    // Prepare
    const store = new DynaliteStore();

    // Act
    const refused = Tables.create(templateOf({}), store);

    // Assess
    await expect(refused).rejects.toThrow('table T (S/T) is refused');
    expect(existsSync(store.folder)).toBe(false);
  });
});
