import { type AlarmState, evaluateRule, type RuleNode } from '../../../alarm-simulator/src/index.ts';
import type { RuleView } from '../../../console/src/contract.ts';

/** An alarm that a rule names: what people call it, and where it stands; null if there is none of that name. */
export type RuleAlarm = (reference: string) => { readonly name: string; readonly state: AlarmState | null };

/** An alarm rule as a tree whose every node says whether it holds now. */
export function ruleView(node: RuleNode, alarm: RuleAlarm): RuleView {
  const holds = evaluateRule(node, (reference) => alarm(reference).state ?? undefined);
  return { text: textOf(node), holds, ...leafOf(node, alarm), children: childrenOf(node, alarm) };
}

function textOf(node: RuleNode): string {
  switch (node.type) {
    case 'constant':
      return node.value ? 'TRUE' : 'FALSE';
    case 'state':
      return node.state;
    case 'atLeast': {
      const { amount, negated, state } = node;
      const wanted = `${negated ? 'NOT ' : ''}${state}`;
      return `AT_LEAST ${amount.value}${amount.unit === 'percent' ? '%' : ''} in ${wanted}`;
    }
    default:
      return node.type.toUpperCase();
  }
}

function leafOf(node: RuleNode, alarm: RuleAlarm): Pick<RuleView, 'alarm'> {
  return node.type === 'state' ? { alarm: alarm(node.reference) } : {};
}

function childrenOf(node: RuleNode, alarm: RuleAlarm): RuleView[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.operands.map((operand) => ruleView(operand, alarm));
    case 'not':
      return [ruleView(node.operand, alarm)];
    case 'atLeast':
      return node.references.map((reference) => {
        const named = alarm(reference);
        const inState = named.state === node.state;
        const text = `${node.negated ? 'NOT ' : ''}${node.state}`;
        return { text, holds: node.negated ? !inState : inState, alarm: named, children: [] };
      });
    default:
      return [];
  }
}
