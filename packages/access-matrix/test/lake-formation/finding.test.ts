import { describe, expect, it } from 'vitest';
import { allOf, anyOf, fact, reasonOf } from '../../src/lake-formation/finding.ts';

const yes = fact('allow', 'yes');
const no = fact('deny', 'no');
const unknown = fact('unknown', 'who knows');

describe('findings', () => {
  it.each([
    [[yes, yes], 'allow'],
    [[yes, unknown], 'unknown'],
    [[unknown, no, yes], 'deny'],
    [[], 'allow'],
  ] as const)('that must all hold: %#', (parts, expected) => {
    expect(allOf('all', parts).decision).toBe(expected);
  });

  it.each([
    [[no, yes, unknown], 'allow'],
    [[no, unknown], 'unknown'],
    [[no, no], 'deny'],
    [[], 'deny'],
  ] as const)('of which one is enough: %#', (parts, expected) => {
    expect(anyOf('any', parts).decision).toBe(expected);
  });
});

describe('the reason', () => {
  it('of a denial by one of several conditions is that one', () => {
    expect(reasonOf(allOf('all', [yes, no]))).toBe('no');
  });

  it('of a denial in which no way led in is every way', () => {
    expect(reasonOf(anyOf('any', [no, fact('deny', 'nor this')]))).toBe('no; nor this');
  });

  it('of a permission by one of several ways is that way', () => {
    expect(reasonOf(anyOf('any', [no, yes]))).toBe('yes');
  });

  it('of a permission with several conditions is every one of them, each once', () => {
    expect(reasonOf(allOf('all', [yes, yes, fact('allow', 'also')]))).toBe('yes; also');
  });

  it('of nothing is what was asked', () => {
    expect(reasonOf(anyOf('no grant', []))).toBe('no grant');
  });

  it('names three facts and counts the others', () => {
    const many = Array.from({ length: 5 }, (_, index) => fact('deny', `${index}`));

    expect(reasonOf(anyOf('any', many))).toBe('0; 1; 2; and 2 more');
  });
});

describe('the reason of several findings in one', () => {
  const summarised = { ...allOf('all', [yes, yes]), summary: 'in short' };

  it('is the summary of a part that has one', () => {
    expect(reasonOf(summarised)).toBe('in short');
    expect(reasonOf(allOf('both', [summarised, fact('allow', 'also')]))).toBe('in short; also');
  });

  it('goes down to the facts of the part that decided', () => {
    const denied = allOf('all', [yes, anyOf('any', [no, allOf('inner', [unknown, fact('deny', 'deep')])])]);

    expect(reasonOf(denied)).toBe('no; deep');
  });

  it('has a fact once that several parts rest on', () => {
    expect(reasonOf(anyOf('any', [allOf('one', [no]), allOf('other', [no])]))).toBe('no');
  });

  it('of something unknown is what is unknown, and not what is decided', () => {
    expect(reasonOf(allOf('all', [yes, unknown, yes]))).toBe('who knows');
    expect(reasonOf(anyOf('any', [no, unknown]))).toBe('who knows');
  });

  it('of no conditions at all is what was asked', () => {
    expect(reasonOf(allOf('nothing is asked', []))).toBe('nothing is asked');
  });
});
