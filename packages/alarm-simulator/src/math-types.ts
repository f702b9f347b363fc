import type { FunctionName } from './math-functions.ts';

/**
 * Metric math as a tree. Positions are characters from the start of the expression, the first being 1.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Expression =
  | { readonly type: 'number'; readonly value: number; readonly position: number }
  | { readonly type: 'reference'; readonly id: string; readonly position: number }
  | {
      readonly type: 'negate';
      readonly operand: Expression;
      readonly position: number;
      /** Other orders of operators would read the expression differently, and AWS publishes none. */
      readonly inferred?: true;
    }
  | {
      readonly type: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly position: number;
      /** As with `negate`. */
      readonly inferred?: true;
    }
  | { readonly type: 'array'; readonly elements: readonly Expression[]; readonly position: number }
  | {
      readonly type: 'call';
      readonly name: FunctionName;
      readonly operands: readonly Expression[];
      readonly position: number;
    }
  /** A word that is an operand of `FILL` or `SORT`. */
  | { readonly type: 'keyword'; readonly word: Keyword; readonly position: number }
  /** The operand of `METRICS`. */
  | { readonly type: 'text'; readonly text: string; readonly position: number };

/** An operator of metric math between two operands. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'AND' | 'OR';

export const FILL_KEYWORDS = ['REPEAT', 'LINEAR'] as const;
export type FillKeyword = (typeof FILL_KEYWORDS)[number];

/** "The function you use can be AVG, MIN, MAX, or SUM." */
export const SORT_FUNCTIONS = ['AVG', 'MIN', 'MAX', 'SUM'] as const;
export type SortFunction = (typeof SORT_FUNCTIONS)[number];

export const SORT_ORDERS = ['ASC', 'DESC'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** A word that a function of metric math takes for an operand. */
export type Keyword = FillKeyword | SortFunction | SortOrder;

/** AWS's S, TS and TS[]. */
export type ValueType = 'scalar' | 'series' | 'array';

/** A fault in an expression; the parser and the checker turn it into a value. */
export class MathError extends Error {
  constructor(message: string, position: number) {
    super(`${message} at character ${position}`);
  }
}
