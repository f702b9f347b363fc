import * as z from 'zod';
import { readModelFile } from './artifact.ts';
import { type ModelJson, modelSchema, type TreeJson } from './model-schema.ts';

const NO_CHILD = -1;

/** A tree ready to be walked. In a leaf, `left` is -1 and `value` is what the leaf adds. */
interface Tree {
  /** The class that the tree votes on. */
  readonly label: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  /** Threshold of a split or value of a leaf. */
  readonly value: Float32Array;
  /** 1 where a missing value goes left. */
  readonly missingGoesLeft: Uint8Array;
}

export type ReadModelResult =
  | { readonly ok: true; readonly model: SoftprobModel }
  | { readonly ok: false; readonly error: string };

/**
 * A `multi:softprob` model of XGBoost, scored as XGBoost's CPU predictor does it, with the same float32 arithmetic:
 * values and thresholds are compared as float32, leaves are added as float32 in the order of the trees, and the
 * exponentials of the softmax are float32.
 *
 * @see https://github.com/dmlc/xgboost/blob/v3.0.5/src/predictor/cpu_predictor.cc (sum of the leaves)
 * @see https://github.com/dmlc/xgboost/blob/v3.0.5/src/common/math.h (Softmax)
 */
export class SoftprobModel {
  readonly features: number;
  readonly classes: number;
  readonly #trees: readonly Tree[];
  readonly #baseScores: Float32Array;

  constructor(features: number, baseScores: Float32Array, trees: readonly Tree[]) {
    this.features = features;
    this.classes = baseScores.length;
    this.#baseScores = baseScores;
    this.#trees = trees;
  }

  /**
   * Probabilities of the classes for one row, each a float32.
   *
   * @param row at most `features` values; NaN means missing, and so does every value that is left out at the end
   */
  predict(row: readonly number[]): Float32Array {
    const values = new Float32Array(this.features).fill(Number.NaN);
    values.set(row.slice(0, this.features));
    const scores = Float32Array.from(this.#baseScores);
    for (const tree of this.#trees) {
      // Storing into a Float32Array rounds, so each addition is one of float32.
      scores[tree.label] = (scores[tree.label] ?? 0) + leafValue(tree, values);
    }
    return softmax(scores);
  }
}

function leafValue(tree: Tree, values: Float32Array): number {
  let node = 0;
  for (;;) {
    const left = tree.left[node] ?? NO_CHILD;
    const splitOrLeaf = tree.value[node] ?? 0;
    if (left === NO_CHILD) {
      return splitOrLeaf;
    }
    const value = values[tree.feature[node] ?? 0] ?? Number.NaN;
    const goesLeft = Number.isNaN(value) ? tree.missingGoesLeft[node] === 1 : value < splitOrLeaf;
    node = goesLeft ? left : (tree.right[node] ?? NO_CHILD);
  }
}

/** XGBoost sums in double precision and divides by the sum rounded to float32. */
function softmax(scores: Float32Array): Float32Array {
  const maximum = scores.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY);
  const exponentials = scores.map((score) => Math.exp(Math.fround(score - maximum)));
  const sum = Math.fround(exponentials.reduce((total, value) => total + value, 0));
  return exponentials.map((value) => value / sum);
}

/** Reads and checks a model: a SageMaker `model.tar.gz`, or the file in it. */
export function readModel(path: string): ReadModelResult {
  const file = readModelFile(path);
  return file.ok ? parseModel(file.content.toString('utf8'), path) : file;
}

/**
 * Reads a model from XGBoost's JSON.
 *
 * @param source where the text came from, for messages
 */
export function parseModel(text: string, source: string): ReadModelResult {
  const json = parseJson(text);
  if (json === undefined) {
    return { ok: false, error: `"${source}" is not JSON; save the model with save_model("model.json")` };
  }
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) {
    return { ok: false, error: `"${source}" is no XGBoost model that can be scored: ${firstIssue(parsed.error)}` };
  }
  const problem = findProblem(parsed.data);
  return problem === undefined
    ? { ok: true, model: toModel(parsed.data) }
    : { ok: false, error: `"${source}" is no XGBoost model that can be scored: ${problem}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstIssue(error: z.ZodError): string {
  return z.prettifyError(error).split('\n').slice(0, 2).join(' ').replace(/^✖ /, '');
}

/** What the schema cannot say: the arrays belong together, and walking a tree comes to an end. */
function findProblem({ learner }: ModelJson): string | undefined {
  const { base_score, num_class: classes, num_feature: features } = learner.learner_model_param;
  const { tree_info, trees } = learner.gradient_booster.model;
  if (classes < 2 || (base_score.length !== 1 && base_score.length !== classes)) {
    return `${base_score.length} base scores for ${classes} classes`;
  }
  if (tree_info.length !== trees.length || !tree_info.every((label) => label >= 0 && label < classes)) {
    return 'tree_info does not name one class for each tree';
  }
  const broken = trees.findIndex((tree) => !isSound(tree, features));
  return broken === -1 ? undefined : `tree ${broken} is broken, or splits on categories`;
}

/** Children come after their parent, so that no walk can go round in a circle. */
function isSound(tree: TreeJson, features: number): boolean {
  const nodes = tree.left_children.length;
  const arrays = [tree.right_children, tree.split_indices, tree.split_conditions, tree.default_left];
  const isChild = (child: number | undefined, parent: number): boolean =>
    child !== undefined && child > parent && child < nodes;
  const isSplit = (left: number, node: number): boolean => {
    const feature = tree.split_indices[node] ?? -1;
    return isChild(left, node) && isChild(tree.right_children[node], node) && feature >= 0 && feature < features;
  };
  return (
    nodes > 0 &&
    arrays.every((array) => array.length === nodes) &&
    (tree.split_type ?? []).every((type) => type === 0) &&
    tree.left_children.every((left, node) => left === NO_CHILD || isSplit(left, node))
  );
}

function toModel({ learner }: ModelJson): SoftprobModel {
  const { base_score, num_class, num_feature } = learner.learner_model_param;
  const { tree_info, trees } = learner.gradient_booster.model;
  const baseScores = Float32Array.from({ length: num_class }, (_, label) => base_score[label] ?? base_score[0] ?? 0);
  return new SoftprobModel(
    num_feature,
    baseScores,
    trees.map((tree, index) => ({
      label: tree_info[index] ?? 0,
      left: Int32Array.from(tree.left_children),
      right: Int32Array.from(tree.right_children),
      feature: Int32Array.from(tree.split_indices),
      value: Float32Array.from(tree.split_conditions),
      missingGoesLeft: Uint8Array.from(tree.default_left),
    })),
  );
}
