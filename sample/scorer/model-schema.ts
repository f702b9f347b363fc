import * as z from 'zod';

/**
 * The part of XGBoost's JSON model format that scoring needs; the rest of the file is ignored.
 * @see https://xgboost.readthedocs.io/en/release_3.0.0/tutorials/saving_model.html (JSON schema)
 */

/** XGBoost writes its parameters as strings. */
const integerText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** One number, or since XGBoost 3.1 one for each class in brackets: `5E-1`, `[5E-1,5E-1]`. */
const baseScore = z.string().transform((text, context) => {
  const values = text.replace(/^\[|\]$/g, '').split(',');
  const numbers = values.map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
  if (!numbers.every(Number.isFinite)) {
    context.addIssue({ code: 'custom', message: `"${text}" is neither a number nor a list of numbers` });
  }
  return numbers;
});

const nodeIndexes = z.array(z.int());
const numbers = z.array(z.number());
/** 0 or 1; XGBoost up to 1.7 may write booleans. */
const flags = z.array(z.union([z.int(), z.boolean()]).transform(Number));

const tree = z.object({
  left_children: nodeIndexes,
  right_children: nodeIndexes,
  split_indices: nodeIndexes,
  split_conditions: numbers,
  default_left: flags,
  split_type: flags.optional(),
});

export const modelSchema = z.object({
  learner: z.object({
    objective: z.object({ name: z.literal('multi:softprob', 'only multi:softprob can be scored here') }),
    learner_model_param: z.object({ base_score: baseScore, num_class: integerText, num_feature: integerText }),
    gradient_booster: z.object({
      name: z.literal('gbtree', 'only gbtree can be scored here'),
      model: z.object({ tree_info: nodeIndexes, trees: z.array(tree) }),
    }),
  }),
});

/** A tree as XGBoost writes it: one array for each property of its nodes. */
export type TreeJson = z.output<typeof tree>;
export type ModelJson = z.output<typeof modelSchema>;
