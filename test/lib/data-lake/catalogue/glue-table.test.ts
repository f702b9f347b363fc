import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { createGlueDatabase, createGlueTable } from '../../../../lib/data-lake/catalogue/glue-table.ts';
import type { TableDefinition } from '../../../../lib/data-lake/catalogue/table-definition.ts';
import { INFERENCE_TABLE, ITEMS_TABLE, SALES_TABLE } from '../../../../lib/data-lake/catalogue/tables.ts';
import { only, testStack } from '../../shared/synth.ts';

const tableInput = (definition: TableDefinition) => {
  const stack = testStack();
  createGlueTable(stack, 'Table', { databaseName: 'db', definition, location: `s3://bucket/${definition.folder}` });
  return only(Template.fromStack(stack), 'AWS::Glue::Table').TableInput;
};

describe('a database', () => {
  test('opens no new table to everybody, and says so', () => {
    const stack = testStack();

    createGlueDatabase(stack, 'Database', { name: 'sales', description: 'Sales', locationUri: 's3://bucket/sales/' });

    expect(only(Template.fromStack(stack), 'AWS::Glue::Database')).toEqual({
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseInput: {
        Name: 'sales',
        Description: 'Sales',
        LocationUri: 's3://bucket/sales/',
        CreateTableDefaultPermissions: [],
      },
    });
  });
});

describe('a table of CSV files', () => {
  test('without text is read with its types', () => {
    const { StorageDescriptor } = tableInput(SALES_TABLE);

    expect(StorageDescriptor.SerdeInfo).toEqual({
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
      Parameters: { 'field.delim': ',', 'serialization.format': ',', 'serialization.encoding': 'UTF-8' },
    });
    expect(StorageDescriptor.Columns[0]).toMatchObject({ Name: 'date', Type: 'date' });
  });

  test('with names is read with quotes', () => {
    expect(tableInput(ITEMS_TABLE).StorageDescriptor.SerdeInfo).toEqual({
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
      Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
    });
  });

  test('leaves the header line out', () => {
    expect(tableInput(SALES_TABLE).Parameters).toEqual({
      EXTERNAL: 'TRUE',
      classification: 'csv',
      'skip.header.line.count': '1',
    });
  });

  test('is where its folder is', () => {
    expect(tableInput(SALES_TABLE).StorageDescriptor.Location).toBe('s3://bucket/sales/');
  });
});

describe('a table of Parquet files', () => {
  test('works its days out, up to today', () => {
    expect(tableInput(INFERENCE_TABLE).Parameters).toEqual({
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      'projection.enabled': 'true',
      'projection.date.type': 'date',
      'projection.date.format': 'yyyy-MM-dd',
      'projection.date.range': '2026-01-01,NOW',
      'projection.date.interval': '1',
      'projection.date.interval.unit': 'DAYS',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's placeholder
      'storage.location.template': 's3://bucket/inference/date=${date}/',
    });
  });

  test('has the day as its partition and not as a column', () => {
    const { PartitionKeys, StorageDescriptor } = tableInput(INFERENCE_TABLE);

    expect(PartitionKeys).toMatchObject([{ Name: 'date', Type: 'string' }]);
    expect(StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).not.toContain('date');
  });
});
