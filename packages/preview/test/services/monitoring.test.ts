import { gzipSync } from 'node:zlib';
import {
  CloudWatchClient,
  ListMetricStreamsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  AwsJson1_0Protocol,
  AwsQueryProtocol,
  AwsSmithyRpcV2CborProtocol,
  AwsSmithyRpcV2JsonProtocol,
} from '@aws-sdk/core/protocols';
import { encode, Token, Type } from 'cborg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServices, resources, samplesOf, signed, startServices } from './support.ts';

const NAMESPACE = 'InferencePipeline';
const MINUTE = 60_000;

let services: RunningServices;

beforeEach(async () => {
  services = await startServices(resources());
});

afterEach(() => services.dispose());

const PROTOCOLS = [
  ['AWS JSON', AwsJson1_0Protocol],
  ['Smithy RPC v2 CBOR', AwsSmithyRpcV2CborProtocol],
  ['Smithy RPC v2 JSON', AwsSmithyRpcV2JsonProtocol],
  ['AWS Query', AwsQueryProtocol],
] as const;

describe.each(PROTOCOLS)('PutMetricData over %s', (_name, protocol) => {
  const put = (MetricData: MetricDatum[], Namespace = NAMESPACE) =>
    new CloudWatchClient({ ...services.client, protocol }).send(new PutMetricDataCommand({ Namespace, MetricData }));

  it('stores a value with its dimensions and unit', async () => {
    // Prepare
    const Dimensions = [{ Name: 'EndpointName', Value: 'e' }];

    // Act
    await put([{ MetricName: 'LatencyMs', Value: 12.5, Unit: 'Milliseconds', Timestamp: new Date(), Dimensions }]);

    // Assess
    const metric = { namespace: NAMESPACE, metricName: 'LatencyMs', dimensions: { EndpointName: 'e' } };
    const [sample] = services.metrics.samples(metric, 0, Number.MAX_SAFE_INTEGER);
    expect(sample).toMatchObject({ value: 12.5, count: 1, unit: 'Milliseconds' });
  });

  it('stores lists of values with their counts', async () => {
    // Prepare, Act
    await put([{ MetricName: 'LatencyMs', Values: [1, 2], Counts: [3, 1] }]);

    // Assess
    expect(samplesOf(services.metrics, NAMESPACE, 'LatencyMs', {})).toEqual([1, 1, 1, 2]);
  });

  it('refuses a namespace of AWS with an error that the client understands', async () => {
    // Prepare, Act
    const answer = put([{ MetricName: 'Invocations', Value: 1 }], 'AWS/Lambda');

    // Assess
    await expect(answer).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidParameterValue(Exception)?$/),
      message: 'The value AWS/Lambda for parameter Namespace is invalid.',
    });
  });

  it('names an operation that it does not have', async () => {
    // Prepare
    const client = new CloudWatchClient({ ...services.client, protocol });

    // Act
    const answer = client.send(new ListMetricStreamsCommand({}));

    // Assess
    await expect(answer).rejects.toThrow('the preview does not emulate ListMetricStreams of monitoring');
  });
});

// With CBOR this version of the client announces the length before compression, and the request never ends.
describe.each(PROTOCOLS.filter(([, protocol]) => protocol !== AwsSmithyRpcV2CborProtocol))(
  'a compressed request over %s',
  (_name, protocol) => {
    it('is stored in full', async () => {
      // Prepare: the client compresses above 10 kB.
      const MetricData = Array.from({ length: 500 }, (_, index) => ({ MetricName: 'LatencyMs', Value: index }));
      const client = new CloudWatchClient({ ...services.client, protocol });

      // Act
      await client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }));

      // Assess
      expect(samplesOf(services.metrics, NAMESPACE, 'LatencyMs', {})).toHaveLength(500);
    });
  },
);

