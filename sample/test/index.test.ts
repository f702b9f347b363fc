import { describe, expect, it } from 'vitest';
import { predictedLabel, predictedLabels, toCsv } from '../index.ts';

const scores = (winner: number): number[] => Array.from({ length: 10 }, (_, label) => (label === winner ? 0.91 : 0.01));
const csv = `${scores(3).join(',')}\n${scores(8).join(',')}\n`;
const json = { predictions: [{ score: scores(3) }, { score: scores(8) }] };

describe('a CSV body', () => {
  it('has one row on each line', () => {
    expect(
      toCsv([
        [0, 1.5],
        [16, 2],
      ]),
    ).toBe('0,1.5\n16,2');
  });
});

describe('the digits in an answer', () => {
  it.each<[string, unknown, string | undefined]>([
    ['CSV', csv, 'text/csv; charset=utf-8'],
    ['JSON text', JSON.stringify(json), 'application/json'],
    ['parsed JSON', json, 'Application/JSON; charset=utf-8'],
    ['CSV without its content type', csv, undefined],
    ['JSON text without its content type', JSON.stringify(json), undefined],
    ['parsed JSON without its content type', json, undefined],
  ])('are read from %s', (_form, body, contentType) => {
    expect(predictedLabels(body, contentType)).toEqual([3, 8]);
    expect(predictedLabel(body, contentType)).toBe(3);
  });

  it.each<[string, unknown, string | undefined]>([
    ['no text', undefined, 'text/csv'],
    ['nothing', '', 'text/csv'],
    ['too few classes', '0.5,0.5', 'text/csv'],
    ['an empty value', `${scores(1).slice(1).join(',')},`, 'text/csv'],
    ['words', scores(1).fill(Number.NaN).join(','), 'text/csv'],
    ['broken JSON', '{"predictions"', 'application/json'],
    ['JSON of another form', '{"error":"x"}', 'application/json'],
    ['predictions without scores', { predictions: [1, null, {}] }, 'application/json'],
    ['a list', [1, 2], undefined],
  ])('are none for %s', (_case, body, contentType) => {
    expect(predictedLabels(body, contentType)).toEqual([]);
    expect(predictedLabel(body, contentType)).toBeUndefined();
  });
});
