/** Metric math as a tree. Positions are characters from the start of the expression, the first being 1. */
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
      readonly function: FunctionName;
      readonly arguments: readonly Expression[];
      readonly position: number;
    }
  /** The second argument of `FILL` when it is a word. */
  | { readonly type: 'keyword'; readonly word: 'REPEAT' | 'LINEAR'; readonly position: number };

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'AND' | 'OR';

export type FunctionName = 'IF' | 'FILL' | 'AVG' | 'SUM' | 'MIN' | 'MAX' | 'ABS' | 'CEIL' | 'FLOOR';
