import { Annotations, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Severity } from './alarm-ids.ts';

export interface AlertTopicsProps {
  /** Addresses that get both severities. Each must confirm the subscription that AWS mails to it. @default - nobody */
  readonly emails?: readonly string[];
  /** E.164 numbers that get critical alarms by SMS (charged a message). @default - nobody */
  readonly phones?: readonly string[];
}

/** Warning that nobody would be told; acknowledge it where messages are taken from the topics in another way. */
export const NO_RECIPIENTS_WARNING = 'inferwatch:no-alarm-recipients';

/**
 * One encrypted topic a severity, which only CloudWatch alarms of this account and Region can publish to.
 *
 * The key is our own because CloudWatch cannot use the one that AWS manages for SNS (`alias/aws/sns`): its policy
 * cannot be edited to let the service in. It costs about one US dollar a month; both topics share it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlertTopics extends Construct {
  readonly critical: Topic;
  readonly warning: Topic;

  constructor(scope: Construct, id: string, props: AlertTopicsProps = {}) {
    super(scope, id);
    const { emails = [], phones = [] } = props;
    const key = this.#key();
    this.critical = this.#topic('Critical', key);
    this.warning = this.#topic('Warning', key);
    for (const email of emails) {
      this.critical.addSubscription(new EmailSubscription(email));
      this.warning.addSubscription(new EmailSubscription(email));
    }
    for (const phone of phones) this.critical.addSubscription(new SmsSubscription(phone));
    if (emails.length === 0 && phones.length === 0) {
      Annotations.of(this).addWarningV2(
        NO_RECIPIENTS_WARNING,
        'nobody will be told of an alarm: set alertEmail, alertEmails or alertPhones',
      );
    }
  }

  /** The topic of a severity. */
  of(severity: Severity): Topic {
    return severity === 'critical' ? this.critical : this.warning;
  }

  #key(): Key {
    // The key protects messages in transit through SNS, which keeps none of them: nothing is lost with it.
    const key = new Key(this, 'Key', {
      description: 'Encrypts the alarm notifications of Inferwatch',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return key;
  }

  #topic(severity: string, masterKey: Key): Topic {
    const topic = new Topic(this, severity, {
      displayName: `Inferwatch ${severity.toLowerCase()} alarms`,
      masterKey,
      enforceSSL: true,
    });
    const { account } = Stack.of(this);
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccountPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': this.#anyAlarmArn() },
        },
      }),
    );
    // Permissions of this account's own users and roles would suffice to publish. CloudWatch alone sets the source, and
    // a condition on a missing key that is negated holds: everyone else is refused, forged alarms with them.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElsePublishes',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { ArnNotLike: { 'aws:SourceArn': this.#anyAlarmArn() } },
      }),
    );
    return topic;
  }

  #anyAlarmArn(): string {
    return Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
