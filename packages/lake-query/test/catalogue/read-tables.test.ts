import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccessTemplates } from '../../../access-matrix/src/template/index.ts';
import { readLakeTables } from '../../src/catalogue/read-tables.ts';
import { glueTable, lakeTemplate, writeTemplate } from '../helpers/template.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lake-query-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

type Resources = Parameters<typeof lakeTemplate>[0];

function read(more?: Resources, parameters: object = {}) {
  const path = writeTemplate(directory, { ...lakeTemplate(more), ...parameters });
  const result = readAccessTemplates(path);
  if (result.status === 'error') throw new Error(result.message);
  return readLakeTables(result.template);
}

function sourceOf(name: string, more: Resources, parameters?: object) {
  return read(more, parameters).tables.find((table) => table.name === name)?.source;
}

describe('the tables of a template', () => {
  it('have their columns, format and place in the bucket', () => {
    expect(read().tables.find(({ name }) => name === 'items')).toEqual({
      database: 'sales',
      name: 'items',
      source: {
        status: 'readable',
        columns: [
          { name: 'item_id', type: { type: 'scalar', name: 'int', sql: 'INTEGER' }, partition: false },
          { name: 'item_name', type: { type: 'scalar', name: 'string', sql: 'VARCHAR' }, partition: false },
        ],
        format: { type: 'csv', delimiter: ',', quote: '"', escape: '"', headerLines: 1, nullText: '' },
        bucket: 'lake',
        folder: 'items',
      },
    });
  });

  it('have their partition keys at the end', () => {
    const table = glueTable('days', { a: 'int' }, { PartitionKeys: [{ Name: 'day', Type: 'date' }] });
    const source = sourceOf('days', { Days: table });
    expect(source?.status === 'readable' && source.columns.map(({ name, partition }) => [name, partition])).toEqual([
      ['a', false],
      ['day', true],
    ]);
  });

  it('have names in lower case, as the Data Catalog folds them', () => {
    const source = sourceOf('upper', { Upper: glueTable('UPPER', { Shop_ID: 'int' }) });
    expect(source?.status === 'readable' && source.columns[0]?.name).toBe('shop_id');
  });
});

describe('a table that cannot be read here says why', () => {
  const descriptor = (more: object) => ({
    StorageDescriptor: { Columns: [{ Name: 'a', Type: 'int' }], Location: 's3://lake/x/', SerdeInfo: {}, ...more },
  });

  it.each([
    ['an unknown type', glueTable('x', { a: 'money' }), 'its column a is of the type "money", not known here'],
    ['no columns', glueTable('x', {}), 'the template declares no columns for it'],
    ['another store', glueTable('x', {}, descriptor({ Location: 'hdfs://a/b' })), 'its location is "hdfs://a/b"'],
    ['a way out of the folder', glueTable('x', {}, descriptor({ Location: 's3://lake/../x' })), 'has a ".." in it'],
    ['no serializer', glueTable('x', {}, descriptor({})), 'it names no serializer'],
    ['a view', glueTable('x', { a: 'int' }, { TableType: 'VIRTUAL_VIEW' }), 'it is a view of Athena'],
    [
      'partitions in other folders',
      glueTable(
        'x',
        { a: 'int' },
        {
          PartitionKeys: [{ Name: 'day', Type: 'string' }],
          // biome-ignore lint/suspicious/noTemplateCurlyInString: partition projection writes its keys like this
          Parameters: { 'storage.location.template': 's3://lake/x/${day}/' },
        },
      ),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
      'its partitions lie in s3://lake/x/${day}/, not in folders day=<value>',
    ],
  ])('%s', (_, table, reason) => {
    expect(sourceOf('x', { X: table })).toEqual({ status: 'unreadable', reason: expect.stringContaining(reason) });
  });

  it('a folder that is known only after deployment', () => {
    const location = { 'Fn::Join': ['', ['s3://lake/', { Ref: 'Folder' }]] };
    const source = sourceOf(
      'x',
      { X: glueTable('x', {}, descriptor({ Location: location })) },
      { Parameters: { Folder: { Type: 'String' } } },
    );
    expect(source).toEqual({ status: 'unreadable', reason: expect.stringContaining('Folder') });
  });
});

describe('a table that is left out is told of', () => {
  it('when it has a name that is known only after deployment', () => {
    const table = glueTable('x', { a: 'int' }, { Name: { Ref: 'TableName' } });
    const { notices } = read({ X: table }, { Parameters: { TableName: { Type: 'String' } } });
    expect(notices).toEqual([expect.stringMatching(/^lake, X: its name depends on .*TableName.*; left out$/)]);
  });

  it('when it is there twice', () => {
    expect(read({ Again: glueTable('items', { a: 'int' }) }).notices).toEqual([
      'lake, Again: there is another table sales.items; left out',
    ]);
  });

  it('when it is no table at all', () => {
    const { notices } = read({ X: { Type: 'AWS::Glue::Table', Properties: { DatabaseName: 'sales' } } });
    expect(notices).toEqual([expect.stringMatching(/^lake, X: TableInput: .*; left out$/)]);
  });
});
