import { describe, expect, it } from 'vitest';
import { checkExpectations, type Facts } from '../../src/report/expectations.ts';
import type { ReportedTransition } from '../../src/report/types.ts';
import type { AlarmExpectation, AlarmStateName } from '../../src/scenario/types.ts';

const START = Date.UTC(2026, 0, 1);
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
const noLatency = { p50: null, p90: null, p99: null };
const noRequests = { sent: 0, ok: 0, failed: 0, rejected: 0, dropped: 0 };

/** An alarm that goes through these states at these minutes. */
function transitions(...steps: [number, AlarmStateName][]): ReportedTransition[] {
  return steps.map(([minute, to], index) => ({
    at: at(minute),
    from: steps[index - 1]?.[1] ?? 'INSUFFICIENT_DATA',
    to,
    reason: `reason ${index}`,
    certainty: 'documented',
  }));
}

const phase = (name: string, from: number, to: number) => ({
  name,
  startedAt: at(from),
  endedAt: at(to),
  requests: noRequests,
  accuracy: null,
  latencyMs: noLatency,
});

function facts(changes: Partial<Facts> = {}): Facts {
  return {
    phases: [phase('normal', 0, 5), phase('slow', 5, 10)],
    requests: { ...noRequests, byStatus: {}, problems: {} },
    accuracy: 0.97,
    latencyMs: { p50: 10, p90: 20, p99: 30 },
    alarms: [{ name: 'Slow-Alarm', state: 'OK', transitions: transitions([1, 'OK'], [8, 'ALARM'], [14, 'OK']) }],
    emails: [],
    records: { stored: 0, pending: 0, deadLettered: 0, lost: 0, lostIds: [], unidentified: 0 },
    ...changes,
  };
}

const alarm = (expectation: AlarmExpectation) => ({ alarms: { 'Slow-Alarm': expectation } });

describe('numbers', () => {
  it('hold at their limits', () => {
    const differences = checkExpectations(
      { accuracy: { atLeast: 0.97, atMost: 0.97 }, latencyMs: { p99: { atMost: 30 } }, emails: { atMost: 0 } },
      facts(),
    );

    expect(differences).toEqual([]);
  });

  it.each([
    [{ atLeast: 4 }, 'at least 4'],
    [{ atLeast: 4, atMost: 6 }, '4 to 6'],
    [{ atLeast: 4, atMost: 4 }, '4'],
  ])('that miss %o are told with what was expected', (bound, expected) => {
    const differences = checkExpectations({ emails: bound }, facts());

    expect(differences).toEqual([{ path: 'expect.emails', expected, actual: '0' }]);
  });

  it('above their limit are told with their place in the scenario', () => {
    const lost = { ...facts().records, lost: 2 };

    const differences = checkExpectations({ records: { lost: { atLeast: 0, atMost: 0 } } }, facts({ records: lost }));

    expect(differences).toEqual([{ path: 'expect.records.lost', expected: '0', actual: '2' }]);
  });

  it('that were never measured do not hold', () => {
    const differences = checkExpectations({ accuracy: { atLeast: 0.9 } }, facts({ accuracy: null }));

    expect(differences[0]?.actual).toBe('nothing was measured');
  });
});

