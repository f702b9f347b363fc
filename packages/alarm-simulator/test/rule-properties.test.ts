import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmState, evaluateRule, parseRule } from '../src/index.ts';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
const NAMES = ['a', 'b b', 'c"c'] as const;

type Place = Readonly<Record<string, AlarmState>>;

/** A rule as text, and what it means, worked out apart from the parser. */
interface Sample {
  readonly text: string;
  readonly meaning: (place: Place) => boolean;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '\\"')}"`;

const constant: fc.Arbitrary<Sample> = fc
  .boolean()
  .map((value) => ({ text: value ? 'TRUE' : 'FALSE', meaning: () => value }));

const state: fc.Arbitrary<Sample> = fc
  .tuple(fc.constantFrom(...STATES), fc.constantFrom(...NAMES))
  .map(([wanted, name]) => ({ text: `${wanted}(${quoted(name)})`, meaning: (place) => place[name] === wanted }));

const atLeast: fc.Arbitrary<Sample> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.constantFrom(...STATES))
  .map(([count, negated, wanted]) => ({
    text: `AT_LEAST(${count}, ${negated ? 'NOT ' : ''}${wanted}, (${NAMES.map(quoted).join(', ')}))`,
    meaning: (place) => NAMES.filter((name) => (place[name] === wanted) !== negated).length >= count,
  }));

const { rule } = fc.letrec<{ rule: Sample }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    constant,
    state,
    atLeast,
    tie('rule').map((inner) => ({ text: `NOT (${inner.text})`, meaning: (place: Place) => !inner.meaning(place) })),
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => ({
      text: `(${left.text}) AND (${right.text})`,
      meaning: (place: Place) => left.meaning(place) && right.meaning(place),
    })),
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => ({
      text: `(${left.text})\nOR (${right.text})`,
      meaning: (place: Place) => left.meaning(place) || right.meaning(place),
    })),
  ),
}));

const PLACES: readonly Place[] = STATES.flatMap((a) =>
  STATES.flatMap((b) => STATES.map((c) => ({ a, 'b b': b, 'c"c': c }))),
);

describe('any rule', () => {
  it('equals its truth table', () => {
    fc.assert(
      fc.property(rule, ({ text, meaning }) => {
        const parsed = parseRule(text);
        if (!parsed.ok) throw new Error(`${text}: ${parsed.errors[0]?.message}`);
        const { rule: tree } = parsed.value;
        for (const place of PLACES) expect(evaluateRule(tree, (name) => place[name])).toBe(meaning(place));
      }),
      { numRuns: 300 },
    );
  });

  it('of any characters is read or refused, never thrown', () => {
    const word = fc.constantFrom(
      'ALARM',
      'OK',
      '(',
      ')',
      ',',
      'AT_LEAST',
      '2',
      '50%',
      'NOT',
      'AND',
      'OR',
      'a',
      '"',
      '\\',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const parsed = parseRule(words.join(' '));
        if (!parsed.ok) expect(parsed.errors[0]?.message).toMatch(/ at character \d+$/);
      }),
      { numRuns: 500 },
    );
  });
});
