import { describe, expect, it } from 'vitest';
import { Pattern } from '../src/logs/pattern/pattern.ts';

describe('a pattern', () => {
  it.each([
    ['Task timed out|Runtime exited|Runtime.ExitError', 'x Runtime exited with error', true],
    ['Task timed out|Runtime exited|Runtime.ExitError', 'Task timed', false],
    ['^a.c$', 'abc', true],
    ['^a.c$', 'xabc', false],
    ['a.c', 'a\nc', false],
    ['ab*c', 'ac', true],
    ['ab+c', 'ac', false],
    ['ab?c', 'abbc', false],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2,3}$', 'aaa', true],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}$', 'aaaaa', true],
    ['a{,3}', 'a{,3}', true],
    ['[a-c\\d_-]+z', 'b7-z', true],
    ['^[^a-c]$', 'b', false],
    ['^[^a-c]$', 'd', true],
    ['\\d{3}\\s\\w\\W\\S\\D', '404 a-bc', true],
    ['\\bcat\\b', 'a cat!', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['(?:ab|cd)+e', 'abcde', true],
    ['(?<code>\\d+)ms?', '12m', true],
    ['a.*?b', 'a--b', true],
    ['\\/a\\.b\\t\\x41\\u0042', '/a.b\tAB', true],
    ['(?i)error [a-f]', 'ERROR C', true],
    ['error', 'ERROR', false],
    ['', 'anything', true],
    ['(|a)*b', 'aab', true],
    ['(a*)*$', 'b', true],
  ])('/%s/ in %j: %s', (source, text, expected) => {
    expect(new Pattern(source).test(text)).toBe(expected);
  });

  it('agrees with the engine of the language', () => {
    const sources = ['a|b', '(ab|a)(c|bcd)', 'x*y+z?', '[ab]{1,2}c', '^(a|ab)*$', 'b(a|b)?a', 'a(?:b|c)*d'];
    const letters = ['a', 'b', 'c', 'd', 'x', 'y', 'z'];
    const texts = Array.from({ length: 400 }, (_, seed) =>
      Array.from({ length: seed % 7 }, (_unused, place) => letters[(seed * (place + 3) * 7919) % letters.length]).join(
        '',
      ),
    );

    for (const source of sources) {
      const pattern = new Pattern(source);
      const own = new RegExp(source);
      for (const text of texts) expect(`${text} ${pattern.test(text)}`).toBe(`${text} ${own.test(text)}`);
    }
  });

  it.each(['(a+)+$', '^(a|a)*$', '(.*)*x', 'a*a*a*a*a*a*a*a*b', '(a{1,30}){1,30}$'])(
    'ends in time on text that takes other engines for ever: %s',
    (source) => {
      expect(new Pattern(source).test(`${'a'.repeat(2000)}!`)).toBe(false);
    },
  );

  it.each([
    ['(?=a)', 'looking ahead'],
    ['(?<!a)b', 'looking ahead or behind'],
    ['(a)\\1', 'references back'],
    ['a++', 'possessive'],
    ['(a', 'no )'],
    ['a)', 'no ('],
    ['[a', 'no ]'],
    ['[z-a]', 'wrong way round'],
    ['a{3,2}', 'wrong way round'],
    ['*a', 'nothing to repeat'],
    ['a\\', 'backslash'],
    ['\\p{L}', 'not supported'],
    ['a{1000}', 'more than 500'],
    ['((a{500}){500}){500}', 'too many repetitions'],
    ['('.repeat(60), 'groups in one another'],
    ['a'.repeat(1001), 'more than 1000 characters'],
  ])('is refused by name where it is not supported: %s', (source, message) => {
    expect(() => new Pattern(source)).toThrow(message);
  });
});
