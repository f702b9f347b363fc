import { describe, expect, test } from 'vitest';
import {
  amountOf,
  estimateOf,
  lineOf,
  MONTH_AT_TEN,
  PIPELINE,
  pipelineWith,
  quantityOf,
  reasonOf,
} from '../support.ts';

describe('an HTTP API', () => {
  test('is paid by its requests', () => {
    const made = estimateOf(PIPELINE);

    expect(quantityOf(made, 'api-gateway.http.requests')).toBe(MONTH_AT_TEN);
    expect(amountOf(made, 'api-gateway.http.requests')).toBeCloseTo(26.28, 6);
  });

  test('counts reads of records too', () => {
    const made = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 10, readsPerRequest: 0.5 } });

    expect(quantityOf(made, 'api-gateway.http.requests')).toBe(MONTH_AT_TEN * 1.5);
  });

  test('counts a body of 600 KB as two steps of 512 KB', () => {
    const made = estimateOf(PIPELINE, { payload: { requestBytes: 600 * 1024 } });

    expect(quantityOf(made, 'api-gateway.http.requests')).toBe(MONTH_AT_TEN * 2);
  });

  test('reaches its second tier above 300 million requests', () => {
    const made = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 1000 } });

    expect(amountOf(made, 'api-gateway.http.requests')).toBeCloseTo(300 + (2628 - 300) * 0.9, 6);
  });

  test('sends its answers out of AWS', () => {
    const made = estimateOf(PIPELINE, { payload: { responseBytes: 1024 } });

    expect(quantityOf(made, 'data-transfer.out')).toBeCloseTo(MONTH_AT_TEN / 1024 ** 2, 6);
  });

  test.each([
    [
      'a WebSocket API',
      pipelineWith('Api', { ProtocolType: 'WEBSOCKET' }),
      'only HTTP APIs are known, not WebSocket APIs',
    ],
    [
      'an API without a function',
      { Api: PIPELINE.Api! },
      'the API invokes no function of the templates, or several: its traffic is not known',
    ],
  ])('%s is unknown and not free', (_, resources, reason) => {
    expect(reasonOf(estimateOf(resources), 'api-gateway.http.requests')).toBe(reason);
  });
});

describe("the API's function", () => {
  test('runs for the model and its own work, in whole milliseconds', () => {
    const made = estimateOf(PIPELINE, { model: { latencyMs: 40.2 }, function: { overheadMs: 2 } });

    expect(quantityOf(made, 'lambda.duration.arm64')).toBeCloseTo((MONTH_AT_TEN * 43) / 1000, 6);
  });

  test("takes the profile's memory instead of the template's", () => {
    const half = estimateOf(PIPELINE, { function: { memoryMb: 512 } });

    expect(quantityOf(half, 'lambda.duration.arm64')).toBeCloseTo(
      quantityOf(estimateOf(PIPELINE), 'lambda.duration.arm64')! / 2,
      6,
    );
  });

  test('costs more on x86, which is what a template without architectures means', () => {
    const made = estimateOf(pipelineWith('Fn', { Architectures: undefined }));

    expect(lineOf(made, 'lambda.duration.x86_64').component).toBe('compute (x86_64, 1024 MB)');
  });

  test('waits for PutMetricData only where that is the transport', () => {
    const profile = { metrics: { callMs: 8 } };
    const seconds = (transport: 'emf' | 'put-metric-data') =>
      quantityOf(estimateOf(PIPELINE, profile, { transport }), 'lambda.duration.arm64')!;

    expect(seconds('put-metric-data') - seconds('emf')).toBeCloseTo((MONTH_AT_TEN * 8) / 1000, 3);
  });

  test("is traced by X-Ray's default rule", () => {
    expect(quantityOf(estimateOf(PIPELINE), 'xray.traces')).toBeCloseTo((1 + 9 * 0.05) * 730 * 3600, 3);
  });

  test('without tracing has no traces', () => {
    const made = estimateOf(pipelineWith('Fn', { TracingConfig: { Mode: 'PassThrough' } }));

    expect(made.lines.filter(({ meter }) => meter === 'xray.traces')).toEqual([]);
  });
});

describe('another function', () => {
  const job = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'job', MemorySize: 1024 } };
  const rule = {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: { 'Fn::GetAtt': ['Job', 'Arn'] } }] },
  };

  test('runs as often as its schedule, for a time that only the profile knows', () => {
    const made = estimateOf({ Job: job, Rule: rule });

    expect(quantityOf(made, 'lambda.requests')).toBe(730);
    expect(reasonOf(made, 'lambda.duration.x86_64')).toBe('its duration is not known: give functions.job');
  });

  test("is as the profile says, by the function's name", () => {
    const made = estimateOf({ Job: job, Rule: rule }, { functions: { job: { invocations: 1000, durationMs: 2000 } } });

    expect(quantityOf(made, 'lambda.duration.x86_64')).toBe(2000);
  });

  test('that nothing is known of is unknown', () => {
    expect(reasonOf(estimateOf({ Job: job }), 'lambda.requests')).toBe(
      'how often it runs is not known: give functions.Job',
    );
  });

  test('of a custom resource runs at deployments and costs nothing in between', () => {
    const custom = { Type: 'Custom::Thing', Properties: { ServiceToken: { 'Fn::GetAtt': ['Job', 'Arn'] } } };
    const made = estimateOf({ Job: job, Custom: custom });

    expect([quantityOf(made, 'lambda.requests'), amountOf(made, 'lambda.duration.x86_64')]).toEqual([0, 0]);
  });

  test('behind a queue runs for each record that the table refused', () => {
    const resources = {
      ...PIPELINE,
      Queue: { Type: 'AWS::SQS::Queue' },
      Redrive: { Type: 'AWS::Lambda::Function' },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: { Ref: 'Redrive' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
      },
    };
    const made = estimateOf(resources, { record: { unstoredShare: 0.01 } });

    expect(quantityOf(made, 'lambda.requests', 'Redrive')).toBe(MONTH_AT_TEN * 0.01);
    expect(made.lines.filter(({ meter }) => meter === 'sqs.requests').map(({ component }) => component)).toEqual([
      'messages',
      "Lambda's polling",
    ]);
  });
});
