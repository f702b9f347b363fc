import { describe, expect, test } from 'vitest';
import {
  apiFunctions,
  createContext,
  environmentNames,
  monthsKept,
  recordDays,
  transportOf,
} from '../../src/model/context.ts';
import { createProfile } from '../../src/profile/profile.ts';
import { estimateOf, PIPELINE, pipelineWith, type Resources, reasonOf, templateOf } from '../support.ts';

const profile = createProfile({
  traffic: { requestsPerSecond: 10, readsPerRequest: 0.5 },
  record: { unstoredShare: 0.1 },
});
const FN_ARN = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const integration = (uri: unknown) => pipelineWith('Integration', { IntegrationUri: uri });

describe("the API's function", () => {
  test.each<[string, Resources]>([
    ['its ARN', PIPELINE],
    [
      'the long form of an invocation',
      integration({
        'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/functions/', FN_ARN, '/invocations']],
      }),
    ],
    ['its name in an ARN', integration('arn:aws:lambda:us-east-1:123456789012:function:infer')],
  ])('is found by %s', (_, resources) => {
    expect(apiFunctions(templateOf(resources)).map(({ logicalId }) => logicalId)).toEqual(['Fn']);
  });

  test('is not one that only has a similar name', () => {
    const other = integration('arn:aws:lambda:us-east-1:123456789012:function:infer-old');

    expect(apiFunctions(templateOf(other))).toEqual([]);
  });

  test('is not known where an API has two', () => {
    const two: Resources = {
      ...PIPELINE,
      Other: { Type: 'AWS::Lambda::Function' },
      Second: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { IntegrationUri: { 'Fn::GetAtt': ['Other', 'Arn'] } },
      },
    };

    expect(createContext(templateOf(two), profile).apiFunction).toBeUndefined();
    expect(reasonOf(estimateOf(two), 'api-gateway.http.requests')).toContain('or several');
  });
});

test('a month has its inferences, its reads and what the table refused', () => {
  const context = createContext(templateOf(PIPELINE), profile);

  expect(context.inferences).toBe(26_280_000);
  expect(context.reads).toBe(13_140_000);
  expect(context.unstored).toBeCloseTo(2_628_000, 6);
  expect(context.peak).toBe(10);
});

describe('the environment of a function', () => {
  function named(type: string): boolean {
    const template = templateOf(PIPELINE);
    const [fn] = template.ofType('AWS::Lambda::Function');
    const [other] = template.ofType(type);
    return environmentNames(fn!, other!);
  }

  test('names its table', () => {
    expect(named('AWS::DynamoDB::Table')).toBe(true);
  });

  test('names nothing else', () => {
    expect(named('AWS::Logs::LogGroup')).toBe(false);
  });

  test.each([
    ['emf', 'emf'],
    ['put-metric-data', 'put-metric-data'],
    ['statsd', undefined],
  ])('with METRICS_TRANSPORT %s has the transport %s', (variable, transport) => {
    const resources = pipelineWith('Fn', { Environment: { Variables: { METRICS_TRANSPORT: variable } } });

    expect(transportOf(templateOf(resources))).toBe(transport);
  });
});

describe('what is kept', () => {
  const kept = () =>
    createContext(
      templateOf(PIPELINE),
      createProfile({ traffic: { requestsPerSecond: 1 }, month: { hours: 720, sinceStart: 6 } }),
    );

  test('for some days is that part of a month', () => {
    expect(monthsKept(15, kept())).toBe(0.5);
  });

  test('for good is half a month less than the months since the start', () => {
    const context = kept();

    expect(recordDays(context)).toBeUndefined();
    expect(monthsKept(undefined, context)).toBe(5.5);
  });
});
