import { describe, expect, test } from 'vitest';
import { endpointLogGroupName, prefixed } from '../../../lib/shared/names.ts';

describe('physical names', () => {
  test('are as they are without a prefix', () => {
    expect(prefixed('', 'High-Latency-Alarm')).toBe('High-Latency-Alarm');
  });

  test('have the prefix in front, joined with a hyphen', () => {
    expect(prefixed('dev', 'High-Latency-Alarm')).toBe('dev-High-Latency-Alarm');
  });

  test('of endpoint log groups are those that SageMaker writes to', () => {
    expect(endpointLogGroupName('fraud')).toBe('/aws/sagemaker/Endpoints/fraud');
  });
});
