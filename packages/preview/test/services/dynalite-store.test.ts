import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DynaliteStore } from '../../src/services/dynamodb/dynalite-store.ts';
import { Tables } from '../../src/services/dynamodb/tables.ts';
import { resource, resources, startServices } from './support.ts';

const TABLE = {
  TableName: 'records',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const RECORDS = resources(resource('AWS::DynamoDB::Table', 'Records', TABLE));

// A temporary folder of each test's own, so that it sees what the store leaves there.
let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'inferwatch-store-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

describe('the store of tables', () => {
  it.skipIf(process.platform === 'win32')('keeps its data in a folder for this user alone', async () => {
    const store = new DynaliteStore();
    const modes = readdirSync(temporary).map((name) => statSync(join(temporary, name)).mode & 0o777);
    expect(modes).toEqual([0o700]);
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
    expect(readdirSync(temporary)).toEqual([]);
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

  it('leaves nothing when a table of the templates is refused', async () => {
    const refused = resource('AWS::DynamoDB::Table', 'Bad', { ...TABLE, KeySchema: [] });
    await expect(startServices(resources(refused))).rejects.toThrow('table records (Stack/Bad) is refused');
    expect(readdirSync(temporary)).toEqual([]);
  });
});
