import { describe, expect, it } from 'vitest';
import type { AlarmState, Transition } from '../../../alarm-simulator/src/index.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { describeEvents } from '../../src/commands/announce.ts';
import type { InboxMessage } from '../../src/observability/types.ts';

const AT = Date.UTC(2026, 0, 1, 12, 0, 0);
const plain = createPaint({}, {});

/** Only the parts of a transition that an announcement reads. */
function transition(name: string, from: AlarmState, to: AlarmState): Transition {
  return { kind: 'stateChange', at: AT, from, to, reason: 'the reason', alarm: { name } } as Transition;
}

const email = (subject: string): InboxMessage => ({
  at: AT,
  channel: 'email',
  to: 'a@example.com',
  subject,
  body: '',
  topicArn: '',
});

describe('announcements', () => {
  it('tell an alarm with its reason, a recovery without, and each e-mail', () => {
    const lines = describeEvents(
      [transition('Slow-Alarm', 'OK', 'ALARM'), transition('Error-Alarm', 'ALARM', 'OK')],
      [email('ALARM: "Slow-Alarm" in US East')],
      plain,
    );

    expect(lines).toEqual([
      '12:00:00 Slow-Alarm OK -> ALARM the reason',
      '12:00:00 Error-Alarm ALARM -> OK',
      '12:00:00 e-mail to a@example.com: ALARM: "Slow-Alarm" in US East',
    ]);
  });

  it('sum up many first evaluations with their e-mails, and nothing else', () => {
    const first = ['A', 'B', 'C', 'D'].map((name) => transition(name, 'INSUFFICIENT_DATA', 'OK'));
    const others = [transition('E', 'INSUFFICIENT_DATA', 'ALARM')];

    const lines = describeEvents(
      [...first, ...others],
      [email('OK: "A" in US East'), email('OK: "B" in US East'), email('ALARM: "E" in US East')],
      plain,
    );

    expect(lines).toEqual([
      '12:00:00 4 alarms were evaluated for the first time and are OK (AWS tells that too: 2 messages in the inbox)',
      '12:00:00 E INSUFFICIENT_DATA -> ALARM the reason',
      '12:00:00 e-mail to a@example.com: ALARM: "E" in US East',
    ]);
  });

  it('show a single first evaluation like any other change', () => {
    const lines = describeEvents([transition('A', 'INSUFFICIENT_DATA', 'OK')], [], plain);

    expect(lines).toEqual(['12:00:00 A INSUFFICIENT_DATA -> OK']);
  });

  it('call a text message what it is', () => {
    const sms: InboxMessage = { ...email(''), channel: 'sms', to: '+4915112345678', body: 'ALARM: "A"' };

    expect(describeEvents([], [sms], plain)).toEqual(['12:00:00 SMS to +4915112345678: SMS ALARM: "A"']);
  });
});
