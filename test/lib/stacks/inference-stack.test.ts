import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { InferenceStack } from '../../../lib/stacks/inference-stack.ts';
import { inferenceTemplate, only, testApp, testConfig } from '../shared/synth.ts';

describe('the inference stack', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  test.each([
    'ApiUrl',
    'FunctionName',
    'FunctionLogGroup',
    'EndpointName',
    'TableName',
    'RecordQueueUrl',
    'DeadLetterQueueUrl',
  ])('has the output %s', (name) => {
    expect(Object.keys(template.findOutputs(name))).toEqual([name]);
  });

  test('names the endpoint in its outputs', () => {
    template.hasOutput('EndpointName', { Value: 'inferwatch-endpoint' });
  });

  test('can be deployed to any account and region', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/unknown-(account|region)/);
  });
});

describe('the inference stack with a prefix', () => {
  test('has it in front of every fixed name', () => {
    const template = inferenceTemplate({ prefix: 'dev' });

    expect(only(template, 'AWS::ApiGatewayV2::Api').Name).toBe('dev-inferwatch-api');
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'dev-ml-inference-lambda' });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'dev-ml-inference-redrive-lambda' });
    template.hasResourceProperties('AWS::SageMaker::Endpoint', { EndpointName: 'dev-inferwatch-endpoint' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/sagemaker/Endpoints/dev-inferwatch-endpoint',
    });
  });

  test('invokes its own endpoint', () => {
    const template = inferenceTemplate({ prefix: 'dev' });

    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(':endpoint/dev-inferwatch-endpoint"');
  });
});

describe('the inference stack with one of two removal switches', () => {
  const stack = () => new InferenceStack(testApp(), 'Test', { config: testConfig({ removeDataOnDestroy: true }) });

  test('keeps the data', () => {
    const template = inferenceTemplate({ removeDataOnDestroy: true });

    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' });
  });

  test('warns once', () => {
    const warnings = Annotations.fromStack(stack()).findWarning('*', Match.stringLikeRegexp('data is kept'));

    expect(warnings).toHaveLength(1);
  });
});

describe('the inference stack with both removal switches and data capture', () => {
  test('empties the buckets before it removes them', () => {
    const template = inferenceTemplate({
      removeDataOnDestroy: true,
      confirmDataRemoval: true,
      endpoint: { sample: { instance: { type: 'ml.m5.large' }, dataCapture: true } },
    });

    template.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });
});
