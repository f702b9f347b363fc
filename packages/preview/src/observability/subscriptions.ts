import { randomUUID } from 'node:crypto';
import type { Inbox } from './inbox.ts';
import type { TemplateResources, TopicSubscription } from './types.ts';

/** Topics of the templates and who is subscribed to them. */
export type TopicSubscriptions = Pick<ReadonlyMap<string, readonly TopicSubscription[]>, 'has' | 'get'>;

/**
 * Bytes of a text that SNS sends as one SMS. Longer texts are split into several, 1600 bytes in all.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
 */
export const SMS_PART_BYTES = 140;
export const SMS_MAX_BYTES = 1600;

/** A message for every person who is subscribed to a topic. */
export interface TopicMessage {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly topicArn: string;
  readonly subject: string;
  readonly emailBody: string;
  readonly smsBody: string;
}

/** Topics, with the subscriptions written inside them and those that are resources of their own. */
export function readSubscriptions(resources: TemplateResources): Map<string, readonly TopicSubscription[]> {
  const topics = new Map<string, TopicSubscription[]>();
  for (const topic of resources.ofType('AWS::SNS::Topic')) {
    const inline = Array.isArray(topic.properties.Subscription) ? topic.properties.Subscription : [];
    topics.set(
      topic.arn,
      inline.flatMap((entry, index) => toSubscription(topic.arn, `${topic.arn}:inline-${index}`, entry)),
    );
  }
  for (const { arn, properties } of resources.ofType('AWS::SNS::Subscription')) {
    const topicArn = String(properties.TopicArn ?? '');
    topics.set(topicArn, [...(topics.get(topicArn) ?? []), ...toSubscription(topicArn, arn, properties)]);
  }
  return topics;
}

function toSubscription(topicArn: string, arn: string, entry: unknown): TopicSubscription[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { Protocol, Endpoint, RawMessageDelivery } = entry as Readonly<Record<string, unknown>>;
  if (typeof Protocol !== 'string' || typeof Endpoint !== 'string') return [];
  const raw = RawMessageDelivery === true || RawMessageDelivery === 'true';
  return [{ topicArn, protocol: Protocol, endpoint: Endpoint, arn, confirmed: true, raw }];
}

/** The topics of the templates, with subscriptions that come and go while the preview runs. */
export class Topics implements TopicSubscriptions {
  readonly #byTopic: Map<string, readonly TopicSubscription[]>;

  constructor(resources: TemplateResources) {
    this.#byTopic = readSubscriptions(resources);
  }

  get arns(): readonly string[] {
    return [...this.#byTopic.keys()];
  }

  has(topicArn: string): boolean {
    return this.#byTopic.has(topicArn);
  }

  get(topicArn: string): readonly TopicSubscription[] | undefined {
    return this.#byTopic.get(topicArn);
  }

  /** Adds a subscription; the same protocol and endpoint again gives the one that is there, as SNS does. */
  subscribe(wanted: Omit<TopicSubscription, 'arn'>): TopicSubscription {
    const present = this.get(wanted.topicArn) ?? [];
    const same = present.find(({ protocol, endpoint }) => protocol === wanted.protocol && endpoint === wanted.endpoint);
    if (same) return same;
    const added = { ...wanted, arn: `${wanted.topicArn}:${randomUUID()}` };
    this.#byTopic.set(wanted.topicArn, [...present, added]);
    return added;
  }

  /** False if there is no such subscription. */
  unsubscribe(subscriptionArn: string): boolean {
    for (const [topicArn, present] of this.#byTopic) {
      const kept = present.filter(({ arn }) => arn !== subscriptionArn);
      if (kept.length === present.length) continue;
      this.#byTopic.set(topicArn, kept);
      return true;
    }
    return false;
  }
}

/** What a topic sends to machines. */
export interface MachineMessage {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
}

/**
 * Sends a message to every queue that is subscribed to a topic, in SNS's envelope unless the subscription is raw. The
 * signature of the envelope is none: nothing here could check it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function deliverToQueues(
  send: (queueArn: string, body: string) => void,
  subscriptions: TopicSubscriptions,
  { at, topicArn, subject, message }: MachineMessage,
): void {
  for (const { protocol, endpoint, confirmed, raw } of subscriptions.get(topicArn) ?? []) {
    if (protocol !== 'sqs' || !confirmed) continue;
    const envelope = {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: topicArn,
      Subject: subject,
      Message: message,
      Timestamp: new Date(at).toISOString(),
      SignatureVersion: '1',
      Signature: '',
      SigningCertURL: '',
      UnsubscribeURL: '',
    };
    send(endpoint, raw ? message : JSON.stringify(envelope));
  }
}

/** Puts a message into the inbox for each e-mail address and phone number of the topic that is confirmed. */
export function deliverToTopic(inbox: Inbox, subscriptions: TopicSubscriptions, message: TopicMessage): void {
  const { at, topicArn, subject, emailBody, smsBody } = message;
  for (const { protocol, endpoint, confirmed } of subscriptions.get(topicArn) ?? []) {
    if (!confirmed) continue;
    if (protocol === 'email' || protocol === 'email-json') {
      inbox.deliver({ at, channel: 'email', to: endpoint, subject, body: emailBody, topicArn });
    } else if (protocol === 'sms') {
      inbox.deliver({ at, channel: 'sms', to: endpoint, subject: '', body: smsText(smsBody), topicArn });
    }
  }
}

/** A text cut to what SNS sends at most as SMS; that it cuts at a whole character is inferred. */
export function smsText(text: string, maxBytes = SMS_MAX_BYTES): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character, 'utf8');
    if (bytes > maxBytes) return text.slice(0, end);
    end += character.length;
  }
  return text;
}
