import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLake, type TestLake } from '../helpers/lake.ts';
import { refusalOf, rowsOf } from '../helpers/query.ts';
import { view } from '../helpers/tables.ts';

type Row = Readonly<Record<'shop' | 'item' | 'price', number>>;

const NAMES = ['shop', 'item', 'price'] as const;
const ROWS: Row[] = Array.from({ length: 60 }, (_, index) => ({ shop: index % 5, item: index % 7, price: index }));
const TYPES = { shop: 'int', item: 'int', price: 'int' };

let lake: TestLake;
beforeAll(async () => {
  const lines = ROWS.map(({ shop, item, price }) => `${shop},${item},${price}`);
  lake = await createLake({ 't/a.csv': `${NAMES.join(',')}\n${lines.join('\n')}\n` });
});
afterAll(() => lake.dispose());

/** Any grant: some columns, and the rows of some values of any column, seen or not. */
const grants = fc.record({
  hidden: fc.subarray([...NAMES], { maxLength: 2 }),
  by: fc.constantFrom(...NAMES),
  values: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 }),
});

describe('whatever is granted', () => {
  it('is what SELECT * shows, neither more nor less', async () => {
    await fc.assert(
      fc.asyncProperty(grants, async ({ hidden, by, values }) => {
        const table = view({ name: 't', types: TYPES, hidden, rowFilter: `${by} IN (${values.join(', ')})` });
        const rows = await rowsOf({ persona: 'p', tables: [table], data: lake.data, sql: 'SELECT * FROM t' });
        const seen = NAMES.filter((name) => !hidden.includes(name));
        const expected = ROWS.filter((row) => values.includes(row[by])).map((row) =>
          Object.fromEntries(seen.map((name) => [name, row[name]])),
        );
        expect(rows).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('each other column is denied by name', async () => {
    await fc.assert(
      fc.asyncProperty(grants, async ({ hidden, by, values }) => {
        const table = view({ name: 't', types: TYPES, hidden, rowFilter: `${by} IN (${values.join(', ')})` });
        const refusals = await Promise.all(
          hidden.map((name) =>
            refusalOf({ persona: 'p', tables: [table], data: lake.data, sql: `SELECT ${name} FROM t` }),
          ),
        );
        expect(refusals).toEqual(
          hidden.map((name) => expect.stringMatching(`^denied: p may not see the column ${name} of sales.t\n`)),
        );
      }),
      { numRuns: 15 },
    );
  });
});
