import { describe, expect, it } from 'vitest';
import { INBOX_CAPACITY, Inbox } from '../../src/observability/inbox.ts';
import { deliverToTopic, readSubscriptions, SMS_MAX_BYTES, smsText } from '../../src/observability/subscriptions.ts';
import type { InboxMessage } from '../../src/observability/types.ts';
import { resource, resources } from '../services/support.ts';

const message = (body: string): InboxMessage => ({
  at: 0,
  channel: 'email',
  to: 'a@example.com',
  subject: 'Subject',
  body,
  topicArn: 'arn:topic',
});

describe('the inbox', () => {
  it('keeps messages in the order in which they came', () => {
    // Prepare
    const inbox = new Inbox();

    // Act
    inbox.deliver(message('a'));
    inbox.deliver(message('b'));

    // Assess
    expect(inbox.messages.map(({ body }) => body)).toEqual(['a', 'b']);
  });

  it('drops the oldest when it is full', () => {
    // Prepare
    const inbox = new Inbox();

    // Act
    for (let index = 0; index <= INBOX_CAPACITY; index += 1) inbox.deliver(message(`${index}`));

    // Assess
    expect(inbox.messages).toHaveLength(INBOX_CAPACITY);
    expect(inbox.messages[0]?.body).toBe('1');
  });

  it('tells listeners until they are disposed of', () => {
    // Prepare
    const inbox = new Inbox();
    const heard: string[] = [];
    const subscription = inbox.subscribe(({ body }) => heard.push(body));
    inbox.deliver(message('a'));

    // Act
    subscription[Symbol.dispose]();
    inbox.deliver(message('b'));

    // Assess
    expect(heard).toEqual(['a']);
  });
});

describe('subscriptions', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alerts';

  it('come from the topic itself and from resources of their own', () => {
    // Prepare
    const assembly = resources(
      resource('AWS::SNS::Topic', 'Topic', { Subscription: [{ Protocol: 'email', Endpoint: 'a' }] }, { arn: TOPIC }),
      resource('AWS::SNS::Subscription', 'Sub', { TopicArn: TOPIC, Protocol: 'sms', Endpoint: '+49' }),
      resource('AWS::SNS::Topic', 'Silent', {}, { arn: 'arn:silent' }),
    );

    // Act
    const subscriptions = readSubscriptions(assembly);

    // Assess
    expect(Object.fromEntries(subscriptions)).toMatchObject({
      [TOPIC]: [
        { topicArn: TOPIC, protocol: 'email', endpoint: 'a' },
        { topicArn: TOPIC, protocol: 'sms', endpoint: '+49' },
      ],
      'arn:silent': [],
    });
  });

  it('without a protocol or an endpoint are left out', () => {
    // Prepare
    const assembly = resources(
      resource('AWS::SNS::Topic', 'Topic', { Subscription: [{ Protocol: 'email' }, 'x'] }, { arn: TOPIC }),
    );

    // Act
    const subscriptions = readSubscriptions(assembly);

    // Assess
    expect(subscriptions.get(TOPIC)).toEqual([]);
  });

  it('take the message on the channel of each person', () => {
    // Prepare
    const inbox = new Inbox();
    const subscribed = ['email', 'sms', 'lambda'].map((protocol) => ({
      topicArn: TOPIC,
      protocol,
      endpoint: protocol,
      arn: `${TOPIC}:${protocol}`,
      confirmed: true,
      raw: false,
    }));
    const subscriptions = new Map([[TOPIC, subscribed]]);

    // Act
    deliverToTopic(inbox, subscriptions, { at: 5, topicArn: TOPIC, subject: 'S', emailBody: 'long', smsBody: 'short' });

    // Assess
    expect(inbox.messages).toEqual([
      { at: 5, channel: 'email', to: 'email', subject: 'S', body: 'long', topicArn: TOPIC },
      { at: 5, channel: 'sms', to: 'sms', subject: '', body: 'short', topicArn: TOPIC },
    ]);
  });
});

describe('the text of an SMS', () => {
  it('is cut at the size that SNS sends at most', () => {
    // Prepare, Act
    const text = smsText('x'.repeat(SMS_MAX_BYTES + 1));

    // Assess
    expect(text).toHaveLength(SMS_MAX_BYTES);
  });

  it('is cut between characters', () => {
    // Prepare: each of them is four bytes and two units of text.
    const text = '😀😀';

    // Act
    const cut = smsText(text, 7);

    // Assess
    expect(cut).toBe('😀');
  });

  it('stays whole if it is short', () => {
    // Prepare, Act
    const text = smsText('grüß');

    // Assess
    expect(text).toBe('grüß');
  });
});
