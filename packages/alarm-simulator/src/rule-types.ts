import type { AlarmState } from './types.ts';

/** The rule of a composite alarm as a tree. References are names or ARNs, as written. */
export type RuleNode =
  | { readonly type: 'constant'; readonly value: boolean }
  | { readonly type: 'state'; readonly state: AlarmState; readonly reference: string }
  | { readonly type: 'not'; readonly operand: RuleNode }
  | { readonly type: 'and' | 'or'; readonly operands: readonly RuleNode[] }
  | {
      readonly type: 'atLeast';
      /** A number of alarms, or a percentage of those listed. */
      readonly amount: { readonly unit: 'count' | 'percent'; readonly value: number };
      readonly state: AlarmState;
      /** `NOT state`: alarms in any other state count. */
      readonly negated: boolean;
      readonly references: readonly string[];
    };
