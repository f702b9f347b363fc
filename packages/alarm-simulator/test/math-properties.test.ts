import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expression, parseMath } from '../src/index.ts';
import { contextOf, evaluate, notation } from './helpers/math.ts';

const RUNS = { numRuns: 200 };

const value = fc.integer({ min: -1000, max: 1000 });
const cell = fc.oneof({ weight: 1, arbitrary: fc.constant(Number.NaN) }, { weight: 3, arbitrary: value });
const column = fc.array(cell, { minLength: 1, maxLength: 12 });
const table = fc
  .integer({ min: 1, max: 8 })
  .chain((length) =>
    fc.array(fc.array(cell, { minLength: length, maxLength: length }), { minLength: 1, maxLength: 6 }),
  );

function named(columns: readonly (readonly number[])[]): Record<string, readonly number[]> {
  return Object.fromEntries(columns.map((values, index) => [`m${index}`, values]));
}

/** The series of a result in AWS's notation. */
function lines(text: string, columns: readonly (readonly number[])[]): string[] {
  const result = evaluate(text, contextOf(named(columns)));
  if (result.type === 'scalar') return [String(result.value)];
  return result.type === 'series' ? [notation(result.series)] : result.elements.map(notation);
}

/** An expression written with all its brackets. */
function bracketed(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return String(expression.value);
    case 'reference':
      return expression.id;
    case 'negate':
      return `(-${bracketed(expression.operand)})`;
    case 'binary':
      return `(${bracketed(expression.left)} ${expression.operator} ${bracketed(expression.right)})`;
    case 'array':
      return `[${expression.elements.map(bracketed).join(', ')}]`;
    case 'call':
      return `${expression.name}(${expression.operands.map(bracketed).join(', ')})`;
    case 'keyword':
      return expression.word;
    case 'text':
      return `"${expression.text}"`;
  }
}

function shape(text: string): string {
  const parsed = parseMath(text);
  return parsed.ok ? bracketed(parsed.value) : (parsed.errors[0]?.message ?? '');
}

describe('metric math', () => {
  it('sorts by changing the order only', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('AVG', 'MIN', 'MAX', 'SUM'),
        fc.constantFrom('ASC', 'DESC'),
        (rows, by, order) => {
          const sorted = lines(`SORT(METRICS(), ${by}, ${order})`, rows);

          expect(sorted.toSorted()).toEqual(rows.map(notation).toSorted());
        },
      ),
      RUNS,
    );
  });

  it('undoes a running sum by differences, but for the first value', () => {
    fc.assert(
      fc.property(column, (values) => {
        const first = values.findIndex((each) => !Number.isNaN(each));
        const others = values.map((each, index) => (index === first ? Number.NaN : each));

        expect(lines('DIFF(RUNNING_SUM(m0))', [values])).toEqual([notation(others)]);
      }),
      RUNS,
    );
  });

  it('has a rate that is the difference over the time', () => {
    fc.assert(
      fc.property(column, (values) => {
        expect(lines('RATE(m0)', [values])).toEqual(lines('DIFF(m0) / DIFF_TIME(m0)', [values]));
      }),
      RUNS,
    );
  });

  it('slices what two slices put together again', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 0, max: 7 }), (rows, cut) => {
        expect(lines(`[SLICE(METRICS(), 0, ${cut}), SLICE(METRICS(), ${cut})]`, rows)).toEqual(rows.map(notation));
      }),
      RUNS,
    );
  });

  it('sums an array as the additions of its series do', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const additions = rows.map((_, index) => `m${index}`).join(' + ');

        expect(lines('SUM(METRICS())', rows)).toEqual(lines(additions, rows));
      }),
      RUNS,
    );
  });

  it('fills every gap with a number, and changes nothing else', () => {
    fc.assert(
      fc.property(column, value, (values, filler) => {
        const filled = values.map((each) => (Number.isNaN(each) ? filler : each));

        expect(lines(`FILL(m0, ${filler})`, [values])).toEqual([notation(filled)]);
      }),
      RUNS,
    );
  });

  it('interpolates between the least and the greatest value, and leaves what is there', () => {
    fc.assert(
      fc.property(column, (values) => {
        const result = evaluate('FILL(m0, LINEAR)', contextOf({ m0: values }));
        const present = values.filter((each) => !Number.isNaN(each));
        const filled = result.type === 'series' ? result.series : [];

        expect(filled.map((each, index) => (Number.isNaN(values[index] ?? 0) ? Number.NaN : each))).toEqual(values);
        for (const each of filled.filter((some) => !Number.isNaN(some))) {
          expect(each).toBeGreaterThanOrEqual(Math.min(...present) - 1e-9);
          expect(each).toBeLessThanOrEqual(Math.max(...present) + 1e-9);
        }
      }),
      RUNS,
    );
  });

  it('reads what it has written with brackets as the same tree', () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('m1', 'e2', '3', '0.25', 'METRICS("x")'),
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '<', '==', 'AND', 'OR'), tie('tree'))
          .map((parts) => parts.join(' ')),
        fc.tuple(fc.constantFrom('ABS', 'SUM', 'RATE'), tie('tree')).map(([name, inner]) => `${name}(${inner})`),
        tie('tree').map((inner) => `-(${inner})`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `[${one}, ${other}]`),
      ),
    }));
    fc.assert(
      fc.property(tree, (text) => {
        const first = shape(text);

        expect(shape(first)).toBe(first);
        expect(shape(text.replaceAll(' ', '  ').replaceAll('AND', '&&').replaceAll('OR', '||'))).toBe(first);
      }),
      RUNS,
    );
  });

  it('reads any text without throwing', () => {
    const scrap = fc.array(
      fc.constantFrom('m1', 'IF', '(', ')', '[', ']', ',', '-', '^', '<', 'AND', '1', '"a"', 'SORT', ' ', '&'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          scrap.map((parts) => parts.join('')),
        ),
        (text) => {
          const parsed = parseMath(text);

          if (!parsed.ok) expect(parsed.errors[0]?.message).toMatch(/ at character \d+$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
