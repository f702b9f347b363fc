import type { RuleNode } from './rule-types.ts';
import type { AlarmState, Certainty } from './types.ts';

/** State of a referenced alarm. */
export type StateOf = (reference: string) => AlarmState | undefined;

/** `AT_LEAST(50%, …)` of three alarms: two if halves round up, one if they round down. AWS does not say. */
type Rounding = (share: number) => number;

function evaluate(node: RuleNode, stateOf: StateOf, rounding: Rounding): boolean {
  switch (node.type) {
    case 'constant':
      return node.value;
    case 'state':
      return stateOf(node.reference) === node.state;
    case 'not':
      return !evaluate(node.operand, stateOf, rounding);
    case 'and':
      return node.operands.every((operand) => evaluate(operand, stateOf, rounding));
    case 'or':
      return node.operands.some((operand) => evaluate(operand, stateOf, rounding));
    case 'atLeast': {
      const { amount, references, state, negated } = node;
      const needed = amount.unit === 'count' ? amount.value : rounding((amount.value * references.length) / 100);
      const matching = references.filter((reference) => (stateOf(reference) === state) !== negated).length;
      return matching >= needed;
    }
  }
}

/** Is the rule true, with fractions of alarms rounded up: fewer would not be "at least" the percentage. */
export function evaluateRule(rule: RuleNode, stateOf: StateOf): boolean {
  return evaluate(rule, stateOf, Math.ceil);
}

/** How sure the truth of a rule is: an answer that hangs on precedence or rounding is *undocumented*. */
export function ruleCertainty(rule: RuleNode, leftToRight: RuleNode | undefined, stateOf: StateOf): Certainty {
  const value = evaluateRule(rule, stateOf);
  const same =
    value === evaluate(rule, stateOf, (share) => Math.max(1, Math.floor(share))) &&
    (leftToRight === undefined || value === evaluateRule(leftToRight, stateOf));
  return same ? 'documented' : 'undocumented';
}
