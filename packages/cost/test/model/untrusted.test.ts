import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRICERS } from '../../src/model/pricers.ts';
import { flagAt, listAt, numberAt, rawTextAt, textAt, textsIn, valueAt } from '../../src/model/properties.ts';
import { estimateOf, PIPELINE, quantityOf } from '../support.ts';

/** Templates are written by anybody: a property may have any shape. */

describe('a pricer', () => {
  const anything = fc.dictionary(
    fc.constantFrom(
      'Metrics',
      'ProductionVariants',
      'Environment',
      'Schedule',
      'Period',
      'Protocol',
      'TopicArn',
      'MemorySize',
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );

  test.each(Object.keys(PRICERS))('of %s never breaks on properties that make no sense', (type) => {
    fc.assert(
      fc.property(anything, (properties) => {
        const made = estimateOf({ ...PIPELINE, Odd: { Type: type, Properties: properties } });

        expect(Number.isFinite(made.total)).toBe(true);
        expect(made.total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 15 },
    );
  });

  test('does not take an inherited name for a type', () => {
    const made = estimateOf({ Odd: { Type: 'constructor' }, Other: { Type: 'toString' } });

    expect(made.unknownTypes.map(({ type }) => type)).toEqual(['constructor', 'toString']);
  });

  test('takes numbers that are written as text', () => {
    const job = { Type: 'AWS::Lambda::Function', Properties: { MemorySize: '2048' } };
    const made = estimateOf({ Job: job }, { functions: { Job: { invocations: 1000, durationMs: 1000 } } });

    expect(quantityOf(made, 'lambda.duration.x86_64')).toBe(2000);
  });
});

describe('a property', () => {
  const value = { a: { b: 'text', n: 3, s: '4', f: 'true', l: [1, ['x', { y: 'z' }]] } };

  test('is found by its path', () => {
    expect(valueAt(value, 'a', 'n')).toBe(3);
    expect(textAt(value, 'a', 'b')).toBe('text');
    expect(numberAt(value, 'a', 's')).toBe(4);
    expect(flagAt(value, 'a', 'f')).toBe(true);
    expect(listAt(value, 'a', 'l')).toHaveLength(2);
  });

  test('of another kind is not there', () => {
    expect(textAt(value, 'a', 'n')).toBeUndefined();
    expect(numberAt(value, 'a', 'b')).toBeUndefined();
    expect(numberAt({ n: '' }, 'n')).toBeUndefined();
    expect(flagAt(value, 'a', 'b')).toBe(false);
    expect(listAt(value, 'a')).toEqual([]);
    expect(rawTextAt(value, 'a')).toBeUndefined();
  });

  test('beyond a missing one is not there', () => {
    expect(valueAt(value, 'a', 'no', 'b')).toBeUndefined();
    expect(valueAt(undefined, 'a')).toBeUndefined();
    expect(valueAt(value, 'constructor')).toBeUndefined();
  });

  test('has texts at any depth', () => {
    expect(textsIn(value)).toEqual(['text', '4', 'true', 'x', 'z']);
  });
});
