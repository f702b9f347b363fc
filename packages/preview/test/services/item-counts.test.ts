import { afterEach, describe, expect, it } from 'vitest';
import { DynaliteStore } from '../../src/services/dynamodb/dynalite-store.ts';
import type { JsonObject } from '../../src/services/protocol.ts';

const stores: DynaliteStore[] = [];
afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

/** A store with an empty table. */
async function setUp() {
  const store = new DynaliteStore();
  stores.push(store);
  await store.request('CreateTable', {
    TableName: 'records',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  for (;;) {
    const { body } = await store.request('DescribeTable', { TableName: 'records' });
    if (JSON.stringify(body).includes('"ACTIVE"')) break;
  }
  const put = (id: string, more: JsonObject = {}) =>
    store.request('PutItem', { TableName: 'records', Item: { id: { S: id } }, ...more });
  const remove = (id: string, more: JsonObject = {}) =>
    store.request('DeleteItem', { TableName: 'records', Key: { id: { S: id } }, ...more });
  return { store, put, remove };
}

describe('the number of items', () => {
  it('begins with none', async () => {
    const { store } = await setUp();
    expect(store.countOf('records')).toBe(0);
  });

  it('follows what is put and deleted, an item put twice counting once', async () => {
    // Prepare
    const { store, put, remove } = await setUp();

    // Act
    for (const id of ['a', 'b', 'a', 'c']) await put(id);
    await remove('b');
    await remove('b');

    // Assess
    expect(store.countOf('records')).toBe(2);
  });

  it('does not count what is refused', async () => {
    const { store, put } = await setUp();
    await put('a');
    const { status } = await put('a', { ConditionExpression: 'attribute_not_exists(id)' });
    expect([status, store.countOf('records')]).toEqual([400, 1]);
  });

  it('follows a table that is named by its ARN', async () => {
    const { store, put } = await setUp();
    await put('a', { TableName: 'arn:aws:dynamodb:us-east-1:1:table/records' });
    const plain = await put('b');
    expect(plain.status).toBe(200);
    expect([1, 2]).toContain(store.countOf('records'));
  });

  it('is asked for without the sender seeing it', async () => {
    const { put } = await setUp();
    await put('a');
    expect((await put('a')).body).not.toHaveProperty('Attributes');
  });

  it('leaves the old item to a sender who wants it', async () => {
    const { store, put } = await setUp();
    await put('a');
    const { body } = await put('a', { ReturnValues: 'ALL_OLD' });
    expect(body.Attributes).toEqual({ id: { S: 'a' } });
    expect(store.countOf('records')).toBe(1);
  });

  it.each([
    ['UpdateItem', { TableName: 'records', Key: { id: { S: 'new' } } }],
    ['BatchWriteItem', { RequestItems: { records: [{ PutRequest: { Item: { id: { S: 'new' } } } }] } }],
  ])('is left to a scan after %s', async (operation, input) => {
    const { store } = await setUp();
    const { status } = await store.request(operation, input);
    expect([status, store.countOf('records')]).toEqual([200, undefined]);
  });
});
