import { describe, expect, it } from 'vitest';
import { notification, type Transition } from '../src/index.ts';
import { alarm, transition } from './helpers/notified.ts';

/**
 * Notifications as CloudWatch sent them (captures, with names and accounts changed), line for line.
 */

describe('the notification of a composite alarm', () => {
  const rule = 'ALARM(first) OR ALARM(second)';
  const composite = alarm('CompositeAlarm', 'Composite alarm', 'eu-west-1', {
    AlarmRule: rule,
    AlarmDescription: 'Test alarm',
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:topic'],
  });
  const first = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:first';
  const reason = `${first} transitioned to ALARM at Sunday 06 November, 2022 17:43:53 UTC`;
  const changed: Transition = {
    ...transition(composite, 'OK', 'ALARM', '2022-11-06T17:43:53.496Z', reason),
    rule: 'alarm rule',
    reasonData: {
      triggeringAlarms: [{ arn: first, state: { value: 'ALARM', timestamp: '2022-11-06T17:43:53.496+0000' } }],
    },
  };
  const sent = notification(changed, { accountId: '123456789012', region: 'eu-west-1' });

  it('has the captured e-mail', () => {
    expect(sent.emailBody.split('\n')).toEqual([
      `You are receiving this email because your Amazon CloudWatch Alarm "Composite alarm" in the EU (Ireland) region has transitioned to ALARM state on Sunday 06 November, 2022 17:43:53 UTC, because "${reason}".`,
      '',
      'View this alarm in the AWS Management Console:',
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#alarmsV2:alarm/Composite%20alarm',
      '',
      'Alarm Details:',
      '- Name:                       Composite alarm',
      '- Description:                Test alarm',
      '- State Change:               OK -> ALARM',
      `- Alarm Rule:                 ${rule}`,
      `- Reason for State Change:    ${reason}`,
      '- Timestamp:                  Sunday 06 November, 2022 17:43:53 UTC',
      '- AWS Account:                123456789012',
      '- Alarm Arn:                  arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Composite alarm',
      '',
      'Triggering children (max. 10):',
      `- ${first} ALARM Sunday 06 November, 2022 17:43:53 UTC`,
      '',
      'State Change Actions:',
      '- OK: ',
      '- ALARM: [arn:aws:sns:eu-west-1:123456789012:topic]',
      '- INSUFFICIENT_DATA: ',
      '',
    ]);
  });

  it('has a rule and its triggering children instead of a trigger', () => {
    expect(sent.message).not.toHaveProperty('Trigger');
    expect(sent.message).toMatchObject({
      Region: 'EU (Ireland)',
      AlarmDescription: 'Test alarm',
      AlarmRule: rule,
      TriggeringChildren: [{ Arn: first, State: { Value: 'ALARM', Timestamp: '2022-11-06T17:43:53.496+0000' } }],
    });
  });

  it('lists at most ten children', () => {
    const child = { arn: first, state: { value: 'ALARM', timestamp: '2022-11-06T17:43:53.496+0000' } } as const;
    const many = { ...changed, reasonData: { triggeringAlarms: Array.from({ length: 12 }, () => child) } };

    const { message } = notification(many, { accountId: '123456789012', region: 'eu-west-1' });

    expect(message.TriggeringChildren).toHaveLength(10);
  });
});
