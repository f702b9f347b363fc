import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { isAwsError } from '../aws-failure.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';
import { TOPIC_OUTPUTS } from './alarms.ts';

/** What SNS writes in the place of an ARN until the recipient has confirmed. */
const PENDING = 'PendingConfirmation';

/**
 * Somebody is told: the topics have subscriptions, and all of them are confirmed. An e-mail that waits for its
 * confirmation is the most common reason why nobody hears of an alarm.
 * @see https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
 */
export async function checkSubscriptions({ clients }: VerifyContext, stack: DeployedStack): Promise<Outcome> {
  const topics = TOPIC_OUTPUTS.flatMap((output) => stack.output(output) ?? []);
  if (topics.length === 0) return skip(`${stack.name} has no topics among its outputs`);
  const subscriptions: Subscription[] = [];
  for (const topic of topics) {
    try {
      subscriptions.push(...(await listSubscriptions(clients.sns, topic)));
    } catch (error) {
      if (!isAwsError(error, 'NotFoundException', 'NotFound')) throw error;
      return fail(
        `the topic ${topic} does not exist`,
        'it was deleted by hand',
        'delete the monitoring stack and deploy it again',
      );
    }
  }
  const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === PENDING);
  if (pending.length > 0) {
    const who = [...new Set(pending.map(({ Endpoint }) => Endpoint))].join(', ');
    return fail(
      `${pending.length} of ${subscriptions.length} subscriptions wait for confirmation: ${who}`,
      'the subscription is not confirmed: nobody has followed the link in the e-mail "AWS Notification - Subscription Confirmation"',
      'open that e-mail (look among the spam) and confirm, once for each topic; the link is good for two days, after which deploy the subscription anew',
    );
  }
  const live = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
  if (live.length === 0) {
    return fail(
      'no topic has a subscription: no alarm reaches anybody',
      'no recipient is set, or the last one unsubscribed',
      'deploy with -c alertEmail=me@example.com, and confirm the e-mail that arrives',
    );
  }
  const silent = topics.filter((topic) => !live.some(({ TopicArn }) => TopicArn === topic));
  const note = silent.length === 0 ? '' : `; none on ${silent.join(', ')}`;
  return pass(`${live.length} confirmed subscriptions${note}`);
}

async function listSubscriptions(client: VerifyContext['clients']['sns'], TopicArn: string): Promise<Subscription[]> {
  const all: Subscription[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    all.push(...(page.Subscriptions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return all;
}
