import { describe, expect, it } from 'vitest';
import {
  readExpectedProbabilities,
  readHeldout,
  SAMPLE_CLASSES,
  SAMPLE_FEATURES,
  SAMPLE_MODEL_ARTIFACT,
} from '../index.ts';
import { readModel } from '../scorer/softprob-model.ts';

const read = readModel(SAMPLE_MODEL_ARTIFACT);
if (!read.ok) throw new Error(read.error);
const { model } = read;
const heldout = readHeldout();

describe('the sample model on the held-out rows', () => {
  it('gives the probabilities of XGBoost itself within 1e-6, on all rows', () => {
    const expected = readExpectedProbabilities();

    const differences = heldout.flatMap(({ features }, row) =>
      Array.from(model.predict(features), (value, label) => Math.abs(value - (expected[row]?.[label] ?? Number.NaN))),
    );

    expect(expected).toHaveLength(heldout.length);
    expect(differences).toHaveLength(heldout.length * SAMPLE_CLASSES);
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
  });

  it('finds the digit of at least 95 % of the rows', () => {
    const correct = heldout.filter(({ features, label }) => {
      const probabilities = model.predict(features);
      return probabilities.indexOf(Math.max(...probabilities)) === label;
    });

    expect(correct.length / heldout.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('the held-out rows', () => {
  it('have 64 pixels from 0 to 16 and a digit', () => {
    const isPixel = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 16;

    expect(heldout).toHaveLength(360);
    expect(heldout.every(({ features }) => features.length === SAMPLE_FEATURES && features.every(isPixel))).toBe(true);
    expect([...new Set(heldout.map(({ label }) => label))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
