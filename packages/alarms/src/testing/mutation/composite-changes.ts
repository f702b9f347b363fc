import { type CompositeAlarm, type RuleToken, tokenizeRule } from '../../../../alarm-simulator/src/index.ts';
import { offsetText } from '../run/history.ts';
import { equivalentSuppressor } from './equivalent.ts';
import type { PropertyChange } from './types.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Changes of a composite alarm's rule and of its suppressor. */
export function compositeChanges(alarm: CompositeAlarm, properties: Properties): PropertyChange[] {
  return [...ruleChanges(alarm.ruleText, properties), ...suppressorChanges(alarm, properties)];
}

const isWord = (token: RuleToken | undefined, ...words: string[]): boolean =>
  token?.type === 'word' && words.includes(token.text);

/** A part of the rule's text and what it becomes. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  readonly text: string;
  readonly advice: string;
}

function ruleChanges(rule: string, properties: Properties): PropertyChange[] {
  const tokens = tokenizeRule(rule);
  return tokens
    .flatMap((_, index) => editsAt(tokens, index))
    .map(({ from, to, replacement, text, advice }) => ({
      kind: 'rule',
      text,
      advice,
      properties: { ...properties, AlarmRule: rule.slice(0, from) + replacement + rule.slice(to) },
    }));
}

function editsAt(tokens: readonly RuleToken[], index: number): Edit[] {
  const token = tokens[index];
  if (token?.type !== 'word') return [];
  const from = token.position - 1;
  const to = from + token.text.length;
  if (isWord(token, 'AND', 'OR')) {
    const other = token.text === 'AND' ? 'OR' : 'AND';
    const place = ` at character ${token.position} of the rule`;
    const advice = 'tests in which only one side of it is true, and in which both are';
    return [{ from, to, replacement: other, text: `${token.text} -> ${other}${place}`, advice }];
  }
  // Inside AT_LEAST, NOT and the states are no conditions of their own.
  const condition = tokens.slice(index, index + 4);
  const [, open, reference, close] = condition;
  if (!isWord(token, 'ALARM', 'OK', 'INSUFFICIENT_DATA') || open?.type !== '(' || close?.type !== ')') return [];
  if (reference?.type !== 'word' && reference?.type !== 'quoted') return [];
  const name = reference.text.slice(reference.text.lastIndexOf(':') + 1);
  return (['FALSE', 'TRUE'] as const).map((replacement) => ({
    from,
    to: close.position,
    replacement,
    text: `${token.text}(${name}) -> ${replacement}`,
    advice:
      replacement === 'FALSE'
        ? `a firing test in which ${token.text}(${name}) is what makes the rule true`
        : `a quiet test in which all of the rule but ${token.text}(${name}) is true`,
  }));
}

function suppressorChanges(alarm: CompositeAlarm, properties: Properties): PropertyChange[] {
  const { suppressor } = alarm;
  if (suppressor === undefined) return [];
  const {
    ActionsSuppressor: _alarm,
    ActionsSuppressorWaitPeriod: _wait,
    ActionsSuppressorExtensionPeriod: _extension,
    ...without
  } = properties;
  const changes: PropertyChange[] = [
    {
      kind: 'suppressor',
      text: 'without ActionsSuppressor',
      advice: 'a test that fires while the suppressor is in ALARM, with calls: { ALARM: [] }',
      properties: without,
    },
  ];
  const periods = [
    ['ActionsSuppressorWaitPeriod', suppressor.waitPeriod, 'while the suppressor goes to ALARM a little later'],
    ['ActionsSuppressorExtensionPeriod', suppressor.extensionPeriod, 'and clears a little after the suppressor has'],
  ] as const;
  for (const [name, seconds, when] of periods) {
    for (const other of seconds === 0 ? [600] : [0, seconds * 2]) {
      changes.push({
        kind: 'suppressor',
        text: `${name} ${offsetText(seconds * 1000)} -> ${offsetText(other * 1000)}`,
        advice: `a test that fires ${when}, with what is called`,
        properties: { ...properties, [name]: other },
      });
    }
  }
  const equivalent = equivalentSuppressor(alarm);
  return equivalent === undefined ? changes : changes.map((change) => ({ ...change, equivalent }));
}
