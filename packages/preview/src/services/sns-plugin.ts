import { randomUUID } from 'node:crypto';
import type { Inbox } from '../observability/inbox.ts';
import { deliverToQueues, deliverToTopic, smsText, type Topics } from '../observability/subscriptions.ts';
import type { Clock, ServicePlugin } from '../types.ts';
import { fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { subscriptionOperations } from './sns-subscriptions.ts';
import { objectOrJson, text } from './template.ts';

interface SnsDependencies {
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly topics: Topics;
  readonly account: string;
  /** Sends to a queue by its ARN; a queue that does not exist gets nothing. */
  readonly sendToQueue: (queueArn: string, body: string) => void;
}

/**
 * Amazon SNS: what is published to a topic of the templates, or straight to a phone number, lands in the inbox and in
 * the queues that are subscribed.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function createSnsPlugin(deps: SnsDependencies): ServicePlugin {
  return rpcPlugin('sns', { Publish: (input) => publish(input, deps), ...subscriptionOperations(deps) });
}

function publish(input: JsonObject, deps: SnsDependencies): OperationResult {
  const { clock, inbox, topics, sendToQueue } = deps;
  const message = text(input.Message);
  if (message === undefined) return fail(400, 'InvalidParameter', 'Invalid parameter: Empty message');
  const phone = text(input.PhoneNumber);
  if (phone !== undefined) {
    inbox.deliver({ at: clock.now(), channel: 'sms', to: phone, subject: '', body: smsText(message), topicArn: '' });
    return succeed({ MessageId: randomUUID() });
  }
  const topicArn = text(input.TopicArn) ?? text(input.TargetArn) ?? '';
  if (!topics.has(topicArn)) return fail(404, 'NotFound', 'Topic does not exist');
  const parts = readParts(message, input.MessageStructure);
  if (!parts)
    return fail(
      400,
      'InvalidParameter',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  const at = clock.now();
  const subject = text(input.Subject) ?? 'AWS Notification Message';
  deliverToQueues(sendToQueue, topics, { at, topicArn, subject, message: text(parts.sqs) ?? parts.default });
  deliverToTopic(inbox, topics, {
    at,
    topicArn,
    subject,
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
