import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPersonaDatabase, type PersonaDatabase } from '../../src/engine/database.ts';
import { checkStatement } from '../../src/engine/statement.ts';
import { ANALYST_SALES, ITEMS } from '../helpers/lake.ts';

let database: PersonaDatabase;
beforeAll(async () => {
  database = await createPersonaDatabase({ tables: [ANALYST_SALES, ITEMS], searchPath: ['sales'] });
});
afterAll(() => database.close());

/** Names of the tables, those with a question mark being perhaps the query's own; or why it is refused. */
async function tablesIn(sql: string): Promise<string[] | string> {
  const result = await checkStatement(database.connection, sql);
  if (result.status === 'error') return result.message;
  return result.tables.map(({ path, maybeLocal }) => `${path.join('.')}${maybeLocal ? '?' : ''}`);
}

describe('the tables that a query names', () => {
  it.each([
    ['SELECT 1', []],
    ['SELECT * FROM sales', ['sales']],
    ['SELECT * FROM Sales.Items AS i', ['Sales.Items']],
    ['SELECT * FROM awsdatacatalog.sales.items', ['awsdatacatalog.sales.items']],
    ['SELECT * FROM "a.b"."c ""d"""', ['a.b.c "d"']],
    ['SELECT * FROM a JOIN b USING (x) LEFT JOIN c ON true', ['a', 'b', 'c']],
    ['SELECT (SELECT max(x) FROM a) FROM b WHERE y IN (SELECT y FROM c)', ['a', 'b', 'c']],
    ['SELECT * FROM a UNION ALL (SELECT * FROM b EXCEPT SELECT * FROM c)', ['a', 'b', 'c']],
    ['SELECT sum(x) OVER (ORDER BY (SELECT y FROM a)) FROM b', ['a', 'b']],
    ['SELECT * FROM (FROM a) ORDER BY (SELECT 1 FROM b) LIMIT (SELECT 1 FROM c)', ['a', 'b', 'c']],
    ['SELECT * FROM a, LATERAL (SELECT * FROM b)', ['a', 'b']],
    ['FROM a PIVOT (count(*) FOR x IN (1))', ['a']],
    ['DESCRIBE a', ['a']],
    ['SUMMARIZE SELECT * FROM a', ['a']],
    ['WITH a AS (SELECT * FROM b) SELECT * FROM a JOIN c USING (x)', ['b', 'a?', 'c']],
    ['WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) FROM a', ['a?', 'a?']],
    ['WITH a AS (FROM s.a) FROM a', ['s.a', 'a?']],
    ['SELECT * FROM information_schema.columns', []],
  ])('%s', async (sql, names) => {
    const found = await tablesIn(sql);
    expect(Array.isArray(found) ? found.sort() : found).toEqual([...names].sort());
  });
});

describe('a function that stands for a table is refused wherever it stands', () => {
  it.each([
    "SELECT * FROM a WHERE x IN (SELECT x FROM read_csv('f'))",
    "WITH t AS (FROM read_csv('f')) SELECT 1",
    "SELECT * FROM a, LATERAL (FROM read_csv('f'))",
    "SELECT * FROM a ORDER BY (SELECT 1 FROM READ_CSV('f'))",
    "SUMMARIZE FROM read_csv('f')",
    "DESCRIBE FROM read_csv('f')",
    "FROM read_csv('f') PIVOT (count(*) FOR x IN (1))",
  ])('%s', async (sql) => {
    expect(await tablesIn(sql)).toMatch(/^the table function read_csv is not available; those that are: /i);
  });
});

describe('what is no query is told what it is', () => {
  it.each([
    ['DROP TABLE a', 'DROP is refused: only a query (SELECT, WITH, VALUES, DESCRIBE, SHOW) is run here'],
    ["  copy a TO 'f'", 'COPY is refused'],
    ['/* c */ DROP TABLE a', 'only a query (SELECT, WITH, VALUES, DESCRIBE, SHOW) is run here'],
  ])('%s', async (sql, message) => {
    expect(await tablesIn(sql)).toContain(message);
  });
});
