import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, showPayload, UNREADABLE } from '../../../lambda/shared/redact.ts';

const show = (text: string, characters: number, keys: string[] = []) =>
  showPayload(text, { characters, redactKeys: new Set(keys) });

describe('a payload in the log', () => {
  it('is shown as it is', () => {
    expect(show('1,2,3', 256)).toBe('1,2,3');
  });

  it('is cut with a mark', () => {
    expect(show('1,2,3', 3)).toBe('1,2…');
  });

  it('is left out when nothing of it may be shown', () => {
    expect(show('1,2,3', 0)).toBeUndefined();
    expect(show('{"ssn":1}', 0, ['ssn'])).toBeUndefined();
  });

  it('is redacted at any depth, in lists too, whatever the value is', () => {
    const text = '{"a":[{"ssn":"1"},{"b":{"ssn":{"deep":[2]}}}],"SSN":null}';

    expect(show(text, 1000, ['ssn'])).toBe(
      `{"a":[{"ssn":"${REDACTED}"},{"b":{"ssn":"${REDACTED}"}}],"SSN":"${REDACTED}"}`,
    );
  });

  it('is redacted before it is cut', () => {
    expect(show('{"ssn":"078-05-1120"}', 14, ['ssn'])).not.toContain('078');
  });

  it('has no value of a redacted key that is written with escapes', () => {
    expect(show('{"s\\u0073n":"078-05-1120"}', 1000, ['ssn'])).not.toContain('078');
  });

  it('has no first value of a key that is there twice', () => {
    expect(show('{"ssn":"078-05-1120","ssn":"x"}', 1000, ['ssn'])).not.toContain('078');
  });

  it('is left out when it looks like JSON and cannot be read', () => {
    expect(show('{"ssn":"078-05-1120"', 1000, ['ssn'])).toBe(UNREADABLE);
    expect(show('{"ssn":"078-05-1120"}\n{"ssn":"2"}', 1000, ['ssn'])).toBe(UNREADABLE);
  });

  it('is shown when it is CSV, because CSV has no keys', () => {
    expect(show('1,2,3', 1000, ['ssn'])).toBe('1,2,3');
  });

  it('may have hostile keys', () => {
    const text = '{"__proto__":{"ssn":1},"constructor":{"prototype":{"ssn":2}},"toString":3}';

    expect(JSON.parse(show(text, 1000, ['ssn']) ?? '')).toEqual(
      JSON.parse(`{"__proto__":{"ssn":"${REDACTED}"},"constructor":{"prototype":{"ssn":"${REDACTED}"}},"toString":3}`),
    );
  });

  it('may be nested deeper than any stack', () => {
    const text = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;

    expect(show(text, 100_000, ['ssn'])).toContain('nested too deeply');
  });

  it('costs only what is shown of it: the rest is not even looked at', () => {
    const untouched = {
      get late(): never {
        throw new Error('looked at');
      },
    };
    const value = [...Array.from({ length: 20 }, () => ({ a: 'shown' })), untouched];

    const shown = showPayload('[', { characters: 50, redactKeys: new Set(['ssn']) }, { value });

    expect(shown).toHaveLength(51);
  });

  it('without redacted keys keeps its JSON as JSON.stringify would write it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const shown = showPayload('{', { characters: 1_000_000, redactKeys: new Set(['\u0000none']) }, { value });

        expect(shown).toBe(JSON.stringify(value));
      }),
    );
  });

  it('never contains the value of a redacted key', () => {
    const SECRET = 'VERYSECRET';
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constant('plain'),
        fc.record({ ssn: fc.oneof(fc.constant(SECRET), fc.constant([{ x: SECRET }])) }),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('node'), { maxKeys: 3 }),
      ),
    })).node;

    fc.assert(
      fc.property(tree, fc.integer({ min: 1, max: 300 }), (value, characters) => {
        expect(show(JSON.stringify(value), characters, ['ssn'])).not.toContain(SECRET);
      }),
    );
  });

  it('is never longer than allowed but for the mark', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom<string[]>(['a'], []),
        (text, characters, keys) => {
          expect(show(text, characters, keys)?.length).toBeLessThanOrEqual(characters + 1);
        },
      ),
    );
  });
});
