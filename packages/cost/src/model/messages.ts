import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import type { Pricer, PricingContext } from './context.ts';
import { show } from './numbers.ts';
import { rawTextAt, textAt, textsIn, usageOf, valueAt } from './properties.ts';
import { known, type Quantity, type Usage, unknown } from './types.ts';

/** Where an alarm tells what it does. */
const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;
const ALARM_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

/** Topics that alarms send to. */
export function alarmTopics({ template }: PricingContext): readonly AccessResource[] {
  const targets = new Set(
    template.resources
      .filter(({ type }) => ALARM_TYPES.includes(type))
      .flatMap(({ properties }) => ACTIONS.flatMap((action) => textsIn(valueAt(properties, action)))),
  );
  return template
    .ofType('AWS::SNS::Topic')
    .filter(({ arn, physicalId }) => targets.has(arn) || targets.has(physicalId));
}

/** Messages a month to one topic of alarms: the profile's number is of all alarms together. */
function notificationsTo(topic: AccessResource, context: PricingContext): Quantity {
  const topics = alarmTopics(context);
  if (!topics.includes(topic)) return unknown('what is published to it, other than by alarms, is not known');
  const all = context.profile.value('alarms.notifications');
  const formula = topics.length === 1 ? `${show(all)} messages` : `${show(all)} messages / ${topics.length} topics`;
  return known(all / topics.length, formula);
}

/** A topic: what is published to it. Its subscriptions are priced by themselves. */
export const priceTopic: Pricer = (topic, context) => [
  usageOf(topic, { meter: 'sns.requests', component: 'published messages', quantity: notificationsTo(topic, context) }),
];

const DELIVERIES: ReadonlyMap<string, string> = new Map([
  ['email', 'sns.email'],
  ['email-json', 'sns.email'],
  ['sms', 'sns.sms'],
]);

/** Deliveries to queues and functions are free; HTTP and the others are not known to this command. */
const FREE_PROTOCOLS = ['sqs', 'lambda'];

/** A subscription: what is delivered to it. @see https://aws.amazon.com/sns/pricing/ */
export const priceSubscription: Pricer = (subscription, context) => {
  const protocol = textAt(subscription.properties, 'Protocol') ?? '';
  if (FREE_PROTOCOLS.includes(protocol)) return [];
  const topicName = rawTextAt(subscription.properties, 'TopicArn');
  const topic = context.template
    .ofType('AWS::SNS::Topic')
    .find(({ arn, physicalId }) => topicName !== undefined && (topicName === arn || topicName === physicalId));
  const meter = DELIVERIES.get(protocol);
  const quantity =
    meter === 'sns.sms'
      ? unknown('an SMS costs by its country and carrier (https://aws.amazon.com/sns/sms-pricing/)')
      : meter === undefined
        ? unknown(`deliveries by ${protocol} are not known to this command`)
        : topic === undefined
          ? unknown('its topic is not among the templates')
          : notificationsTo(topic, context);
  return [
    usageOf(subscription, { meter: meter ?? `sns.${protocol}`, component: `deliveries (${protocol})`, quantity }),
  ];
};

/** Lambda asks a queue with so many connections, each waiting so long for a message. */
const POLLERS = 5;
const POLL_SECONDS = 20;

/** A queue: messages, and Lambda's polling where a function takes from it. @see https://aws.amazon.com/sqs/pricing/ */
export const priceQueue: Pricer = (queue, context) => {
  const { template, unstored, hours } = context;
  const mapping = template
    .ofType('AWS::Lambda::EventSourceMapping')
    .find(({ properties }) => rawTextAt(properties, 'EventSourceArn') === queue.arn && queue.arn !== '');
  if (!mapping)
    return [usageOf(queue, { meter: 'sqs.requests', component: 'messages', quantity: strayMessages(queue, context) })];
  const polls = (POLLERS * hours * 3600) / POLL_SECONDS;
  return [
    usageOf(queue, {
      meter: 'sqs.requests',
      component: 'messages',
      // Each message is sent, received and deleted.
      quantity: known(unstored * 3, `${show(unstored)} messages x 3 requests`),
    }),
    usageOf(queue, {
      meter: 'sqs.requests',
      component: "Lambda's polling",
      quantity: known(polls, `${POLLERS} pollers, one request in ${POLL_SECONDS} s each, ${show(hours)} hours`),
      inferred:
        'AWS documents five batches at once at the start and long polls, not how many requests an idle queue gets',
    }),
  ];
};

/** A queue that takes what failed elsewhere is empty as long as nothing fails. */
function strayMessages(queue: AccessResource, { template }: PricingContext): Quantity {
  const takesFailures = template.resources.some(
    ({ logicalId, properties }) =>
      logicalId !== queue.logicalId &&
      [
        valueAt(properties, 'RedrivePolicy'),
        valueAt(properties, 'SourceParameters'),
        valueAt(properties, 'DestinationConfig'),
      ]
        .flatMap(textsIn)
        .includes(queue.arn),
  );
  return takesFailures ? known(0, 'takes only what failed for good') : unknown('who sends to it is not known');
}

/** Publishing to a topic with a key of one's own asks KMS for a data key, and reading it for its decryption. */
const KMS_REQUESTS_PER_MESSAGE = 2;

/** A customer managed key, and the requests for it. @see https://aws.amazon.com/kms/pricing/ */
export const priceKey: Pricer = (key, context) => {
  const usages: Usage[] = [
    usageOf(key, { meter: 'kms.keys', component: 'key', quantity: known(1, '1 key, before its first rotation') }),
  ];
  const topics = alarmTopics(context).filter(({ properties }) => isKey(rawTextAt(properties, 'KmsMasterKeyId'), key));
  if (topics.length === 0) {
    const given = context.profile.optional('kms.requests');
    const quantity =
      given === undefined
        ? unknown('how often it is used is not known: give kms.requests')
        : known(given, 'as the profile says');
    return [...usages, usageOf(key, { meter: 'kms.requests', component: 'requests', quantity })];
  }
  const messages = topics.map((topic) => notificationsTo(topic, context));
  const count = messages.reduce((sum, message) => sum + (message.status === 'known' ? message.value : 0), 0);
  usages.push(
    usageOf(key, {
      meter: 'kms.requests',
      component: 'requests',
      quantity: known(count * KMS_REQUESTS_PER_MESSAGE, `${show(count)} messages x ${KMS_REQUESTS_PER_MESSAGE}`),
      inferred: 'SNS may use a data key for several messages, which needs fewer requests',
    }),
  );
  return usages;
};

const isKey = (named: string | undefined, { arn, physicalId }: AccessResource): boolean =>
  named !== undefined && (named === arn || named === physicalId);
