import { describe, expect, test } from 'vitest';
import { instancesNeeded } from '../../src/model/sagemaker.ts';
import {
  amountOf,
  estimateOf,
  type Json,
  MONTH_AT_TEN,
  PIPELINE,
  quantityOf,
  type Resources,
  reasonOf,
} from '../support.ts';

const endpoint = (variant: Json, more: Resources = {}): Resources => ({
  ...PIPELINE,
  Config: {
    Type: 'AWS::SageMaker::EndpointConfig',
    Properties: { ProductionVariants: [{ VariantName: 'All', ...variant }] },
  },
  Endpoint: {
    Type: 'AWS::SageMaker::Endpoint',
    Properties: { EndpointName: 'digits', EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } },
  },
  ...more,
});

describe('a serverless endpoint', () => {
  const serverless = endpoint({ ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 10 } });

  test('is paid by the seconds of its memory', () => {
    const made = estimateOf(serverless, { model: { latencyMs: 100 } });

    expect(quantityOf(made, 'sagemaker.serverless.2048')).toBe(MONTH_AT_TEN / 10);
    expect(amountOf(made, 'sagemaker.serverless.2048')).toBeCloseTo(2_628_000 * 0.00004, 6);
  });

  test('costs in proportion to its memory', () => {
    const amounts = [1024, 2048, 3072, 4096, 5120, 6144].map((memoryMb) =>
      amountOf(estimateOf(serverless, { model: { memoryMb } }), `sagemaker.serverless.${memoryMb}`),
    );

    expect(amounts.map((amount) => Math.round((amount! / amounts[0]!) * 1000) / 1000)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('that nothing refers to is not there', () => {
    const { Endpoint: _, ...without } = serverless;

    expect(estimateOf(without).lines.filter(({ meter }) => meter.startsWith('sagemaker'))).toEqual([]);
  });

  test('with provisioned concurrency says that this is not known', () => {
    const made = estimateOf(endpoint({ ServerlessConfig: { MemorySizeInMB: 2048, ProvisionedConcurrency: 2 } }));

    expect(reasonOf(made, 'sagemaker.serverless.2048.provisioned')).toContain('not known');
  });
});

describe('an endpoint on instances', () => {
  test('is paid by the hour, whatever the traffic', () => {
    const made = estimateOf(endpoint({ InstanceType: 'ml.c5.large', InitialInstanceCount: 2 }));

    expect(amountOf(made, 'sagemaker.instance.ml.c5.large')).toBeCloseTo(2 * 730 * 0.102, 9);
  });

  test('of a type without a citable price is unknown', () => {
    const made = estimateOf(endpoint({ InstanceType: 'ml.g5.xlarge', InitialInstanceCount: 1 }));

    expect(reasonOf(made, 'sagemaker.instance.ml.g5.xlarge')).toBe('no price that could be cited for this Region');
  });

  test('with autoscaling follows the hours of the day', () => {
    const target = {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      Properties: { ResourceId: 'endpoint/digits/variant/All', MinCapacity: 1, MaxCapacity: 4 },
    };
    const policy = {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: {
        ScalingTargetId: { Ref: 'Target' },
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 600 },
      },
    };
    const byHour = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : hour < 18 ? 25 : 1000));
    const resources = endpoint({ InstanceType: 'ml.c5.large' }, { Target: target, Policy: policy });

    const made = estimateOf(resources, { traffic: { byHour }, month: { hours: 24 } });

    expect(quantityOf(made, 'sagemaker.instance.ml.c5.large')).toBeCloseTo(12 * 1 + 6 * 3 + 6 * 4, 9);
  });

  test.each([
    [0, 1],
    [10, 1],
    [10.1, 2],
    [1000, 4],
  ])('needs at %d requests a second %d instances of 600 a minute', (rate, count) => {
    expect(instancesNeeded(rate, { min: 1, max: 4, target: 600 })).toBe(count);
  });
});
