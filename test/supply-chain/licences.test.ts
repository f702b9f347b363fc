import { describe, expect, test } from 'vitest';
import { EXCEPTIONS, isAllowed, licenceProblems } from '../../scripts/supply-chain/licences.ts';
import type { Component } from '../../scripts/supply-chain/sbom.ts';

describe('a licence', () => {
  const allowed = new Set(['MIT', 'Zlib']);

  test.each([
    ['MIT', true],
    ['GPL-3.0-or-later', false],
    ['MIT OR GPL-3.0-or-later', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND GPL-3.0-or-later', false],
    ['MIT OR GPL-3.0-or-later AND X', true],
    ['(MIT OR X) AND GPL-3.0-or-later', false],
    ['GPL-3.0-or-later AND (MIT OR X) OR Zlib', true],
    ['(MIT', false],
    ['MIT)', false],
    ['MIT WITH something', false],
    ['', false],
  ])('"%s" goes with ours: %s', (expression, expected) => {
    expect(isAllowed(expression, allowed)).toBe(expected);
  });
});

describe('packages', () => {
  /** What every exception needs, so that none is superfluous. */
  const excepted: Component[] = EXCEPTIONS.map(({ name, licence, where }) => ({
    name: name.endsWith('/') ? `${name}one` : name,
    version: '1.0.0',
    licence,
    development: where === 'development',
  }));
  const problems = (...more: Component[]) => licenceProblems([...excepted, ...more]);
  const component = (licence: string | undefined, development = false): Component => ({
    name: 'a',
    version: '1.0.0',
    licence,
    development,
  });

  test('of allowed licences and the exceptions are right', () => {
    expect(problems(component('MIT'))).toEqual([]);
  });

  test('of another licence, or of none, are a problem', () => {
    expect(problems(component('GPL-3.0-or-later'))).toEqual([
      'a@1.0.0: GPL-3.0-or-later is not allowed in what users install',
    ]);
    expect(problems(component(undefined, true))).toEqual(['a@1.0.0: no licence is not allowed']);
  });

  test('excepted for development are a problem when users install them', () => {
    const [first] = excepted;

    expect(first && problems({ ...first, development: false })).toHaveLength(1);
  });

  test('that need no exception any more make it a problem', () => {
    expect(licenceProblems([])).toHaveLength(EXCEPTIONS.length);
  });
});
