import { describe, expect, it } from 'vitest';
import { callsOf, type Expression, parseMath, referencedIds } from '../src/index.ts';

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
    case 'text':
      return `"${expression.text}"`;
  }
}

function fault(text: string): string {
  const parsed = parseMath(text);
  return parsed.ok ? 'no fault' : (parsed.errors[0]?.message ?? '');
}

function inferred(text: string): boolean {
  const expression = parse(text);
  return (expression.type === 'binary' || expression.type === 'negate') && expression.inferred === true;
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
    ['SUM(METRICS("errors"))/SUM(METRICS())*100', '((SUM(METRICS("errors")) / SUM(METRICS())) * 100)'],
    ["METRICS('4xx')", 'METRICS("4xx")'],
    ['SLICE(SORT(METRICS(), SUM, DESC, 5), 0, 3)', 'SLICE(SORT(METRICS(), SUM, DESC, 5), 0, 3)'],
    ['LAST(ANOMALY_DETECTION_BAND(m1,4))', 'LAST(ANOMALY_DETECTION_BAND(m1, 4))'],
    ['IF(DAY(m1)<6,m1)', 'IF((DAY(m1) < 6), m1)'],
  ])('%s is %s', (text, tree) => {
    expect(show(parse(text))).toBe(tree);
  });

  it('finds the ids that it refers to', () => {
    expect(referencedIds(parse('IF(m1 > e1, -m1, FILL(m2, 0)) + SUM([m1, m3])'))).toEqual(['m1', 'e1', 'm2', 'm3']);
  });

  it('finds the metrics that METRICS stands for', () => {
    const metrics = ['errors4xx', 'ok', 'errors5xx'];

    expect(referencedIds(parse('ok / SUM(METRICS("errors"))'), metrics)).toEqual(['ok', 'errors4xx', 'errors5xx']);
    expect(referencedIds(parse('AVG(METRICS())'), metrics)).toEqual(metrics);
    expect(referencedIds(parse('AVG(METRICS())'))).toEqual([]);
  });

  it('finds the calls of a function, from the outside in', () => {
    const positions = callsOf(parse('ABS(m1 - ABS([ABS(m2), -ABS(m3)]))'), 'ABS').map(({ position }) => position);

    expect(positions).toEqual([1, 10, 15, 25]);
  });

  it.each(['m1 > 1 OR m2 > 1 AND m3 > 1', 'm1 AND m2 OR m3', 'm1 < m2 < m3', '-m1 ^ 2', 'm1 ^ m2 ^ 2'])(
    'is inferred if it hangs on an order of operators that AWS does not publish: %s',
    (text) => {
      expect(inferred(text)).toBe(true);
    },
  );

  it.each(['m1 > 1 OR (m2 > 1 AND m3 > 1)', '(m1 < m2) < m3', '-(m1 ^ 2)', '(m1 ^ m2) ^ 2', 'm1 + m2 * 2 - m3'])(
    'is sure if brackets or arithmetic say the order: %s',
    (text) => {
      expect(inferred(text)).toBe(false);
    },
  );
});

describe('a fault in an expression', () => {
  it.each([
    ['m1 +', 'found the end where a number, an id, a function, "(" or "[" must stand at character 5'],
    ['m1 m2', 'found "m2" where an operator or the end must stand at character 4'],
    ['(m1', 'found the end where ")" must stand at character 4'],
    ['m1 $ 2', 'unknown character "$" at character 4'],
    ['', 'found the end where a number, an id, a function, "(" or "[" must stand at character 1'],
    ['METRICS("errors)', 'no second " after the one at character 9'],
    ['METRICS(“errors”)', 'curly quotation mark “: write " at character 9'],
    ['IF(m1 = 1, m1)', 'unknown character "=": write == at character 7'],
    ['m1 & m2', 'unknown character "&": write && at character 4'],
    ['m1 and m2', 'unknown operator and: write AND at character 4'],
    ['METRICS("a" m1)', 'found "m1" where ")" must stand at character 13'],
    ['+m1', 'found "+" where a number, an id, a function, "(" or "[" must stand at character 1'],
    ['m1 😀', 'unknown character "😀" at character 4'],
    ['running_sum(m1)', 'unknown function running_sum: write RUNNING_SUM at character 1'],
    ['m1 + Errors', 'Errors is no id, for ids start with a lower-case letter, at character 6'],
    ['sum(m1)', 'unknown function sum: write SUM at character 1'],
  ])('%j is reported with its position', (text, message) => {
    expect(fault(text)).toBe(message);
  });

  it.each([
    ["m1 + SEARCH('{Shop} Errors', 'Sum')", 'SEARCH cannot be used in an alarm: name each metric at character 6'],
    ['search("x")', 'SEARCH cannot be used in an alarm: name each metric at character 1'],
    ['m1 / SERVICE_QUOTA(m1)', /^SERVICE_QUOTA is not supported, for only AWS knows the quota: .* at character 6$/],
    [
      'INSIGHT_RULE_METRIC("rule", Sum)',
      /^INSIGHT_RULE_METRIC is not supported, for a Contributor Insights rule .* 1$/,
    ],
    ['LAMBDA("prices", m1)', /^LAMBDA is not supported, for its data comes from a Lambda function .* at character 1$/],
    ['DB_PERF_INSIGHTS("RDS", "db", "x")', /^DB_PERF_INSIGHTS is not supported, for .* at character 1$/],
    [' SELECT AVG(Cpu) FROM Shop', /^a Metrics Insights query \(SELECT …\) is not supported, .* at character 2$/],
  ])('names what CloudWatch has and the simulator does not: %s', (text, message) => {
    expect(fault(text)).toMatch(message);
  });

  it('names a function that nobody has', () => {
    expect(fault('MEDIAN(m1)')).toMatch(/^unknown function MEDIAN: use ABS, CEIL, .* at character 1$/);
  });

  it.each([
    ['('.repeat(2000), /^nested deeper than 100 at character 101$/],
    ['-'.repeat(2000), /^nested deeper than 100/],
    ['ABS('.repeat(500), /^nested deeper than 100/],
    ['2^'.repeat(1000), /^nested deeper than 100/],
    [
      'm1+'.repeat(100_000),
      /^300000 characters are more than the 2048 that the simulator reads: .* at character 2049$/,
    ],
  ])('is reported for nesting without end, not thrown as a stack overflow', (text, message) => {
    expect(fault(text)).toMatch(message);
  });

  it('is none in the longest sum that fits', () => {
    expect(fault(`${'1+'.repeat(1023)}m1`)).toBe('no fault');
  });
});
