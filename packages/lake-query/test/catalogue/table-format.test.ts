import { describe, expect, it } from 'vitest';
import { readTableFormat } from '../../src/catalogue/table-format.ts';

const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

function formatOf(serde: string, serdeParameters = {}, tableParameters = {}) {
  const result = readTableFormat({ serde, serdeParameters, tableParameters });
  return result.status === 'success' ? result.format : result.message;
}

describe('the format of a table', () => {
  it('is text in quotes for OpenCSVSerde', () => {
    expect(formatOf(OPEN_CSV, {}, { 'skip.header.line.count': '1' })).toEqual({
      type: 'csv',
      delimiter: ',',
      quote: '"',
      escape: '"',
      headerLines: 1,
      nullText: '',
    });
  });

  it('is text without quotes for LazySimpleSerDe', () => {
    expect(formatOf(LAZY, { 'field.delim': '\t' })).toEqual({
      type: 'csv',
      delimiter: '\t',
      quote: '',
      escape: '',
      headerLines: 0,
      nullText: '\\N',
    });
  });

  it("has Hive's delimiter when the table names none", () => {
    expect(formatOf(LAZY)).toMatchObject({ delimiter: '\u0001' });
  });

  it.each([
    ['org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', 'parquet'],
    ['org.openx.data.jsonserde.JsonSerDe', 'json'],
    ['org.apache.hive.hcatalog.data.JsonSerDe', 'json'],
  ])('%s is %s', (serde, type) => {
    expect(formatOf(serde)).toEqual({ type });
  });

  it.each([
    ['com.example.OwnSerDe', 'its serializer com.example.OwnSerDe is not known here; those known are LazySimpleSerDe'],
    ['', 'it names no serializer'],
  ])('is refused by name: %s', (serde, message) => {
    expect(formatOf(serde)).toContain(message);
  });

  it('is refused when the number of header lines is none', () => {
    expect(formatOf(LAZY, {}, { 'skip.header.line.count': 'one' })).toBe('skip.header.line.count is one');
  });
});
