import { describe, expect, it } from 'vitest';
import { checkMath, type Expression, parseMath, referencedIds, type ValueType } from '../src/index.ts';

function parse(text: string): Expression {
  const parsed = parseMath(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return parsed.value;
}

/** The tree with brackets around everything that has two sides. */
function show(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return String(expression.value);
    case 'reference':
      return expression.id;
    case 'negate':
      return `-${show(expression.operand)}`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'array':
      return `[${expression.elements.map(show).join(', ')}]`;
    case 'call':
      return `${expression.name}(${expression.operands.map(show).join(', ')})`;
    case 'keyword':
      return expression.word;
  }
}

function fault(text: string): string {
  const parsed = parseMath(text);
  return parsed.ok ? 'no fault' : (parsed.errors[0]?.message ?? '');
}

function typeFault(text: string, types: Readonly<Record<string, ValueType>> = { m1: 'series', m2: 'series' }): string {
  const checked = checkMath(parse(text), (id) => types[id]);
  return checked.ok ? checked.value : (checked.errors[0]?.message ?? '');
}

describe('reading an expression', () => {
  it.each([
    ['m1', 'm1'],
    ['100 * m1 / (m1 + m2)', '((100 * m1) / (m1 + m2))'],
    ['m1 - m2 - 1', '((m1 - m2) - 1)'],
    ['m1 + m2 * 2 > 3 AND m2 < 1', '(((m1 + (m2 * 2)) > 3) AND (m2 < 1))'],
    ['m1 > 1 || m2 > 1 && m1 < 9', '((m1 > 1) OR ((m2 > 1) AND (m1 < 9)))'],
    ['-m1^2', '-(m1 ^ 2)'],
    ['2^3^m1', '(2 ^ (3 ^ m1))'],
    ['m1^-1', '(m1 ^ -1)'],
    ['IF(m1>=1e2, .5, m2)', 'IF((m1 >= 100), 0.5, m2)'],
    ['FILL(m1,REPEAT)+MAX([m1,m2])', '(FILL(m1, REPEAT) + MAX([m1, m2]))'],
    ['m1 != m2 == 1', '((m1 != m2) == 1)'],
  ])('%s is %s', (text, tree) => {
    expect(show(parse(text))).toBe(tree);
  });

  it('finds the ids that it refers to', () => {
    expect(referencedIds(parse('IF(m1 > e1, -m1, FILL(m2, 0)) + SUM([m1, m3])'))).toEqual(['m1', 'e1', 'm2', 'm3']);
  });
});

describe('a fault in an expression', () => {
  it.each([
    ['m1 +', 'found the end where a number, an id, a function, "(" or "[" must stand at character 5'],
    ['m1 m2', 'found "m2" where an operator or the end must stand at character 4'],
    ['(m1', 'found the end where ")" must stand at character 4'],
    ['m1 $ 2', 'unknown character "$" at character 4'],
    ['', 'found the end where a number, an id, a function, "(" or "[" must stand at character 1'],
    ['METRICS("errors")', 'text in quotation marks is not supported at character 9'],
    ['m1 + Errors', 'Errors is no id, for ids start with a lower-case letter, at character 6'],
    ['sum(m1)', 'unknown function sum: write SUM at character 1'],
  ])('%j is reported with its position', (text, message) => {
    expect(fault(text)).toBe(message);
  });

  it('names a function that CloudWatch has and the simulator does not', () => {
    expect(fault('m1 + RATE(m2)')).toMatch(
      /^function RATE is not supported by the simulator: use IF, .* at character 6$/,
    );
    expect(fault('ANOMALY_DETECTION_BAND(m1, 2)')).toMatch(/^function ANOMALY_DETECTION_BAND is not supported/);
  });

  it('names a function that nobody has', () => {
    expect(fault('MEDIAN(m1)')).toMatch(/^unknown function MEDIAN: use IF/);
  });

  it('says that an alarm cannot search', () => {
    expect(fault('SEARCH(m1)')).toBe('SEARCH cannot be used in an alarm: name each metric at character 1');
  });

  it('is reported for nesting without end, not thrown as a stack overflow', () => {
    expect(fault('('.repeat(50_000))).toMatch(/^nested deeper than 100/);
    expect(fault('-'.repeat(50_000))).toMatch(/^nested deeper than 100/);
  });
});

describe('types', () => {
  it.each([
    ['m1 / m2', 'series'],
    ['5 * 2', 'scalar'],
    ['m1 - AVG(m1)', 'series'],
    ['AVG(m1)', 'scalar'],
    ['AVG([m1, m2])', 'series'],
    ['[m1, m2] * 100', 'array'],
    ['SUM(100 / [m1, m2])', 'series'],
    ['ABS([m1, m2])', 'array'],
    ['FILL([m1, m2], 0)', 'array'],
    ['IF(m1 > 1, 1)', 'series'],
  ])('%s is a %s', (text, type) => {
    expect(typeFault(text)).toBe(type);
  });

  it.each([
    ['m1 + m3', 'no metric or expression has the id m3 at character 6'],
    ['MAX(m1, m2)', 'MAX takes 1 operand, not 2: write MAX([…]), at character 1'],
    ['IF(m1)', 'IF takes 2 or 3 operands, not 1, at character 1'],
    ['IF(1, 2, 3)', 'IF takes at least one time series, not a number, at character 1'],
    ['FILL(5, 0)', 'FILL takes a time series to fill, not a number, at character 1'],
    [
      'FILL(m1, [m1, m2])',
      'FILL takes a number, a time series, REPEAT or LINEAR to fill with, not an array of time series, at character 10',
    ],
    ['[m1, m2] > 1', '> takes numbers and time series, not an array of time series, at character 10'],
    ['[m1] + [m2]', '+ takes at most one array of time series, not an array of time series, at character 6'],
    ['SUM([m1, 5])', 'an array takes time series, not a number, at character 10'],
    ['ABS(3)', 'ABS takes a time series, not a number, at character 1'],
    ['m1 + REPEAT', 'REPEAT stands only as the second operand of FILL, at character 6'],
    ['SUM([])', 'an array needs a time series at character 5'],
  ])('%s does not fit', (text, message) => {
    expect(typeFault(text)).toBe(message);
  });
});
