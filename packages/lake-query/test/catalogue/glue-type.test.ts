import { describe, expect, it } from 'vitest';
import { parseColumnType } from '../../src/catalogue/glue-type.ts';
import { sqlType } from '../../src/engine/sql.ts';

describe('a type of the Data Catalog', () => {
  it.each([
    ['string', 'VARCHAR'],
    ['varchar(20)', 'VARCHAR'],
    ['INT', 'INTEGER'],
    ['bigint', 'BIGINT'],
    ['decimal(10,2)', 'DECIMAL(10,2)'],
    ['decimal( 10 , 2 )', 'DECIMAL( 10 , 2 )'],
    ['decimal', 'DECIMAL(10,0)'],
    ['timestamp', 'TIMESTAMP'],
    ['binary', 'BLOB'],
    ['array<int>', 'INTEGER[]'],
    ['map<string,array<double>>', 'MAP(VARCHAR, DOUBLE[])'],
    ['struct<a:int,b:struct<c:string>>', 'STRUCT("a" INTEGER, "b" STRUCT("c" VARCHAR))'],
  ])('%s is %s in DuckDB', (text, sql) => {
    const type = parseColumnType(text);
    expect(type && sqlType(type)).toBe(sql);
  });

  it.each(['', 'money', 'int int', 'int; DROP TABLE x', 'array<int', 'array<>', 'map<int>', 'struct<a>', 'decimal(x)'])(
    'is not known: %s',
    (text) => {
      expect(parseColumnType(text)).toBeUndefined();
    },
  );

  it('is not known when it is nested beyond reason', () => {
    expect(parseColumnType(`${'array<'.repeat(30)}int${'>'.repeat(30)}`)).toBeUndefined();
  });

  it('quotes the names of fields', () => {
    const type = parseColumnType('struct<a":int>');
    expect(type && sqlType(type)).toBe('STRUCT("a""" INTEGER)');
  });
});
