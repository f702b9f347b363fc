import { describe, expect, test } from 'vitest';
import { PLATFORM_LINES } from '../../src/model/logs.ts';
import {
  amountOf,
  estimateOf,
  type Json,
  lineOf,
  MONTH_AT_TEN,
  PIPELINE,
  pipelineWith,
  quantityOf,
  reasonOf,
} from '../support.ts';

const GB = 1024 ** 3;
const metric = (id: string, Period = 60) => ({
  Id: id,
  MetricStat: { Metric: { Namespace: 'N', MetricName: id }, Period, Stat: 'Sum' },
});
const alarm = (Properties: Json) => ({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties } });

describe('an alarm', () => {
  test.each<[string, Json, string, number]>([
    ['on one metric', { MetricName: 'm', Period: 60 }, 'standard', 0.1],
    ['on one metric every ten seconds', { MetricName: 'm', Period: 10 }, 'high-resolution', 0.3],
    [
      'of metric math over three metrics',
      { Metrics: [metric('a'), metric('b'), metric('c'), { Id: 'e', Expression: 'a+b+c' }] },
      'standard',
      0.3,
    ],
    [
      'of metric math with one metric of high resolution',
      { Metrics: [metric('a'), metric('b', 10), { Id: 'e', Expression: 'a+b' }] },
      'high-resolution',
      0.6,
    ],
    [
      'on a band',
      { ThresholdMetricId: 'ad', Metrics: [metric('a'), { Id: 'ad', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }] },
      'standard',
      0.3,
    ],
  ])('%s counts its metrics', (_, properties, resolution, amount) => {
    expect(amountOf(estimateOf(alarm(properties)), `cloudwatch.alarms.${resolution}`)).toBeCloseTo(amount, 9);
  });

  test.each([
    ['a Metrics Insights query', 'SELECT MAX(Latency) FROM "N"'],
    ['a search', 'SUM(SEARCH(\'{N} m\', "Sum"))'],
  ])('on %s is unknown: no template tells how many metrics it finds', (_, Expression) => {
    const made = estimateOf(alarm({ Metrics: [{ Id: 'e', Expression, Period: 60 }] }));

    expect(reasonOf(made, 'cloudwatch.alarms.standard')).toContain('no template tells');
  });

  test('that is a composite costs its own price', () => {
    expect(estimateOf({ Alarm: { Type: 'AWS::CloudWatch::CompositeAlarm' } }).total).toBe(0.5);
  });
});

describe('custom metrics', () => {
  test('of the contract are counted in each dimension set', () => {
    expect(quantityOf(estimateOf(PIPELINE), 'cloudwatch.metrics')).toBe(12);
  });

  test('of another application are those that its alarms name, each once', () => {
    const own = { ...PIPELINE.Fn?.Properties, Environment: undefined };
    const resources = {
      ...pipelineWith('Fn', own),
      A: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'Own', MetricName: 'x', Period: 60 } },
      B: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'Own', MetricName: 'x', Period: 60 } },
      C: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Period: 60 } },
    };

    expect(quantityOf(estimateOf(resources), 'cloudwatch.metrics')).toBe(1);
  });

  test('may be given, and reach their second tier', () => {
    expect(amountOf(estimateOf(PIPELINE, { metrics: { custom: 20_000 } }), 'cloudwatch.metrics')).toBeCloseTo(4000, 6);
  });

  test('by PutMetricData cost a request an inference, and no log', () => {
    const made = estimateOf(PIPELINE, {}, { transport: 'put-metric-data' });

    expect(amountOf(made, 'cloudwatch.api-requests')).toBeCloseTo(MONTH_AT_TEN / 100_000, 6);
    expect(made.lines.filter(({ component }) => component.startsWith('metrics in log lines'))).toEqual([]);
  });
});

