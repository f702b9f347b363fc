/**
 * Metric math as a tree. Positions are characters from the start of the expression, the first being 1.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Expression =
  | { readonly type: 'number'; readonly value: number; readonly position: number }
  | { readonly type: 'reference'; readonly id: string; readonly position: number }
  | { readonly type: 'negate'; readonly operand: Expression; readonly position: number }
  | {
      readonly type: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly position: number;
    }
  | { readonly type: 'array'; readonly elements: readonly Expression[]; readonly position: number }
  | {
      readonly type: 'call';
      readonly name: FunctionName;
      readonly operands: readonly Expression[];
      readonly position: number;
    }
  /** The second operand of `FILL`, if it is a word. */
  | { readonly type: 'keyword'; readonly word: FillKeyword; readonly position: number };

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'AND' | 'OR';

export const FUNCTION_NAMES = ['IF', 'FILL', 'AVG', 'SUM', 'MIN', 'MAX', 'ABS', 'CEIL', 'FLOOR'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export type FillKeyword = 'REPEAT' | 'LINEAR';

/** AWS's S, TS and TS[]. */
export type ValueType = 'scalar' | 'series' | 'array';

/** A fault in an expression; the parser and the checker turn it into a value. */
export class MathError extends Error {
  constructor(message: string, position: number) {
    super(`${message} at character ${position}`);
  }
}
