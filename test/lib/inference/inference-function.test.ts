import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { METRIC_NAMESPACE } from '../../../contract/metrics.ts';
import { inferenceEnvSchema } from '../../../lambda/inference/env.ts';
import { API_TIMEOUT, FUNCTION_TIMEOUT, REQUEST_BUDGET } from '../../../lib/inference/inference-function.ts';
import { allowed, inferenceTemplate, only } from '../shared/synth.ts';

const FUNCTION = 'AWS::Lambda::Function';
const named = { FunctionName: 'ml-inference-lambda' };
const ROLE = 'PipelineInferenceRole';
const LAMBDA = new URL('../../../lambda/', import.meta.url);

const environment = (template: Template): Record<string, unknown> =>
  only(template, FUNCTION, named).Environment.Variables;

describe('the inference function without any setting', () => {
  let template: Template;
  beforeAll(() => {
    template = inferenceTemplate();
  });

  test('runs on Node.js 24 and arm64, traced', () => {
    expect(only(template, FUNCTION, named)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('has exactly the variables that the handler reads', () => {
    expect(Object.keys(environment(template)).sort()).toEqual(Object.keys(inferenceEnvSchema.shape).sort());
  });

  test('logs in text, so that lines in embedded metric format arrive unwrapped', () => {
    expect(only(template, FUNCTION, named).LoggingConfig.LogFormat).toBe('Text');
  });

  test('logs to a group of its own, kept 30 days', () => {
    const { LogGroup } = only(template, FUNCTION, named).LoggingConfig;

    expect(template.toJSON().Resources[LogGroup.Ref]).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: 30 },
    });
  });

  test('ends before the API gives up', () => {
    expect(only(template, FUNCTION, named).Timeout).toBeLessThan(API_TIMEOUT.toSeconds());
  });

  test('has time left after the request budget to store the record and to answer', () => {
    const budgetMs = Number(environment(template).REQUEST_BUDGET_MS);

    expect(budgetMs).toBe(REQUEST_BUDGET.toMilliseconds());
    expect(FUNCTION_TIMEOUT.toMilliseconds() - budgetMs).toBeGreaterThanOrEqual(2000);
  });

  test('may invoke its endpoint, and do nothing else in SageMaker', () => {
    const permissions = allowed(template, ROLE).filter(({ action }) => action.startsWith('sagemaker:'));

    expect(permissions).toEqual([
      expect.objectContaining({
        action: 'sagemaker:InvokeEndpoint',
        resource: expect.stringContaining(':endpoint/inferwatch-endpoint"'),
      }),
    ]);
  });

  test('may do with its table exactly what its code calls', () => {
    const called = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(new URL(file, LAMBDA), 'utf8').matchAll(/new (\w+Item)Command\(/g)])
      .map(([, action]) => `dynamodb:${action}`);

    const permissions = allowed(template, ROLE).filter(({ action }) => action.startsWith('dynamodb:'));

    expect(permissions.map(({ action }) => action).sort()).toEqual([...new Set(called)].sort());
    expect(new Set(permissions.map(({ resource }) => resource)).size).toBe(1);
  });

  test('may send to the record queue, and not receive from it', () => {
    const actions = allowed(template, ROLE).filter(({ action }) => action.startsWith('sqs:'));

    expect(actions.map(({ action }) => action)).toEqual(['sqs:SendMessage']);
  });

  test('may use a wildcard for nothing but traces', () => {
    const wildcards = allowed(template, ROLE).filter(({ resource }) => resource.includes('*'));

    expect(wildcards.map(({ action }) => action).sort()).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });

  test('has no managed policy', () => {
    expect(
      Object.values(template.findResources('AWS::IAM::Role')).map((role) => role.Properties.ManagedPolicyArns),
    ).toEqual(expect.not.arrayContaining([expect.anything()]));
  });

  test('keeps records for ever', () => {
    expect(environment(template).RECORD_TTL_DAYS).toBe('0');
  });
});

describe('the inference function with settings', () => {
  test('calls the metrics API when asked, in our own namespace only', () => {
    const template = inferenceTemplate({ metrics: { transport: 'put-metric-data' } });

    expect(environment(template).METRICS_TRANSPORT).toBe('put-metric-data');
    expect(allowed(template, ROLE)).toContainEqual({
      action: 'cloudwatch:PutMetricData',
      resource: '"*"',
      condition: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
    });
  });

  test('logs as much of each payload as asked', () => {
    const template = inferenceTemplate({ logs: { inputCharacters: 0, outputCharacters: 12, redactKeys: ['ssn'] } });

    expect(environment(template)).toMatchObject({
      LOG_INPUT_CHARACTERS: '0',
      LOG_OUTPUT_CHARACTERS: '12',
      LOG_REDACT_KEYS: '["ssn"]',
    });
  });

  test('lets records expire after the days asked', () => {
    expect(environment(inferenceTemplate({ table: { ttlDays: 90 } })).RECORD_TTL_DAYS).toBe('90');
  });

  test('keeps logs as long as asked, everywhere', () => {
    const template = inferenceTemplate({ logs: { retentionDays: 7 } });

    const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));

    expect(new Set(groups.map(({ Properties }) => Properties.RetentionInDays))).toEqual(new Set([7]));
  });

  test('may use the key of a customer-managed table', () => {
    const template = inferenceTemplate({ table: { encryption: 'customer-managed' } });

    const actions = allowed(template, ROLE).map(({ action }) => action);

    expect(actions).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']));
  });
});
