import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_FEATURES, SAMPLE_MODEL_ARTIFACT } from '../index.ts';
import { parseModel, readModel, type SoftprobModel } from '../scorer/softprob-model.ts';

/** One split on feature 0 at `threshold` and two leaves. */
function stump(threshold: number, left: number, right: number, missingGoesLeft = 0): object {
  return {
    left_children: [1, -1, -1],
    right_children: [2, -1, -1],
    split_indices: [0, 0, 0],
    split_conditions: [threshold, left, right],
    default_left: [missingGoesLeft, 0, 0],
    split_type: [0, 0, 0],
  };
}

interface ModelParts {
  readonly trees?: readonly object[];
  readonly treeInfo?: readonly number[];
  readonly baseScore?: string;
  readonly objective?: string;
  readonly booster?: string;
}

function modelJson(parts: ModelParts): string {
  const { trees = [stump(4.5, 1, -1)], baseScore = '5E-1', objective = 'multi:softprob', booster = 'gbtree' } = parts;
  const treeInfo = parts.treeInfo ?? trees.map(() => 0);
  return JSON.stringify({
    learner: {
      objective: { name: objective },
      learner_model_param: { base_score: baseScore, num_class: '2', num_feature: '2' },
      gradient_booster: { name: booster, model: { tree_info: treeInfo, trees } },
    },
  });
}

function build(parts: ModelParts): SoftprobModel {
  const result = parseModel(modelJson(parts), 'test');
  if (!result.ok) throw new Error(result.error);
  return result.model;
}

/** Probability of class 0 when the scores of the two classes are this far apart. */
const twoClasses = (difference: number): number => 1 / (1 + Math.exp(-difference));

describe('scoring a row', () => {
  it('goes left below the threshold', () => {
    const [probability] = build({}).predict([4]);

    expect(probability).toBeCloseTo(twoClasses(1), 6);
  });

  it('goes right at the threshold', () => {
    const [probability] = build({}).predict([4.5]);

    expect(probability).toBeCloseTo(twoClasses(-1), 6);
  });

  it('compares as float32: a double just below the threshold is the threshold', () => {
    const [probability] = build({}).predict([4.499999999]);

    expect(probability).toBeCloseTo(twoClasses(-1), 6);
  });

  it.each([
    ['NaN, to the left', [Number.NaN], 1, 1],
    ['NaN, to the right', [Number.NaN], 0, -1],
    ['left out, to the left', [], 1, 1],
  ])('sends a missing value where training decided: %s', (_case, row, missingGoesLeft, difference) => {
    const [probability] = build({ trees: [stump(4.5, 1, -1, missingGoesLeft)] }).predict(row);

    expect(probability).toBeCloseTo(twoClasses(difference), 6);
  });

  it('adds leaves as float32, in the order of the trees', () => {
    const trees = [stump(0, 0, 2 ** 24), stump(0, 0, 1), stump(0, 0, 1), stump(0, 0, -(2 ** 24))];

    const [probability] = build({ trees, baseScore: '0' }).predict([1]);

    // In double precision the two ones would stay; in float32 2^24 swallows them.
    expect(probability).toBe(0.5);
  });

  it('starts each class from its own base score, as XGBoost writes them since 3.1', () => {
    const [probability] = build({ trees: [], baseScore: '[2E0,0E0]' }).predict([1]);

    expect(probability).toBeCloseTo(twoClasses(2), 6);
  });

  it('stays a probability for scores whose exponential is infinite', () => {
    const probabilities = build({ trees: [stump(0, 0, 1e6)] }).predict([1]);

    expect([...probabilities]).toEqual([1, 0]);
  });

  it('gives probabilities that add up to 1, whatever the row holds', () => {
    const read = readModel(SAMPLE_MODEL_ARTIFACT);
    const row = fc.array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 16 })), { maxLength: SAMPLE_FEATURES + 5 });

    fc.assert(
      fc.property(row, (values) => {
        const probabilities = read.ok ? [...read.model.predict(values)] : [];
        const sum = probabilities.reduce((total, value) => total + value, 0);
        return probabilities.every((value) => value >= 0 && value <= 1) && Math.abs(sum - 1) < 1e-5;
      }),
      { numRuns: 200 },
    );
  });
});

describe('a model that cannot be scored', () => {
  const cyclic = { ...stump(1, 0, 0), left_children: [1, 0, -1] };
  const shortArray = { ...stump(1, 0, 0), split_conditions: [1, 0] };
  const unknownFeature = { ...stump(1, 0, 0), split_indices: [2, 0, 0] };
  const categorical = { ...stump(1, 0, 0), split_type: [1, 0, 0] };
  const outside = { ...stump(1, 0, 0), right_children: [3, -1, -1] };
  const empty = { ...stump(1, 0, 0), left_children: [] };

  it.each<[string, ModelParts, string]>([
    ['another objective', { objective: 'binary:logistic' }, 'only multi:softprob'],
    ['another booster', { booster: 'dart' }, 'only gbtree'],
    ['a tree that walks in a circle', { trees: [cyclic] }, 'tree 0 is broken'],
    ['a child outside the tree', { trees: [stump(1, 0, 0), outside] }, 'tree 1 is broken'],
    ['arrays of different lengths', { trees: [shortArray] }, 'tree 0 is broken'],
    ['a feature that the model does not have', { trees: [unknownFeature] }, 'tree 0 is broken'],
    ['splits on categories', { trees: [categorical] }, 'splits on categories'],
    ['a tree without nodes', { trees: [empty] }, 'tree 0 is broken'],
    ['a tree for a class that it does not have', { treeInfo: [2] }, 'tree_info'],
    ['trees without a class', { treeInfo: [] }, 'tree_info'],
    ['a base score too many', { baseScore: '[1,2,3]' }, '3 base scores for 2 classes'],
    ['a base score that is no number', { baseScore: 'high' }, '"high"'],
  ])('is refused: %s', (_case, parts, message) => {
    const result = parseModel(modelJson(parts), 'given.json');

    expect(result).toMatchObject({ ok: false, error: expect.stringContaining(message) });
    expect(result).toMatchObject({ error: expect.stringContaining('given.json') });
  });

  it.each(['', '{', 'binf', '[]', 'null', '{"learner":{}}', '['.repeat(100_000)])('is refused: %.12s', (text) => {
    expect(parseModel(text, 'given.json').ok).toBe(false);
  });
});
