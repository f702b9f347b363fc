import { describe, expect, it } from 'vitest';
import { formatDatapointTime, formatLongTime, formatNumber, formatTimestamp, plural } from '../src/format.ts';

describe('numbers', () => {
  it.each([
    [0, '0.0'],
    [-0, '0.0'],
    [2000, '2000.0'],
    [-3, '-3.0'],
    [385007.6, '385007.6'],
    [3.6266666666666665, '3.6266666666666665'],
    [2126585, '2126585.0'],
    [0.001, '0.001'],
    [0.0005, '5.0E-4'],
    [10_000_000, '1.0E7'],
    [12_345_678.5, '1.23456785E7'],
  ])('%d is printed as Java prints a double: %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('come with their noun', () => {
    expect(plural(1, 'datapoint')).toBe('1 datapoint');
    expect(plural(0, 'datapoint')).toBe('0 datapoints');
  });
});

describe('times', () => {
  const time = Date.UTC(2023, 5, 2, 9, 3, 7, 45);

  it('are day first in a reason', () => {
    expect(formatDatapointTime(time)).toBe('02/06/23 09:03:07');
  });

  it('have an offset without a colon in JSON', () => {
    expect(formatTimestamp(time)).toBe('2023-06-02T09:03:07.045+0000');
  });

  it('are spelt out in an e-mail', () => {
    expect(formatLongTime(time)).toBe('Friday 02 June, 2023 09:03:07 UTC');
  });
});