describe('alarms that must reach states', () => {
  it('hold when the states come in this order, others between them or not', () => {
    expect(checkExpectations(alarm({ reaches: ['ALARM', 'OK'] }), facts())).toEqual([]);
  });

  it('do not hold in another order', () => {
    const [difference] = checkExpectations(alarm({ reaches: ['ALARM', 'OK', 'ALARM'] }), facts());

    expect(difference).toEqual({
      path: 'expect.alarms.Slow-Alarm.reaches',
      expected: 'ALARM, then OK, then ALARM',
      actual: 'OK after 1m, ALARM after 8m, OK after 14m',
    });
  });

  it('hold up to the last moment of their time limit', () => {
    const expectation = alarm({ reaches: ['ALARM'], after: 'slow', withinMs: 180_000 });

    expect(checkExpectations(expectation, facts())).toEqual([]);
  });

  it('do not hold after their time limit', () => {
    const [difference] = checkExpectations(alarm({ reaches: ['ALARM'], after: 'slow', withinMs: 120_000 }), facts());

    expect(difference).toMatchObject({
      expected: 'ALARM within 2m after "slow" began',
      actual: 'ALARM after 3m, OK after 9m',
    });
  });

  it('do not count what happened before the phase', () => {
    const early = [{ name: 'Slow-Alarm', state: 'OK' as const, transitions: transitions([1, 'ALARM'], [2, 'OK']) }];

    const [difference] = checkExpectations(alarm({ reaches: ['ALARM'], after: 'slow' }), facts({ alarms: early }));

    expect(difference?.actual).toBe('no change, it stayed OK');
  });

  it('say so when the run ended before their phase', () => {
    const [difference] = checkExpectations(
      alarm({ reaches: ['ALARM'], after: 'slow' }),
      facts({ phases: [phase('normal', 0, 5)] }),
    );

    expect(difference?.actual).toBe('the run ended before that phase');
  });
});

describe('alarms with exact transitions', () => {
  it('hold when nothing else happened', () => {
    expect(checkExpectations(alarm({ transitions: ['OK', 'ALARM', 'OK'] }), facts())).toEqual([]);
  });

  it('do not hold when they did more', () => {
    const [difference] = checkExpectations(alarm({ transitions: ['OK', 'ALARM'] }), facts());

    expect(difference).toMatchObject({ expected: 'OK, ALARM', actual: 'OK, ALARM, OK' });
  });
});

describe('alarms that must never enter a state', () => {
  it('hold when they did not', () => {
    expect(checkExpectations(alarm({ never: ['INSUFFICIENT_DATA'] }), facts())).toEqual([]);
  });

  it('do not hold when they did, and the reason is told', () => {
    const [difference] = checkExpectations(alarm({ never: ['ALARM'] }), facts());

    expect(difference).toMatchObject({ expected: 'never ALARM', actual: `entered ALARM once at ${at(8)}: reason 1` });
  });
});

describe('alarms that must send e-mails', () => {
  const email = (minute: number, subject: string) => ({ at: at(minute), to: 'a@example.com', subject, body: '' });
  const sent = [email(1, 'OK: "Slow-Alarm" in US East'), email(8, 'ALARM: "Slow-Alarm" in US East')];

  it('hold when each state was told', () => {
    expect(checkExpectations(alarm({ notifies: ['ALARM', 'OK'] }), facts({ emails: sent }))).toEqual([]);
  });

  it('do not count what was told before the phase', () => {
    const expectation = alarm({ notifies: ['ALARM', 'OK'], after: 'slow' });

    const [difference] = checkExpectations(expectation, facts({ emails: sent }));

    expect(difference).toEqual({
      path: 'expect.alarms.Slow-Alarm.notifies',
      expected: 'an e-mail for ALARM and OK after "slow" began',
      actual: 'only ALARM: "Slow-Alarm" in US East',
    });
  });

  it('do not take an e-mail about another alarm', () => {
    const others = [email(8, 'ALARM: "Another-Slow-Alarm" in US East')];

    const [difference] = checkExpectations(alarm({ notifies: ['ALARM'] }), facts({ emails: others }));

    expect(difference?.actual).toBe('no e-mail about it');
  });
});

describe('names of alarms', () => {
  it('match an alarm with a prefix', () => {
    const [original] = facts().alarms;
    const prefixed = facts({ alarms: [{ ...original!, name: 'staging-Slow-Alarm' }] });

    expect(checkExpectations(alarm({ reaches: ['ALARM'] }), prefixed)).toEqual([]);
  });

  it('do not match when two alarms would fit', () => {
    const [original] = facts().alarms;
    const two = facts({ alarms: ['a-Slow-Alarm', 'b-Slow-Alarm'].map((name) => ({ ...original!, name })) });

    const [difference] = checkExpectations(alarm({ reaches: ['ALARM'] }), two);

    expect(difference?.actual).toBe('the template has none');
  });
});
