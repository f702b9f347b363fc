import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRecords } from '../../../src/backtest/history/csv-records.ts';

/** Reads a text that comes in pieces of a length. */
function read(text: string, length = text.length) {
  const records = new CsvRecords();
  const found = [];
  for (let at = 0; at < text.length; at += Math.max(1, length)) {
    found.push(...records.add(text.slice(at, at + Math.max(1, length))));
  }
  return [...found, ...records.end()];
}

describe('records of CSV', () => {
  it('are told with the lines in which they begin, empty lines and line breaks in quotes counted', () => {
    const records = read('a,b\r\n\n1,"two\nlines"\n3,"a ""b"" c"\n');

    expect(records).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 3, fields: ['1', 'two\nlines'] },
      { line: 5, fields: ['3', 'a "b" c'] },
    ]);
  });

  it.each([
    ['a\n"never closed\nb\n', 2, 'not closed'],
    ['a\nb\n1,two "words"\n', 3, 'inside a field'],
    [`a\n"${'x'.repeat(100_000)}\n${'y\n'.repeat(10)}`, 2, 'not closed'],
  ])('are refused with the line where a quotation mark is wrong', (text, line, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ line, message: expect.stringContaining(message) }));
  });

  it('are the same however the text is cut into pieces', () => {
    const field = fc.stringMatching(/^[a-z ",\n]{0,6}$/);
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (fields, length) => {
        const text = fields.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');

        const pieces = read(text, length);

        expect(pieces.map((record) => record.fields)).toEqual(fields);
        expect(pieces).toEqual(read(text));
      }),
    );
  });
});