describe('a log group', () => {
  const lines = (made: ReturnType<typeof estimateOf>, component: string) =>
    made.lines.find((line) => line.component === component)!.quantity;

  test("of the API's function takes its lines, the platform's, and the metrics", () => {
    const made = estimateOf(PIPELINE, { logs: { functionBytes: 1000, metricBytes: 500 } });
    const platform = PLATFORM_LINES.join('').length;

    expect(lines(made, "the function's lines, ingested")).toMatchObject({ value: (MONTH_AT_TEN * 1000) / GB });
    expect(lines(made, "Lambda's own lines, ingested")).toMatchObject({ value: (MONTH_AT_TEN * platform) / GB });
    expect(lines(made, 'metrics in log lines, ingested')).toMatchObject({ value: (MONTH_AT_TEN * 500) / GB });
  });

  test('keeps what its retention says, compressed', () => {
    const made = estimateOf(PIPELINE, { logs: { functionBytes: 1000, storedShare: 0.5 }, month: { hours: 720 } });

    expect(lines(made, "the function's lines, kept")).toMatchObject({ value: (10 * 720 * 3600 * 1000 * 0.5) / GB });
  });

  test('without a retention grows from month to month', () => {
    const made = estimateOf(pipelineWith('FnLogs', { RetentionInDays: undefined }), { month: { sinceStart: 3 } });

    expect(lines(made, "the function's lines, kept")).toMatchObject({ formula: expect.stringContaining('2.5 months') });
  });

  test('of an access log takes lines as long as their format', () => {
    const made = estimateOf(PIPELINE);

    expect(lines(made, 'access log, ingested')).toMatchObject({ value: (MONTH_AT_TEN * 100) / GB });
    expect(made.lines.find(({ component }) => component === 'access log, ingested')?.inferred).toContain('format');
  });

  test('that somebody else writes is unknown', () => {
    const made = estimateOf({ Group: { Type: 'AWS::Logs::LogGroup' } });

    expect(reasonOf(made, 'logs.ingestion.custom')).toBe('who writes how much into it is not known');
  });

  test('shares the tiers of vended logs with the others: each line pays the mean price', () => {
    const made = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 50_000 }, logs: { functionBytes: 1000 } });
    const vended = made.lines.filter(({ meter }) => meter === 'logs.ingestion.vended');
    const prices = vended.map(({ price }) => (price.status === 'priced' ? price.unitPrice.toFixed(9) : ''));

    expect(new Set(prices).size).toBe(1);
    expect(Number(prices[0])).toBeLessThan(0.5);
  });
});

describe('messages of alarms', () => {
  const topic = (id: string) => ({
    [id]: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });
  const subscription = (Protocol: string) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol, Endpoint: 'x', TopicArn: { Ref: 'Alerts' } },
  });
  const resources = {
    ...topic('Alerts'),
    Key: { Type: 'AWS::KMS::Key' },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60, AlarmActions: [{ Ref: 'Alerts' }] } },
    Mail: subscription('email'),
  };

  test('are published once and mailed to each address', () => {
    const made = estimateOf({ ...resources, More: subscription('email-json') }, { alarms: { notifications: 100_000 } });

    expect(amountOf(made, 'sns.requests')).toBeCloseTo(0.05, 9);
    expect([amountOf(made, 'sns.email', 'Mail'), amountOf(made, 'sns.email', 'More')]).toEqual([2, 2]);
  });

  test('use the key of the topic', () => {
    const made = estimateOf(resources, { alarms: { notifications: 5000 } });

    expect(quantityOf(made, 'kms.requests')).toBe(10_000);
    expect(amountOf(made, 'kms.keys')).toBe(1);
  });

  test('by SMS are unknown, since each country has its price', () => {
    expect(reasonOf(estimateOf({ ...resources, Phone: subscription('sms') }), 'sns.sms')).toContain('country');
  });

  test('to queues are free', () => {
    const made = estimateOf({ ...resources, Queue: subscription('sqs') });

    expect(made.lines.filter(({ resource }) => resource.logicalId === 'Queue')).toEqual([]);
  });

  test('of a topic that no alarm uses are unknown', () => {
    expect(reasonOf(estimateOf(topic('Other')), 'sns.requests')).toContain('other than by alarms');
  });
});

test('a dead letter queue is empty as long as nothing fails', () => {
  const made = estimateOf({
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
    },
  });

  expect(lineOf(made, 'sqs.requests', 'Dead').quantity).toMatchObject({ value: 0 });
  expect(reasonOf(made, 'sqs.requests', 'Queue')).toBe('who sends to it is not known');
});
