import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameText } from '../../src/iam/index.ts';
import { isUnresolved, readable, unresolved, unresolvedIn } from '../../src/template/index.ts';

describe('markers', () => {
  test('say their reason, wherever they stand', () => {
    const text = `arn:aws:s3:::${unresolved('parameter Bucket')}/*`;

    expect(unresolvedIn(text)).toEqual(['parameter Bucket']);
    expect(readable(text)).toBe('arn:aws:s3:::<parameter Bucket>/*');
  });

  test('that touch are still two', () => {
    expect(unresolvedIn(unresolved('one') + unresolved('two'))).toEqual(['one', 'two']);
  });

  test('are found in objects, keys included, each reason once', () => {
    const marker = unresolved('one');

    expect(unresolvedIn({ [marker]: [1, null, { deep: marker }], other: unresolved('two') })).toEqual(['one', 'two']);
  });

  test('are in no ordinary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => !isUnresolved(text) && readable(text) === text));
  });

  test('keep any reason', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (reason) => unresolvedIn(unresolved(reason))[0] === reason));
  });

  test('do not make other values unresolved', () => {
    expect([undefined, 3, null, {}].map(isUnresolved)).toEqual([false, false, false, false]);
  });
});

describe('comparing texts', () => {
  const bucket = unresolved('parameter Bucket');

  test.each([
    ['equal texts', 'a', 'a', 'yes'],
    ['other texts', 'a', 'b', 'no'],
    ['the same marker', `x-${bucket}`, `x-${bucket}`, 'yes'],
    ['another marker', bucket, unresolved('parameter Other'), 'maybe'],
    ['a marker against a text that it could be', `lake-${bucket}`, 'lake-sales', 'maybe'],
    ['a marker against a text that it cannot be', `lake-${bucket}`, 'pond-sales', 'no'],
    ['a text against a marker that it could be', 'lake-sales', `${bucket}-sales`, 'maybe'],
    ['a wildcard, which is plain text here', 'lake-*', `lake-sales${bucket}`, 'no'],
  ])('%s', (_, one, other, expected) => {
    expect(sameText(one, other)).toBe(expected);
    expect(sameText(other, one)).toBe(expected);
  });
});
