import { describe, expect, it } from 'vitest';
import { classicAlarm, compositeAlarm, lint, type Properties } from './support.ts';

/** An alarm that tells nobody, with this in its metadata. */
const withMetadata = (inferwatch: unknown, changes: Properties = {}) =>
  lint({ Alarm: classicAlarm({ AlarmActions: [], ...changes }, { Metadata: { inferwatch } }) });

const ignore = (...entries: unknown[]) => ({ ignore: entries });

const REASON = 'the operations room watches it on a wall';

describe('a suppression', () => {
  it('with code and reason moves the finding to those that are suppressed', () => {
    const { findings, suppressed } = withMetadata(ignore({ code: 'IW5001', reason: REASON }));

    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ code: 'IW5001', logicalId: 'Alarm', suppressed: REASON }]);
  });

  it('leaves other findings of the alarm alone', () => {
    const { findings } = withMetadata(ignore({ code: 'IW5001', reason: REASON }), { AlarmDescription: undefined });

    expect(findings.map(({ code }) => code)).toEqual(['IW5002']);
  });

  it('leaves the same finding of other alarms alone', () => {
    const suppressing = classicAlarm(
      { AlarmActions: [] },
      { Metadata: { inferwatch: ignore({ code: 'IW5001', reason: REASON }) } },
    );
    const { findings } = lint({ A: suppressing, B: classicAlarm({ AlarmName: 'B', AlarmActions: [] }) });

    expect(findings.map(({ code, logicalId }) => `${code} ${logicalId}`)).toEqual(['IW5001 B']);
  });

  it('holds for every finding of its code on the alarm', () => {
    const rule = compositeAlarm('X', 'ALARM(One) OR ALARM(Two)');
    const { findings, suppressed } = lint({
      X: { ...rule, Metadata: { inferwatch: ignore({ code: 'IW6004', reason: 'another team makes both' }) } },
    });

    expect([findings.length, suppressed.length]).toEqual([0, 2]);
  });

  it.each([
    ['a fault that is not there', 'IW3004', 'there is no IW3004 on this alarm'],
    ['a code that is none', 'IW8765', 'there is no rule IW8765'],
  ])('of %s is a warning itself', (_, code, message) => {
    const { findings } = withMetadata(ignore({ code: 'IW5001', reason: REASON }, { code, reason: REASON }));

    expect(findings).toMatchObject([{ code: 'IW9001', severity: 'warning', path: 'Metadata.inferwatch.ignore.1' }]);
    expect(findings[0]?.message).toContain(message);
  });
});

describe('a broken suppression', () => {
  it.each([
    ['no reason', ignore({ code: 'IW5001' }), 'Metadata.inferwatch.ignore.0.reason'],
    ['an empty reason', ignore({ code: 'IW5001', reason: '  ' }), 'Metadata.inferwatch.ignore.0.reason'],
    ['no code', ignore({ reason: REASON }), 'Metadata.inferwatch.ignore.0.code'],
    ['no such form of a code', ignore({ code: 'no-action', reason: REASON }), 'Metadata.inferwatch.ignore.0.code'],
    ['a misspelt word', { ignored: [] }, 'Metadata.inferwatch.ignore'],
    ['one more word', ignore({ code: 'IW5001', reason: REASON, until: '2030' }), 'Metadata.inferwatch.ignore.0'],
    ['no list', { ignore: 'IW5001' }, 'Metadata.inferwatch.ignore'],
  ])('is an error and suppresses nothing: %s', (_, inferwatch, path) => {
    const { findings, suppressed } = withMetadata(inferwatch);

    expect(findings).toContainEqual(expect.objectContaining({ code: 'IW5001' }));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'IW9002', severity: 'error', path }));
    expect(suppressed).toEqual([]);
  });

  it('shows the bad value', () => {
    const { findings } = withMetadata(ignore({ code: 'no-action', reason: REASON }));

    expect(findings.find(({ code }) => code === 'IW9002')?.message).toBe('"no-action": is no code of a rule');
  });
});

describe('metadata of others', () => {
  it('is not looked into', () => {
    const Metadata = { 'aws:cdk:path': 'App/Alarm/Resource', cdk_nag: { rules_to_suppress: [] } };

    expect(lint({ Alarm: classicAlarm({}, { Metadata }) }).findings).toEqual([]);
  });
});
