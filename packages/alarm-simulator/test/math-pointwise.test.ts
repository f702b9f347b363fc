import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMath, isPointwise, type MathValue, parseMath } from '../src/index.ts';
import { MINUTE, NOON } from './helpers/alarms.ts';
import { contextOf, evaluate } from './helpers/math.ts';

function pointwise(text: string, arrays: readonly string[] = []): boolean {
  const parsed = parseMath(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return isPointwise(parsed.value, (id) => (arrays.includes(id) ? 'array' : 'series'));
}

describe('an expression is pointwise', () => {
  it.each([
    '100 * m1 / (m1 + m2)',
    'IF(m1 > 10 AND m2 < 3, m1, -m2)',
    'FILL(m1, 0)',
    'FILL(m1, m2 + 1)',
    'LOG10(ABS(CEIL(FLOOR(LOG(m1)))))',
    'SUM([m1, m2]) + AVG(METRICS()) + MIN([m1]) + MAX([m1]) + STDDEV([m1]) + DATAPOINT_COUNT([m1])',
    'm1 / METRIC_COUNT(METRICS()) / PERIOD(m1)',
    'IF(DAY(m1) < 6 AND HOUR(DIFF(m1)) > 9, m1)',
    'TIME_SERIES(5)',
    'FIRST(SLICE([m1, m2], 0, 1)) + LAST([m1, m2])',
    'm1 - LAST(ANOMALY_DETECTION_BAND(m1))',
  ])('if other periods have no part in it: %s', (text) => {
    expect(pointwise(text)).toBe(true);
  });

  it.each([
    'DIFF(m1)',
    '1 + RATE(m1)',
    'IF(DIFF_TIME(m1) > 60, 1, 0)',
    '-RUNNING_SUM(m1)',
    'FILL(m1, REPEAT)',
    'FILL(m1, LINEAR)',
    'FILL(m1, MIN(m1))',
    'm1 - AVG(m1)',
    'TIME_SERIES(MAX(m1))',
    'FIRST(SORT([m1, m2], AVG, ASC))',
    'SUM([m1, DIFF(m2)])',
    'AVG(REMOVE_EMPTY([m1, m2]))',
    'm1 * STDDEV(m1)',
    'SLICE([m1, m2], DATAPOINT_COUNT(m1))',
  ])('but not if they have: %s', (text) => {
    expect(pointwise(text)).toBe(false);
  });

  it('according to the type of what it refers to', () => {
    expect(pointwise('AVG(e1)', ['e1'])).toBe(true);
    expect(pointwise('AVG(e1)')).toBe(false);
  });

  it('with every id counted as a series if nothing is said', () => {
    const parsed = parseMath('AVG(m1)');

    expect(parsed.ok && isPointwise(parsed.value)).toBe(false);
  });
});

const leaf = fc.constantFrom('m1', 'm2', 'm3', '2', '0.5', '0');
const joined = fc.constantFrom('+', '-', '*', '/', '^', '<', '>=', '==', '!=', 'AND', 'OR');
const unary = fc.constantFrom('ABS', 'CEIL', 'FLOOR', 'LOG', 'DIFF', 'RATE', 'RUNNING_SUM', 'DIFF_TIME', 'HOUR');
const across = fc.constantFrom('SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'DATAPOINT_COUNT', 'FIRST', 'LAST');
const filler = fc.constantFrom('0', 'm2', 'REPEAT', 'LINEAR');

/** Texts of expressions of all kinds; those whose types do not fit are left out where they are used. */
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(tie('text'), joined, tie('text')).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(unary, tie('text')).map(([name, operand]) => `${name}(${operand})`),
    fc.tuple(across, tie('text'), tie('text')).map(([name, one, other]) => `${name}([${one}, ${other}])`),
    fc.tuple(across, tie('text')).map(([name, operand]) => `${name}(${operand})`),
    fc.tuple(tie('text'), filler).map(([filled, word]) => `FILL(${filled}, ${word})`),
    fc.tuple(tie('text'), tie('text'), tie('text')).map((operands) => `IF(${operands.join(', ')})`),
    tie('text').map((operand) => `-${operand}`),
  ),
}));

const cell = fc.oneof(
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
);
const values = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });

function only(value: MathValue): readonly number[] {
  return value.type === 'series' ? value.series : [];
}

describe('a pointwise expression', () => {
  it('has in a block the values, and the doubts, that each period has alone', () => {
    const pointwiseSeries = text.filter((candidate) => {
      const parsed = parseMath(candidate);
      if (!parsed.ok || !isPointwise(parsed.value)) return false;
      const checked = checkMath(parsed.value, () => 'series');
      return checked.ok && checked.value === 'series';
    });
    const property = fc.property(pointwiseSeries, values, (expression, rows) => {
      const columns = (some: typeof rows) => ({
        m1: some.map(([value]) => value),
        m2: some.map(([, value]) => value),
        m3: some.map(([, , value]) => value),
      });
      const doubts: string[] = [];
      const alone: string[] = [];

      const block = only(
        evaluate(
          expression,
          contextOf(columns(rows), { doubt: (index, certainty) => doubts.push(`${index} ${certainty}`) }),
        ),
      );
      const single = rows.flatMap((row, index) =>
        only(
          evaluate(
            expression,
            contextOf(columns([row]), {
              start: NOON + index * MINUTE,
              doubt: (_, certainty) => alone.push(`${index} ${certainty}`),
            }),
          ),
        ),
      );

      expect(block).toEqual(single);
      expect(new Set(doubts)).toEqual(new Set(alone));
    });

    fc.assert(property, { numRuns: 300 });
  });
});
