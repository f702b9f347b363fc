/** A constant of a row filter. A number is kept as written, so that a decimal loses nothing. */
export type FilterValue =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'boolean'; readonly value: boolean };

/** A column, then the fields of a struct: `["customer", "id"]` for `customer.id`. */
export type ColumnPath = readonly [string, ...string[]];

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A row filter as a tree. */
export type RowCondition =
  | { readonly type: 'and' | 'or'; readonly operands: readonly RowCondition[] }
  | { readonly type: 'not'; readonly operand: RowCondition }
  | {
      readonly type: 'comparison';
      readonly column: ColumnPath;
      readonly operator: ComparisonOperator;
      readonly value: FilterValue;
    }
  | {
      readonly type: 'between';
      readonly column: ColumnPath;
      readonly low: FilterValue;
      readonly high: FilterValue;
      readonly negated: boolean;
    }
  | {
      readonly type: 'in';
      readonly column: ColumnPath;
      readonly values: readonly FilterValue[];
      readonly negated: boolean;
    }
  | { readonly type: 'like'; readonly column: ColumnPath; readonly pattern: FilterValue; readonly negated: boolean }
  | { readonly type: 'null'; readonly column: ColumnPath; readonly negated: boolean };

export type RowFilterResult =
  | { readonly status: 'success'; readonly condition: RowCondition }
  | { readonly status: 'error'; readonly message: string };
