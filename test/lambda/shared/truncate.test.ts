import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSafeJson, truncateCharacters, truncateToJsonBytes } from '../../../lambda/shared/truncate.ts';

/** Any text, with many of the characters that are hard to cut and to write. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '"',
      '\\',
      '\n',
      '\u0000',
      '\u000b',
      '\u007f',
      'é',
      '€',
      '🌍',
      '\ud83d',
      '\udf0d',
      '\ufffe',
      '\uffff',
    ),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
  maxLength: 200,
});
const jsonBytes = (value: string) => Buffer.byteLength(toSafeJson(value)) - 2;

describe('cutting to characters', () => {
  it('leaves a short text alone', () => {
    expect(truncateCharacters('abc', 3)).toEqual({ text: 'abc', truncated: false });
  });

  it('cuts a long one', () => {
    expect(truncateCharacters('abcd', 3)).toEqual({ text: 'abc', truncated: true });
  });

  it('never leaves half of a character', () => {
    expect(truncateCharacters('a🌍b', 2)).toEqual({ text: 'a', truncated: true });
  });

  it('gives a beginning of the text that is not longer than allowed', () => {
    fc.assert(
      fc.property(text, fc.nat(250), (value, limit) => {
        const cut = truncateCharacters(value, limit);

        expect(value.startsWith(cut.text)).toBe(true);
        expect(cut.text.length).toBeLessThanOrEqual(limit);
        expect(cut.truncated).toBe(cut.text !== value);
      }),
    );
  });
});

describe('cutting to bytes of JSON', () => {
  it('gives the longest beginning that fits', () => {
    fc.assert(
      fc.property(text, fc.nat(400), (value, limit) => {
        const cut = truncateToJsonBytes(value, limit);

        expect(value.startsWith(cut.text)).toBe(true);
        expect(jsonBytes(cut.text)).toBeLessThanOrEqual(limit);
        expect(cut.truncated).toBe(cut.text !== value);
        const next = String.fromCodePoint(value.codePointAt(cut.text.length) ?? 0x61);
        expect(!cut.truncated || jsonBytes(cut.text + next) > limit).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never leaves half of a character', () => {
    expect(truncateToJsonBytes('ab🌍', 5)).toEqual({ text: 'ab', truncated: true });
  });
});

describe('JSON for the queue', () => {
  it('means the same as any JSON', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(JSON.parse(toSafeJson({ value }))).toEqual({ value });
      }),
    );
  });

  it('has only characters that SQS keeps', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(toSafeJson(value)).not.toMatch(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
    );
  });
});
