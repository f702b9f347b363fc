import type { Topics } from '../observability/subscriptions.ts';
import type { TopicSubscription } from '../observability/types.ts';
import { fail, type JsonObject, type Operation, type OperationResult, succeed } from './protocol.ts';
import { flag, object, text } from './template.ts';

/** Protocols whose owner must answer before SNS delivers; a queue of the same account need not. */
const TO_BE_CONFIRMED = new Set(['email', 'email-json', 'http', 'https']);

interface SubscriptionDependencies {
  readonly topics: Topics;
  readonly account: string;
}

/**
 * The operations of SNS on topics and subscriptions.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
export function subscriptionOperations({ topics, account }: SubscriptionDependencies): Record<string, Operation> {
  const onTopic = (operation: (topicArn: string, input: JsonObject) => OperationResult): Operation => {
    return (input) => {
      const topicArn = text(input.TopicArn) ?? '';
      return topics.has(topicArn) ? operation(topicArn, input) : fail(404, 'NotFound', 'Topic does not exist');
    };
  };
  return {
    ListTopics: () => succeed({ Topics: topics.arns.map((TopicArn) => ({ TopicArn })) }),
    ListSubscriptionsByTopic: onTopic((topicArn) =>
      succeed({ Subscriptions: (topics.get(topicArn) ?? []).map((one) => listed(one, account)) }),
    ),
    GetTopicAttributes: onTopic((topicArn) => {
      const present = topics.get(topicArn) ?? [];
      const confirmed = present.filter((subscription) => subscription.confirmed).length;
      const attributes = new Map([
        ['TopicArn', topicArn],
        ['Owner', account],
        ['SubscriptionsConfirmed', String(confirmed)],
        ['SubscriptionsPending', String(present.length - confirmed)],
        ['SubscriptionsDeleted', '0'],
      ]);
      return succeed({ Attributes: attributes });
    }),
    Subscribe: onTopic((topicArn, input) => subscribe(topicArn, input, topics)),
    Unsubscribe: (input) => {
      // SNS too reports success for a subscription that is gone.
      topics.unsubscribe(text(input.SubscriptionArn) ?? '');
      return succeed();
    },
  };
}

function subscribe(topicArn: string, input: JsonObject, topics: Topics): OperationResult {
  const protocol = text(input.Protocol);
  const endpoint = text(input.Endpoint);
  if (protocol === undefined || endpoint === undefined) {
    return fail(400, 'InvalidParameter', 'Invalid parameter: Protocol and Endpoint are required');
  }
  if (protocol === 'sqs' && !endpoint.startsWith('arn:')) {
    return fail(400, 'InvalidParameter', 'Invalid parameter: SQS endpoint ARN');
  }
  const confirmed = !TO_BE_CONFIRMED.has(protocol);
  const raw = flag(object(input.Attributes)?.RawMessageDelivery ?? rawIn(input.Attributes));
  const { arn, confirmed: known } = topics.subscribe({ topicArn, protocol, endpoint, confirmed, raw });
  return succeed({ SubscriptionArn: known || flag(input.ReturnSubscriptionArn) ? arn : 'pending confirmation' });
}

/** The query protocol writes a map as a list of keys and values. */
function rawIn(attributes: unknown): unknown {
  const entries = Array.isArray(attributes) ? attributes : [attributes];
  return entries.map(object).find((entry) => entry?.key === 'RawMessageDelivery')?.value;
}

/** A subscription that waits for its confirmation has no ARN in the list. */
function listed({ arn, protocol, endpoint, topicArn, confirmed }: TopicSubscription, account: string): JsonObject {
  return {
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: account,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
