import type { Inbox } from './inbox.ts';
import type { TemplateResources, TopicSubscription } from './types.ts';

/** Topics of the templates and who is subscribed to them. */
export type TopicSubscriptions = ReadonlyMap<string, readonly TopicSubscription[]>;

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
export function readSubscriptions(resources: TemplateResources): TopicSubscriptions {
  const topics = new Map<string, TopicSubscription[]>();
  for (const topic of resources.ofType('AWS::SNS::Topic')) {
    const inline = Array.isArray(topic.properties.Subscription) ? topic.properties.Subscription : [];
    topics.set(
      topic.arn,
      inline.flatMap((entry) => toSubscription(topic.arn, entry)),
    );
  }
  for (const { properties } of resources.ofType('AWS::SNS::Subscription')) {
    const topicArn = String(properties.TopicArn ?? '');
    topics.set(topicArn, [...(topics.get(topicArn) ?? []), ...toSubscription(topicArn, properties)]);
  }
  return topics;
}

function toSubscription(topicArn: string, entry: unknown): TopicSubscription[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { Protocol, Endpoint } = entry as { readonly Protocol?: unknown; readonly Endpoint?: unknown };
  if (typeof Protocol !== 'string' || typeof Endpoint !== 'string') return [];
  return [{ topicArn, protocol: Protocol, endpoint: Endpoint }];
}

/** Puts a message into the inbox for each e-mail address and phone number of the topic; subscriptions count as confirmed. */
export function deliverToTopic(inbox: Inbox, subscriptions: TopicSubscriptions, message: TopicMessage): void {
  const { at, topicArn, subject, emailBody, smsBody } = message;
  for (const { protocol, endpoint } of subscriptions.get(topicArn) ?? []) {
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
