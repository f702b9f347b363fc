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
