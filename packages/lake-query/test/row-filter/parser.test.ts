import { describe, expect, it } from 'vitest';
import { parseRowFilter } from '../../src/row-filter/parser.ts';

function conditionOf(expression: string) {
  const result = parseRowFilter(expression);
  if (result.status === 'error') throw new Error(result.message);
  return result.condition;
}

function messageOf(expression: string): string {
  const result = parseRowFilter(expression);
  return result.status === 'error' ? result.message : 'accepted';
}

describe('a row filter that the documentation shows', () => {
  it.each([
    "year > 2010 and country != 'US'",
    "(year > 2010 and country = 'US') or (month < 8 and id > 23)",
    "(country between 'Z' and 'U') and (year = 2018)",
    "(country like '%ited%') and (year > 2000)",
    'year > 2010 and customer.customerId <> 1',
  ])('is understood: %s', (expression) => {
    expect(parseRowFilter(expression).status).toBe('success');
  });
});

describe('the tree of a row filter', () => {
  it('has the column, the operator and the constant of a comparison', () => {
    expect(conditionOf('shop_id = 5')).toEqual({
      type: 'comparison',
      column: ['shop_id'],
      operator: '=',
      value: { type: 'number', text: '5' },
    });
  });

  it('knows one operator for "not equal", however it is written', () => {
    expect(conditionOf('a != 1')).toEqual(conditionOf('a <> 1'));
  });

  it('binds AND tighter than OR', () => {
    expect(conditionOf('a = 1 OR b = 2 AND c = 3')).toEqual(conditionOf('a = 1 OR (b = 2 AND c = 3)'));
  });

  it('binds NOT tighter than AND', () => {
    expect(conditionOf('NOT a = 1 AND b = 2')).toEqual(conditionOf('(NOT a = 1) AND b = 2'));
  });

  it('takes keywords in any case', () => {
    expect(conditionOf("a iN (1) aNd b LiKe 'x'")).toEqual(conditionOf("a IN (1) AND b LIKE 'x'"));
  });

  it('keeps a doubled quotation mark as one', () => {
    expect(conditionOf("name = 'it''s'")).toMatchObject({ value: { type: 'text', value: "it's" } });
  });

  it('keeps a number as it is written', () => {
    expect(conditionOf('price > -0.10')).toMatchObject({ value: { type: 'number', text: '-0.10' } });
  });

  it('takes a keyword in double quotes for a column', () => {
    expect(conditionOf('"first" = 1')).toMatchObject({ column: ['first'] });
  });

  it('tells NOT BETWEEN, NOT IN, NOT LIKE and IS NOT NULL from their opposites', () => {
    const negated = ['a NOT BETWEEN 1 AND 2', 'a NOT IN (1)', "a NOT LIKE 'x'", 'a IS NOT NULL'];
    expect(negated.map(conditionOf)).toEqual(negated.map(() => expect.objectContaining({ negated: true })));
  });
});

describe('what is no row filter is refused by name', () => {
  it.each([
    ['upper(name) = 1', 'upper(…) at character 6: a row filter has no functions'],
    ['a = b', 'b at character 5: a column is compared with a constant only'],
    ['a = 1; DROP TABLE sales', 'a second statement at character 6'],
    ['a = 1 -- and so on', 'a comment at character 7'],
    ['a /* */ = 1', 'a comment at character 3'],
    ['a + 1 = 2', 'arithmetic at character 3'],
    ['a = 1 + 1', 'arithmetic at character 7'],
    ['a = ?', 'a parameter at character 5'],
    ["a = 'x", 'a text without its closing quotation mark at character 5'],
    ['"a = 1', 'a name without its closing quotation mark at character 1'],
    ['first = 1', 'first at character 1 is a keyword: write a column of this name in double quotes'],
    ["a LIKE 'x' ESCAPE '!'", 'ESCAPE at character 12: not among the documented operators'],
    ['1 = a', 'found "1" at character 1 where a column must stand'],
    ['a', 'found the end at character 2 where an operator'],
    ['a = 1 b = 2', 'found "b" at character 7 where AND, OR or the end of the filter must stand'],
    ['(a = 1', 'found the end at character 7 where ")" must stand'],
    ['a IN ()', 'found ")" at character 7 where a constant must stand'],
    ['a IN (SELECT 1)', 'SELECT at character 7'],
    ['a = CASE', 'CASE at character 5'],
    ['a IS TRUE', 'found "TRUE" at character 6 where NULL must stand'],
    ['a BETWEEN 1, 2', 'found "," at character 12 where AND must stand'],
    ['a = NULL', 'NULL at character 5: a column is compared with a constant only'],
    ['12abc = 1', 'a name that begins with a digit'],
    ['a = #', '"#" at character 5'],
    ['', 'found the end at character 1 where a column must stand'],
  ])('%s', (expression, message) => {
    expect(messageOf(expression)).toContain(message);
  });

  it('when it is as long as Lake Formation refuses', () => {
    expect(messageOf(`a = '${'x'.repeat(2042)}'`)).toContain('it has 2048 characters; write fewer than 2048');
  });

  it('when it is nested beyond reason', () => {
    expect(messageOf(`${'('.repeat(500)}a = 1${')'.repeat(500)}`)).toContain('nested deeper than 200 levels');
  });

  it('and the message shows the filter, shortened', () => {
    expect(messageOf(`a = '${'x'.repeat(500)}`)).toMatch(/^row filter "a = 'x{112}\.\.\."/);
  });
});
