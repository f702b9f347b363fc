import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { AlertTopics, type AlertTopicsProps } from '../../../lib/monitoring/alert-topics.ts';

const ENVIRONMENT = { account: '123456789012', region: 'eu-central-1' };

function topics(props: AlertTopicsProps = { emails: ['me@example.com'] }) {
  const stack = new Stack(new App(), 'Stack', { env: ENVIRONMENT });
  new AlertTopics(stack, 'Topics', props);
  return { stack, template: Template.fromStack(stack) };
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Condition: Record<string, unknown>;
}

function policyStatements(): Statement[][] {
  const policies = Object.values(topics().template.findResources('AWS::SNS::TopicPolicy'));
  return policies.map(({ Properties }) => Properties.PolicyDocument.Statement);
}

const ANY_ALARM = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-central-1:123456789012:alarm:*']],
};

describe('each topic', () => {
  it('lets the alarms of this account publish', () => {
    for (const statements of policyStatements()) {
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': ANY_ALARM },
          },
        }),
      );
    }
  });

  it('refuses everybody else, users of this account included', () => {
    for (const statements of policyStatements()) {
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sns:Publish',
          Principal: { AWS: '*' },
          Condition: { ArnNotLike: { 'aws:SourceArn': ANY_ALARM } },
        }),
      );
    }
  });

  it('refuses what does not come over TLS', () => {
    for (const statements of policyStatements()) {
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });

  it('allows nothing besides', () => {
    const allowed = policyStatements().flatMap((statements) => statements.filter(({ Effect }) => Effect === 'Allow'));

    expect(allowed).toHaveLength(2);
  });

  it('is encrypted with a key of our own', () => {
    topics().template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  });
});

describe('the key', () => {
  it('lets CloudWatch alarms of this account encrypt, without which no message would be sent', () => {
    topics().template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
          }),
        ]),
      },
    });
  });

  it('is rotated', () => {
    topics().template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('is one for both topics, because each costs', () => {
    topics().template.resourceCountIs('AWS::KMS::Key', 1);
  });
});

describe('an e-mail address', () => {
  it('gets both severities', () => {
    const { template } = topics({ emails: ['me@example.com'] });

    const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription'));

    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
      ['email', 'me@example.com'],
      ['email', 'me@example.com'],
    ]);
    expect(new Set(subscriptions.map(({ Properties }) => Properties.TopicArn.Ref)).size).toBe(2);
  });
});

describe('a telephone number', () => {
  it('gets what is critical, and nothing else', () => {
    const { template } = topics({ phones: ['+4915112345678'] });

    const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription'));

    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.TopicArn.Ref])).toEqual([
      ['sms', expect.stringContaining('Critical')],
    ]);
  });
});

describe('without anybody to tell', () => {
  it('synthesis warns and goes on', () => {
    const { stack } = topics({});

    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('nobody will be told of an alarm'));
  });

  it('a telephone number is enough', () => {
    const { stack } = topics({ phones: ['+4915112345678'] });

    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('nobody will be told'));
  });
});
