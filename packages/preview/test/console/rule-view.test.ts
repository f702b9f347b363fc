import { describe, expect, it } from 'vitest';
import { type AlarmState, parseRule } from '../../../alarm-simulator/src/index.ts';
import { ruleView } from '../../src/console/rule-view.ts';

const STATES: Readonly<Record<string, AlarmState>> = { a: 'ALARM', b: 'OK', c: 'ALARM' };

function view(text: string) {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join());
  return ruleView(parsed.value.rule, (name) => ({ name, state: STATES[name] ?? null }));
}

describe('the view of an alarm rule', () => {
  it('says of every part whether it holds', () => {
    const tree = view('ALARM(a) AND NOT ALARM(b)');

    expect(tree).toMatchObject({
      text: 'AND',
      holds: true,
      children: [
        { text: 'ALARM', holds: true, alarm: { name: 'a', state: 'ALARM' } },
        { text: 'NOT', holds: true, children: [{ text: 'ALARM', holds: false, alarm: { name: 'b', state: 'OK' } }] },
      ],
    });
  });

  it('lists the alarms that are counted', () => {
    const tree = view('AT_LEAST(2, ALARM, (a, b, c))');

    expect(tree.text).toBe('AT_LEAST 2 in ALARM');
    expect(tree.holds).toBe(true);
    expect(tree.children.map(({ alarm, holds }) => [alarm?.name, holds])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ]);
  });

  it('counts those in any other state where the rule says NOT', () => {
    const tree = view('AT_LEAST(100%, NOT ALARM, (b))');

    expect([tree.text, tree.holds, tree.children[0]?.holds]).toEqual(['AT_LEAST 100% in NOT ALARM', true, true]);
  });

  it('shows an alarm that is not there without a state', () => {
    const tree = view('ALARM(nobody) OR TRUE');

    expect(tree.children[0]).toMatchObject({ holds: false, alarm: { name: 'nobody', state: null } });
    expect(tree.children[1]).toMatchObject({ text: 'TRUE', holds: true });
  });
});
