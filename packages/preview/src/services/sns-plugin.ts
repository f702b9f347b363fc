import { randomUUID } from 'node:crypto';
import type { Inbox } from '../observability/inbox.ts';
import { deliverToTopic, smsText, type TopicSubscriptions } from '../observability/subscriptions.ts';
import type { Clock, ServicePlugin } from '../types.ts';
import { fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { objectOrJson, text } from './template.ts';

interface SnsDependencies {
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly subscriptions: TopicSubscriptions;
}

/**
 * Amazon SNS: what is published to a topic of the templates, or straight to a phone number, lands in the inbox.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function createSnsPlugin(deps: SnsDependencies): ServicePlugin {
  return rpcPlugin('sns', { Publish: (input) => publish(input, deps) });
}

function publish(input: JsonObject, { clock, inbox, subscriptions }: SnsDependencies): OperationResult {
  const message = text(input.Message);
  if (message === undefined) return fail(400, 'InvalidParameter', 'Invalid parameter: Empty message');
  const phone = text(input.PhoneNumber);
  if (phone !== undefined) {
    inbox.deliver({ at: clock.now(), channel: 'sms', to: phone, subject: '', body: smsText(message), topicArn: '' });
    return succeed({ MessageId: randomUUID() });
  }
  const topicArn = text(input.TopicArn) ?? text(input.TargetArn) ?? '';
  if (!subscriptions.has(topicArn)) return fail(404, 'NotFound', 'Topic does not exist');
  const parts = readParts(message, input.MessageStructure);
  if (!parts)
    return fail(
      400,
      'InvalidParameter',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  deliverToTopic(inbox, subscriptions, {
    at: clock.now(),
    topicArn,
    subject: text(input.Subject) ?? 'AWS Notification Message',
    emailBody: text(parts.email) ?? parts.default,
    smsBody: text(parts.sms) ?? parts.default,
  });
  return succeed({ MessageId: randomUUID() });
}

/** With `MessageStructure: json` the message holds a text for each protocol. */
function readParts(message: string, structure: unknown): (JsonObject & { readonly default: string }) | undefined {
  if (structure !== 'json') return { default: message };
  const parts = objectOrJson(message);
  const fallback = text(parts?.default);
  return fallback === undefined ? undefined : { ...parts, default: fallback };
}
