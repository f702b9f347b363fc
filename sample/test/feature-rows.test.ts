import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ROWS, parseCsv, parseJsonRows } from '../server/feature-rows.ts';

const csv = (text: string) => parseCsv(Buffer.from(text));
const json = (value: unknown) => parseJsonRows(Buffer.from(JSON.stringify(value)));

describe('JSON rows', () => {
  it.each<[string, unknown]>([
    [
      'instances',
      {
        instances: [
          [1, null],
          [3, 4.5],
        ],
      },
    ],
    ['instances with features', { instances: [{ features: [1, null] }, { features: [3, 4.5] }] }],
    [
      'a list of rows',
      [
        [1, null],
        [3, 4.5],
      ],
    ],
  ])('are read from %s', (_form, body) => {
    expect(json(body)).toEqual({
      ok: true,
      rows: [
        [1, Number.NaN],
        [3, 4.5],
      ],
    });
  });

  it('are read from a single row', () => {
    expect(json([1, 2, null])).toEqual({ ok: true, rows: [[1, 2, Number.NaN]] });
  });

  it.each<[string, unknown, string]>([
    ['an empty list', [], 'the body is not JSON of the form'],
    ['an object without instances', { rows: [[1]] }, 'the body is not JSON of the form'],
    ['a text', 'abc', 'the body is not JSON of the form'],
    ['null', null, 'the body is not JSON of the form'],
    [
      'a text among the values',
      [
        [1, 2],
        [3, 'four'],
      ],
      'instances[1][1] is "four"',
    ],
    ['a truth value', [[true]], 'instances[0][0] is true'],
    ['a nested list', [[1, [2]]], 'instances[0][1] is a list'],
    ['a row that is no list', { instances: [{ pixels: [1] }] }, 'instances[0] is an object'],
    ['an empty row', [[]], 'instances[0] is a list'],
    ['rows of different lengths', [[1, 2], [1]], 'row 2 has 1 values and row 1 has 2'],
    ['a number too large for a float32', [[1e39]], 'row 1 has a value that is infinite'],
  ])('are refused for %s', (_case, body, message) => {
    expect(json(body)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });

  it('are refused for an infinite number', () => {
    expect(parseJsonRows(Buffer.from('[[1e999]]'))).toMatchObject({ ok: false });
  });

  it('are refused for lists as deep as the body is long, in a short message', () => {
    const result = parseJsonRows(Buffer.from('['.repeat(500_000) + ']'.repeat(500_000)));

    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(/^.{1,200}$/) });
  });

  it('shorten a long text in the message', () => {
    const result = json([['x'.repeat(10_000)]]);

    expect(result).toMatchObject({ message: expect.stringMatching(/^.{1,200}$/) });
  });
});

describe('CSV rows', () => {
  it('name the row and the value that is no number', () => {
    expect(csv('1,2\n3,four')).toMatchObject({
      ok: false,
      message: expect.stringContaining('row 2, value 2 is "four"'),
    });
  });

  it('may be as many as the limit, and not one more', () => {
    const rows = (count: number) => csv(Array.from({ length: count }, () => '1').join('\n'));

    expect(rows(MAX_ROWS).ok).toBe(true);
    expect(rows(MAX_ROWS + 1)).toMatchObject({ ok: false, tooManyRows: true });
  });

  it('read back what was written, for any float32', () => {
    const row = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(row, (values) => {
        const result = csv(values.join(','));
        return result.ok && values.every((value, index) => (result.rows[0]?.[index] ?? Number.NaN) === value);
      }),
    );
  });
});

describe('any bytes', () => {
  it('are rows or an error, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(Buffer.from)), (body) => {
        const results = [parseCsv(body), parseJsonRows(body)];
        return results.every((result) => (result.ok ? result.rows.length > 0 : result.message.length > 0));
      }),
      { numRuns: 500 },
    );
  });
});
