import { describe, expect, it } from 'vitest';
import { parsePythonFloat, pythonRepr } from '../server/python-float.ts';

describe("reading a value as Python's float()", () => {
  it.each([
    ['0', 0],
    ['-0', -0],
    ['+3', 3],
    ['3.', 3],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['1E+2', 100],
    ['1_0.2_5', 10.25],
    [' 7\r', 7],
    ['1e400', Number.POSITIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
    ['-NaN', Number.NaN],
  ])('takes "%s"', (text, value) => {
    expect(parsePythonFloat(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '.',
    'e5',
    '1e',
    '0x1',
    '1__0',
    '_1',
    '1_',
    '1_.5',
    '--1',
    '1 2',
    '1,5',
    'infinit',
    'abc',
    '\uFEFF1',
  ])('refuses "%s"', (text) => {
    expect(parsePythonFloat(text)).toBeUndefined();
  });
});

describe("writing a number as Python's repr()", () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.5, '0.5'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.0000123, '1.23e-05'],
    [1.5e-10, '1.5e-10'],
    [2e-300, '2e-300'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [Math.fround(0.1), '0.10000000149011612'],
  ])('writes %d', (value, text) => {
    expect(pythonRepr(value)).toBe(text);
  });
});