describe('PutMetricData', () => {
  const put = (datum: MetricDatum) =>
    new CloudWatchClient(services.client).send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: [datum] }));

  const storedAt = (metricName: string) => {
    const metric = { namespace: NAMESPACE, metricName, dimensions: {} };
    return [...services.metrics.samples(metric, 0, Number.MAX_SAFE_INTEGER)].map(({ timestamp }) => timestamp);
  };

  it('stores a value of standard resolution under its minute', async () => {
    // Prepare
    await services.clock.advance(42_500);

    // Act
    await put({ MetricName: 'a', Value: 1 });

    // Assess
    expect(storedAt('a').map((timestamp) => timestamp % MINUTE)).toEqual([0]);
  });

  it('stores a value of high resolution under its second', async () => {
    // Prepare
    await services.clock.advance(42_500);

    // Act
    await put({ MetricName: 'a', Value: 1, StorageResolution: 1 });

    // Assess
    expect(storedAt('a').map((timestamp) => timestamp % MINUTE)).toEqual([42_000]);
  });

  it('keeps count, sum and extremes of a statistic set', async () => {
    // Prepare, Act
    await put({ MetricName: 'a', StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 1, Maximum: 9 } });

    // Assess
    const metric = { namespace: NAMESPACE, metricName: 'a', dimensions: {} };
    const [period] = services.metrics.statistics(metric, 0, Number.MAX_SAFE_INTEGER, MINUTE);
    expect(period).toMatchObject({ sampleCount: 4, sum: 20, minimum: 1, maximum: 9 });
  });

  it.each([
    ['one value', { SampleCount: 1, Sum: 7, Minimum: 7, Maximum: 7 }, [7]],
    ['equal values', { SampleCount: 3, Sum: 21, Minimum: 7, Maximum: 7 }, [7, 7, 7]],
    ['two values', { SampleCount: 2, Sum: 10, Minimum: 1, Maximum: 9 }, [1, 9]],
  ])('keeps a statistic set of %s as it is', async (_name, StatisticValues, expected) => {
    // Prepare, Act
    await put({ MetricName: 'a', StatisticValues });

    // Assess
    expect(samplesOf(services.metrics, NAMESPACE, 'a', {})).toEqual(expected);
  });

  const days = (count: number) => new Date(Date.now() + count * 24 * 60 * MINUTE);

  it.each<[string, MetricDatum, string]>([
    ['no name', { MetricName: '', Value: 1 }, 'The parameter MetricData.member.1.MetricName is required.'],
    ['no value', { MetricName: 'a' }, 'The parameter MetricData.member.1.Value is required.'],
    ['a time three weeks ago', { MetricName: 'a', Value: 1, Timestamp: days(-21) }, 'within the past two weeks'],
    ['a time tomorrow', { MetricName: 'a', Value: 1, Timestamp: days(1) }, 'the next two hours'],
    [
      'a value beyond the range',
      { MetricName: 'a', Value: 2 ** 361 },
      'is not a number in CloudWatch’s range'.replace('’', "'"),
    ],
    ['counts without their values', { MetricName: 'a', Values: [1], Counts: [1, 2] }, 'must have the same size'],
    ['too many values', { MetricName: 'a', Values: Array.from({ length: 151 }, () => 1) }, 'size greater than 150'],
    ['an unknown unit', { MetricName: 'a', Value: 1, Unit: 'Parsecs' as 'Count' }, 'The value Parsecs for parameter'],
    ['an unknown resolution', { MetricName: 'a', Value: 1, StorageResolution: 30 }, 'The value 30 for parameter'],
    [
      'a dimension without a value',
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: 'x', Value: '' }] },
      'needs a Name and a Value',
    ],
    [
      'more than 30 dimensions',
      {
        MetricName: 'a',
        Value: 1,
        Dimensions: Array.from({ length: 31 }, (_, index) => ({ Name: `${index}`, Value: 'x' })),
      },
      'size greater than 30',
    ],
    [
      'an empty statistic set',
      { MetricName: 'a', StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } },
      'needs SampleCount above 0',
    ],
  ])('refuses %s', async (_name, datum, message) => {
    // Prepare, Act
    const answer = put(datum);

    // Assess
    await expect(answer).rejects.toThrow(message);
    expect(services.metrics.list()).toEqual([]);
  });

  it('stores nothing of a request with one bad datum', async () => {
    // Prepare
    const MetricData = [{ MetricName: 'good', Value: 1 }, { MetricName: 'bad' }];

    // Act
    const answer = new CloudWatchClient(services.client).send(
      new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }),
    );

    // Assess
    await expect(answer).rejects.toThrow('member.2.Value is required');
    expect(services.metrics.list()).toEqual([]);
  });

  it('takes compressed CBOR', async () => {
    // Prepare
    const timestamp = new Token(Type.tag, 1);
    const input = { Namespace: NAMESPACE, MetricData: [{ MetricName: 'a', Value: 1, Timestamp: Date.now() / 1000 }] };
    const encoded = encode(input, {
      typeEncoders: { number: (value) => (value > 1000 ? [timestamp, new Token(Type.float, value)] : null) },
    });
    const headers = signed('monitoring', { 'smithy-protocol': 'rpc-v2-cbor', 'content-encoding': 'gzip' });
    const url = `${services.endpoint.url}/service/GraniteServiceVersion20100801/operation/PutMetricData`;

    // Act
    const response = await fetch(url, { method: 'POST', body: new Uint8Array(gzipSync(encoded)), headers });

    // Assess
    expect(response.status).toBe(200);
    expect(samplesOf(services.metrics, NAMESPACE, 'a', {})).toEqual([1]);
  });

  it('refuses a body that is called compressed and is not', async () => {
    // Prepare
    const target = 'GraniteServiceVersion20100801.PutMetricData';
    const headers = signed('monitoring', { 'x-amz-target': target, 'content-encoding': 'gzip' });

    // Act
    const response = await fetch(services.endpoint.url, { method: 'POST', body: '{}', headers });

    // Assess
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it('takes the metrics of entities', async () => {
    // Prepare
    const entity = {
      Entity: { KeyAttributes: { Type: 'Service', Name: 's' } },
      MetricData: [{ MetricName: 'a', Value: 1 }],
    };
    const command = new PutMetricDataCommand({ Namespace: NAMESPACE, EntityMetricData: [entity] });

    // Act
    await new CloudWatchClient(services.client).send(command);

    // Assess
    expect(samplesOf(services.metrics, NAMESPACE, 'a', {})).toEqual([1]);
  });

  it.each([
    ['broken JSON', '{'],
    ['no object', '[]'],
  ])('refuses %s as a serialization error', async (_name, body) => {
    // Prepare
    const headers = signed('monitoring', { 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData' });

    // Act
    const response = await fetch(services.endpoint.url, { method: 'POST', body, headers });

    // Assess
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it('refuses a form field that is nested without end', async () => {
    // Prepare
    const headers = signed('monitoring', { 'content-type': 'application/x-www-form-urlencoded' });
    const body = `Action=PutMetricData&${'a.'.repeat(100)}a=1`;

    // Act
    const response = await fetch(services.endpoint.url, { method: 'POST', body, headers });

    // Assess
    expect(await response.text()).toContain('is nested deeper than 16');
  });
});
