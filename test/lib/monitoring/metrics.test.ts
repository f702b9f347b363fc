import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../contract/metrics.ts';
import { ContractMetrics } from '../../../lib/monitoring/metrics/contract-metrics.ts';
import { EMITTED_GROUPS, LAMBDA_METRICS } from '../../../lib/monitoring/metrics/emitted-metrics.ts';
import { EndpointMetrics } from '../../../lib/monitoring/metrics/endpoint-metrics.ts';
import { math, mathId, serviceMetric } from '../../../lib/monitoring/metrics/service-metric.ts';
import { functionLogGroupName, watchedMetrics } from '../../../lib/monitoring/metrics/watched-metrics.ts';
import { fullTargets, functionOnly } from './support.ts';

const CDK = path.dirname(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'));

/**
 * What AWS's own service data says, as aws-cdk-lib carries it: the metrics that CDK's constructs have methods for.
 * It knows fewer metrics than AWS's documentation, but those it knows it knows independently of our table.
 */
function knownToCdk(service: string): string[] {
  const file = path.join(CDK, `aws-${service}/lib/${service}-canned-metrics.generated`);
  const code = readFileSync(`${file}.js`, 'utf8');
  const types = readFileSync(`${file}.d.ts`, 'utf8');
  const identities = new Map(
    [...code.matchAll(/static (\w+)\(dimensions\)\{return\{namespace:"([^"]+)",metricName:"([^"]+)"/g)].map(
      ([, method, namespace, metricName]) => [method, `${namespace}|${metricName}`],
    ),
  );
  return [...types.matchAll(/static (\w+)\(this: void, dimensions: \{([^}]*)\}/g)].map(([, method, body]) => {
    const dimensions = [...String(body).matchAll(/(\w+): string/g)].map(([, name]) => name);
    return `${identities.get(method)}|${dimensions.sort().join()}`;
  });
}

const fromCdk = new Set(
  ['lambda', 'dynamodb', 'sqs', 'logs', 'sagemaker', 'apigatewayv2', 'apigateway'].flatMap(knownToCdk),
);
const namesInCdk = new Set([...fromCdk].map((identity) => identity.split('|').slice(0, 2).join('|')));

describe('the table of emitted metrics', () => {
  const ours = EMITTED_GROUPS.flatMap(({ namespace, dimensions, metrics }) =>
    Object.keys(metrics).map((name) => [`${namespace}|${name}`, [...dimensions].sort().join()] as const),
  );

  it.each(ours.filter(([name]) => namesInCdk.has(name)))(
    '%s has the dimensions %s in the service data of CDK too',
    (name, dimensions) => {
      expect(fromCdk).toContain(`${name}|${dimensions}`);
    },
  );

  it('rests on the cited pages alone only for these, which no alarm reads', () => {
    const unconfirmed = ours.filter(([name]) => !namesInCdk.has(name)).map(([name]) => name);

    expect(unconfirmed).toEqual([
      'AWS/SageMaker|ModelSetupTime',
      '/aws/sagemaker/Endpoints|CPUUtilization',
      '/aws/sagemaker/Endpoints|MemoryUtilization',
      '/aws/sagemaker/Endpoints|GPUUtilization',
      '/aws/sagemaker/Endpoints|GPUMemoryUtilization',
      '/aws/sagemaker/Endpoints|DiskUtilization',
    ]);
  });

  it('cites a page of AWS for each group', () => {
    for (const { source } of EMITTED_GROUPS) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  });
});

describe('a metric of a service', () => {
  const dimensions = { FunctionName: 'f' };

  it('is read every minute, not every five as CDK would', () => {
    const metric = serviceMetric(LAMBDA_METRICS, 'Errors', dimensions, 'Sum', {});

    expect(metric.period).toEqual(Duration.minutes(1));
  });

  it('is read every minute even if the reading says undefined', () => {
    const metric = serviceMetric(LAMBDA_METRICS, 'Errors', dimensions, 'Sum', {
      period: undefined,
      statistic: undefined,
    });

    expect([metric.period.toSeconds(), metric.statistic]).toEqual([60, 'Sum']);
  });

  it('is read as asked', () => {
    const reading = { period: Duration.minutes(5), statistic: 'p99' };

    const metric = serviceMetric(LAMBDA_METRICS, 'Duration', dimensions, 'Average', reading);

    expect([metric.period.toSeconds(), metric.statistic]).toEqual([300, 'p99']);
  });
});

describe('metric math', () => {
  const m = new Metric({ namespace: 'n', metricName: 'm', period: Duration.minutes(1) });

  it('is computed every minute unless said otherwise', () => {
    expect(math('m', { m }).period.toSeconds()).toBe(60);
  });

  it('has ids that tell periods and statistics apart', () => {
    const ids = [
      mathId('ModelLatency', undefined, 'p90'),
      mathId('ModelLatency', undefined, 'p99.9'),
      mathId('errors', Duration.hours(6)),
      mathId('errors', Duration.minutes(30)),
    ];

    expect(ids).toEqual(['modelLatency_p90_1m', 'modelLatency_p99_9_1m', 'errors6h', 'errors30m']);
  });
});

describe("the pipeline's own metrics", () => {
  const metrics = new ContractMetrics('digits');

  it('are those of the contract, each with the statistic that suits it', () => {
    const read = [
      metrics.latency(),
      metrics.successes(),
      metrics.errors(),
      metrics.rejections(),
      metrics.overhead(),
      metrics.persistFailures(),
      metrics.logOnlyRecords(),
    ];

    expect(read.map(({ metricName }) => metricName)).toEqual(Object.keys(METRICS));
    expect(read.map(({ statistic }) => statistic)).toEqual(['p90', 'Sum', 'Sum', 'Sum', 'p90', 'Sum', 'Sum']);
  });

  it('are read for the endpoint', () => {
    expect(metrics.latency().dimensions).toEqual({ EndpointName: 'digits' });
  });

  it('are read over all endpoints without one', () => {
    expect(new ContractMetrics(undefined).latency().dimensions).toEqual({});
  });

  it('count requests by the metric that each of them emits', () => {
    expect([metrics.requests().metricName, metrics.requests().statistic]).toEqual(['SuccessCount', 'SampleCount']);
  });
});

describe('the latencies of SageMaker', () => {
  const metrics = new EndpointMetrics({ endpointName: 'e', variantName: 'v', hosting: 'instance' });

  it.each(['modelLatency', 'overheadLatency', 'setupTime'] as const)('%s is brought to milliseconds', (name) => {
    const { expression, usingMetrics } = metrics[name]({ statistic: 'p50' });

    expect(expression).toMatch(/_p50_1m \/ 1000$/);
    expect(Object.keys(usingMetrics)).toEqual([expression.replace(' / 1000', '')]);
  });
});

describe('the metrics of the targets', () => {
  it('are there for each target that is watched', () => {
    const watched = watchedMetrics(fullTargets(new Stack()));

    expect(Object.values(watched).every((metrics) => metrics !== undefined)).toBe(true);
  });

  it('are left out for the others', () => {
    const { endpoint, table, api, recordQueue, deadLetterQueue } = watchedMetrics(functionOnly(new Stack()));

    expect([endpoint, table, api, recordQueue, deadLetterQueue]).toEqual(Array(5).fill(undefined));
  });

  it('read the log group that Lambda makes, when none is given', () => {
    expect(functionLogGroupName(functionOnly(new Stack()))).toBe('/aws/lambda/ml-inference-lambda');
  });
});
