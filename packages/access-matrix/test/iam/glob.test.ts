import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_FACTS } from '../../src/iam/context.ts';
import {
  ANY_CHARACTER,
  ANY_TEXT,
  globMatches,
  globsIntersect,
  plainGlob,
  plainGlobMatches,
  type Token,
} from '../../src/iam/glob.ts';
import { Subject, TextPattern } from '../../src/iam/pattern.ts';
import { unresolved } from '../../src/template/index.ts';

/** Short texts of few letters, so that patterns match often. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });

const tokensOf = (text: string): Token[] =>
  Array.from(text, (character) => (character === '*' ? ANY_TEXT : character === '?' ? ANY_CHARACTER : character));

/** The same by a regular expression. */
const byExpression = (glob: string, text: string): boolean =>
  new RegExp(`^${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`).test(text);

describe('matching', () => {
  test('agrees with regular expressions, by both matchers', () => {
    const property = fc.property(pattern, letters, (glob, text) => {
      const tokens = tokensOf(glob);
      const plain = plainGlob(tokens) ?? new Int32Array();
      const expected = byExpression(glob, text);
      return globMatches(tokens, Array.from(text)) === expected && plainGlobMatches(plain, text) === expected;
    });

    fc.assert(property, { numRuns: 3_000, seed: 1 });
  });

  test('a pattern made to be slow is not', () => {
    const tokens = tokensOf(`${'a*'.repeat(200)}b`);
    const plain = plainGlob(tokens) ?? new Int32Array();
    const text = 'a'.repeat(2_000);
    const start = performance.now();

    const matches = [globMatches(tokens, Array.from(text)), plainGlobMatches(plain, text)];

    expect(matches).toEqual([false, false]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('intersection', () => {
  test('holds for two patterns that match one text', () => {
    const property = fc.property(pattern, pattern, letters, (one, other, text) => {
      const both = byExpression(one, text) && byExpression(other, text);
      return !both || globsIntersect(tokensOf(one), tokensOf(other));
    });

    fc.assert(property, { numRuns: 3_000, seed: 2 });
  });

  test('with a plain text is matching', () => {
    const property = fc.property(
      pattern,
      letters,
      (glob, text) => globsIntersect(tokensOf(glob), Array.from(text)) === byExpression(glob, text),
    );

    fc.assert(property, { numRuns: 3_000, seed: 3 });
  });

  test('is the same from both sides', () => {
    const property = fc.property(
      pattern,
      pattern,
      (one, other) => globsIntersect(tokensOf(one), tokensOf(other)) === globsIntersect(tokensOf(other), tokensOf(one)),
    );

    fc.assert(property, { numRuns: 1_000, seed: 4 });
  });
});

describe('texts with unresolved parts', () => {
  const style = { wildcards: true, variables: false } as const;
  const match = (glob: string, text: string) => new TextPattern(glob, style).match(new Subject(text), NO_FACTS);
  const marker = unresolved('something');

  test.each([
    ['*', marker, 'yes'],
    ['a*', `a${marker}`, 'yes'],
    ['a?', `a${marker}`, 'maybe'],
    ['a*b', `a${marker}`, 'maybe'],
    ['b*', `a${marker}`, 'no'],
    [`a${marker}*`, `a${marker}b`, 'yes'],
    [`a${marker}b`, 'ab', 'maybe'],
    [`a${marker}b`, 'acc', 'no'],
    [`${marker}x`, `y${unresolved('another')}`, 'maybe'],
  ])('%j against %j: %s', (glob, text, expected) => {
    expect(match(glob, text)).toBe(expected);
  });

  test('an answer that is certain holds for each value that the part may have', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 4 });
    const property = fc.property(pattern, letters, letters, value, (glob, before, after, resolved) => {
      const open = match(glob, before + marker + after);
      return open === 'maybe' || (open === 'yes') === byExpression(glob, before + resolved + after);
    });

    fc.assert(property, { numRuns: 3_000, seed: 5 });
  });
});
