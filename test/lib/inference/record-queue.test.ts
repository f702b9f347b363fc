import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { redriveEnvSchema } from '../../../lambda/redrive/env.ts';
import { allowed, inferenceTemplate, only } from '../shared/synth.ts';

const QUEUE = 'AWS::SQS::Queue';
const named = { FunctionName: 'ml-inference-redrive-lambda' };
const ROLE = 'PipelineRecordsRedriveRole';

describe('the record queue', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  const queues = () => Object.entries(template.findResources(QUEUE));
  const recordQueue = () => queues().find(([, { Properties }]) => Properties.RedrivePolicy !== undefined);

  test('is encrypted, as its dead letters are', () => {
    expect(queues().map(([, { Properties }]) => Properties.SqsManagedSseEnabled)).toEqual([true, true]);
  });

  test('refuses calls without TLS, as its dead letters do', () => {
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));

    const statements = policies.map(({ Properties }) => Properties.PolicyDocument.Statement[0]);

    expect(policies).toHaveLength(2);
    for (const statement of statements) {
      expect(statement).toMatchObject({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  test('keeps records as long as SQS can', () => {
    expect(queues().map(([, { Properties }]) => Properties.MessageRetentionPeriod)).toEqual([1_209_600, 1_209_600]);
  });

  test('outlives its stack, as its dead letters do', () => {
    expect(queues().map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  test('puts a record aside that could not be written for an hour', () => {
    const [, queue] = recordQueue() ?? [];

    const { VisibilityTimeout, RedrivePolicy } = queue?.Properties ?? {};

    expect((VisibilityTimeout * RedrivePolicy.maxReceiveCount) / 3600).toBe(1);
  });

  test('hides a record at least six times as long as the redrive function may take', () => {
    const [, queue] = recordQueue() ?? [];

    const { Timeout } = only(template, 'AWS::Lambda::Function', named);

    expect(queue?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  });

  test('is read in batches whose records fail one by one', () => {
    const [logicalId] = recordQueue() ?? [];

    expect(only(template, 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('is redriven by two batches at a time, to spare a table that has just refused records', () => {
    expect(only(template, 'AWS::Lambda::EventSourceMapping').ScalingConfig).toEqual({ MaximumConcurrency: 2 });
  });

  test('has a redrive function with exactly the variables that its handler reads', () => {
    const { Environment } = only(template, 'AWS::Lambda::Function', named);

    expect(Object.keys(Environment.Variables)).toEqual(Object.keys(redriveEnvSchema.shape));
  });

  test('lets the redrive function put records into the table, and do nothing else with it', () => {
    const actions = allowed(template, ROLE).filter(({ action }) => action.startsWith('dynamodb:'));

    expect(actions.map(({ action }) => action)).toEqual(['dynamodb:PutItem']);
  });

  test('does not let the redrive function call the model', () => {
    expect(allowed(template, ROLE).filter(({ action }) => action.startsWith('sagemaker:'))).toEqual([]);
  });
});
