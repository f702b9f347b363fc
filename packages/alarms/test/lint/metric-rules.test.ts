import { describe, expect, it } from 'vitest';
import type { MetricContract } from '../../src/lint/contract.ts';
import { SERVICE_METRICS, serviceMetric } from '../../src/lint/service-metrics.ts';
import { classicAlarm, foundOn, mathAlarm, messageOn, metric } from './support.ts';

const watched = (namespace: string, name: string, dimensions: readonly string[]) =>
  classicAlarm({ ...metric(namespace, name, dimensions), Threshold: 100_000, Statistic: 'Sum' });

describe('a metric of a SageMaker endpoint', () => {
  it.each([
    ['AWS/SageMaker', 'Invocations', ['EndpointName'], ['IW7001 Dimensions']],
    ['AWS/SageMaker', 'ModelLatency', [], ['IW7001 Dimensions']],
    ['/aws/sagemaker/Endpoints', 'CPUUtilization', ['EndpointName'], ['IW7001 Dimensions']],
    ['AWS/SageMaker', 'Invocations', ['EndpointName', 'VariantName'], []],
    ['AWS/SageMaker', 'Invocations', ['InferenceComponentName'], []],
    // Batch transform jobs publish under the name of their host.
    ['/aws/sagemaker/TransformJobs', 'CPUUtilization', ['Host'], []],
  ])('%s %s %j', (namespace, name, dimensions, expected) => {
    expect(foundOn(watched(namespace, name, dimensions))).toEqual(expected);
  });

  it('is found inside metric math, with the place of its dimensions', () => {
    const entry = { id: 'm1', namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: ['EndpointName'] };

    expect(foundOn(mathAlarm('m1 / 60', [entry]))).toEqual(['IW7001 Metrics[1].MetricStat.Metric.Dimensions']);
  });
});

describe('the metric contract', () => {
  it.each([
    ['LatencyMs', [], []],
    ['LatencyMs', ['EndpointName'], []],
    ['LatencyMs', ['EndpointName', 'RequestId'], ['IW7002 Dimensions']],
    ['LatencyMs', ['endpointName'], ['IW7002 Dimensions']],
    ['Latency', ['EndpointName'], ['IW7002 MetricName']],
  ])('knows what InferencePipeline %s %j is', (name, dimensions, expected) => {
    expect(foundOn(watched('InferencePipeline', name, dimensions))).toEqual(expected);
  });

  it('says nothing of other namespaces', () => {
    expect(foundOn(watched('Shop', 'Anything', ['At', 'All']))).toEqual([]);
  });

  const SHOP: MetricContract = {
    namespace: 'Shop',
    dimensionSets: [['Store']],
    metrics: { Orders: { unit: 'Count' } },
    origin: 'shop.contract.yaml',
  };

  it('may be one of the application itself', () => {
    expect(foundOn(watched('Shop', 'Orders', ['Store']), [SHOP])).toEqual([]);
    expect(foundOn(watched('Shop', 'Orders', ['Shop']), [SHOP])).toEqual(['IW7002 Dimensions']);
    expect(foundOn(watched('Shop', 'Order', ['Store']), [SHOP])).toEqual(['IW7002 MetricName']);
  });
});

describe('dimensions of AWS services', () => {
  it.each([
    ['AWS/DynamoDB', 'UserErrors', ['TableName']],
    ['AWS/DynamoDB', 'ThrottledRequests', ['TableName']],
    ['AWS/ApplicationELB', 'UnHealthyHostCount', ['TargetGroup']],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', ['LoadBalancer', 'TargetGroup']],
    ['AWS/ApiGateway', '5XXError', ['ApiId']],
    ['AWS/ApiGateway', '5xx', ['ApiName']],
    ['AWS/Lambda', 'Errors', ['Function']],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', ['Queue']],
  ])('%s %s is not published with %j', (namespace, name, dimensions) => {
    expect(foundOn(watched(namespace, name, dimensions))).toContain('IW7003 Dimensions');
  });

  it.each([
    ['AWS/DynamoDB', 'ThrottledRequests', ['TableName', 'Operation']],
    ['AWS/ApplicationELB', 'UnHealthyHostCount', ['TargetGroup', 'LoadBalancer']],
    ['AWS/ApiGateway', '5xx', ['ApiId', 'Stage']],
    ['AWS/Lambda', 'Errors', ['FunctionName', 'Resource']],
    ['AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', ['Whatever']],
  ])('%s %s is published with %j, or is not known', (namespace, name, dimensions) => {
    expect(foundOn(watched(namespace, name, dimensions))).toEqual([]);
  });

  it('are told with the page of the service', () => {
    expect(messageOn(watched('AWS/DynamoDB', 'UserErrors', ['TableName']))).toMatch(
      /no dimension \(https:\/\/docs\.aws\.amazon\.com\/amazondynamodb\//,
    );
  });
});

describe('the table of service metrics', () => {
  it('has each metric once', () => {
    const names = SERVICE_METRICS.flatMap(({ namespace, metrics }) => metrics.map((name) => `${namespace} ${name}`));

    expect(new Set(names).size).toBe(names.length);
  });

  it('rests on pages of AWS', () => {
    for (const { source } of SERVICE_METRICS) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  it('calls no threshold plausible that the metric cannot reach', () => {
    for (const { plausible, sample } of SERVICE_METRICS) {
      if (plausible === undefined || sample === undefined) continue;
      expect(plausible[0]).toBeGreaterThanOrEqual(sample[0]);
      expect(plausible[1]).toBeLessThanOrEqual(sample[1]);
    }
  });

  it('knows nothing of metrics that are not in it', () => {
    expect(serviceMetric('App', 'Errors')).toBeUndefined();
  });
});
