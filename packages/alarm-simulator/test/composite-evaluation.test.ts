import { describe, expect, it } from 'vitest';
import { type Child, compositeState, describeComposite } from '../src/composite-evaluation.ts';
import { arnOf, compositeAlarm, NOON } from './helpers/alarms.ts';

function child(name: string, more: Partial<Child> = {}): Child {
  return { arn: arnOf(name), state: 'OK', certainty: 'documented', since: NOON, changed: false, ...more };
}

function evaluate(rule: string, children: Readonly<Record<string, Child>>, created = false) {
  const alarm = compositeAlarm('top', rule);
  const state = compositeState(alarm, (reference) => children[reference]?.state);
  return { state, ...describeComposite(alarm, state, (reference) => children[reference], created) };
}

describe('a composite alarm that is evaluated', () => {
  it('on creation names itself, and all children in its reason data', () => {
    const verdict = evaluate('ALARM(a) OR ALARM(b)', { a: child('a'), b: child('b', { state: 'ALARM' }) }, true);

    expect(verdict).toMatchObject({
      state: 'ALARM',
      reason: `${arnOf('top')} was created and its alarm rule evaluates to ALARM`,
      reasonData: { triggeringAlarms: [{ arn: arnOf('a') }, { arn: arnOf('b'), state: { value: 'ALARM' } }] },
    });
  });

  it('names the first child of the rule that changed, and lists all that did', () => {
    const changed = { changed: true, state: 'ALARM' } as const;

    const verdict = evaluate('ALARM(a) OR ALARM(b) OR ALARM(c)', {
      a: child('a'),
      b: child('b', changed),
      c: child('c', changed),
    });

    expect(verdict.reason).toBe(`${arnOf('b')} transitioned to ALARM at Monday 13 January, 2025 12:00:00 UTC`);
    expect(verdict.reasonData.triggeringAlarms.map(({ arn }) => arn)).toEqual([arnOf('b'), arnOf('c')]);
  });

  it('is as sure as its least sure child', () => {
    const children = { a: child('a', { certainty: 'inferred' }), b: child('b', { certainty: 'undocumented' }) };

    expect(evaluate('ALARM(a)', children).certainty).toBe('inferred');
    expect(evaluate('ALARM(a) OR ALARM(b)', children).certainty).toBe('undocumented');
  });

  it('is undocumented where the precedence of AND and OR decides, whatever the children', () => {
    const children = { a: child('a', { state: 'ALARM' }), b: child('b'), c: child('c') };

    expect(evaluate('ALARM(a) OR ALARM(b) AND ALARM(c)', children)).toMatchObject({
      state: 'ALARM',
      certainty: 'undocumented',
    });
    expect(evaluate('ALARM(a) OR (ALARM(b) AND ALARM(c))', children).certainty).toBe('documented');
  });

  it('needs no child at all', () => {
    expect(evaluate('FALSE', {}, true)).toMatchObject({ state: 'OK', certainty: 'documented' });
  });
});
