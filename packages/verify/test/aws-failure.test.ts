import { describe, expect, it } from 'vitest';
import { areCredentialsBad, explainAwsFailure, isAwsError } from '../src/aws-failure.ts';
import { awsError } from './support.ts';

describe('what AWS refuses', () => {
  it.each([
    [
      'AccessDenied',
      'User: u is not authorized to perform: cloudwatch:GetMetricData',
      'permission cloudwatch:GetMetricData',
    ],
    ['AccessDeniedException', 'no', 'permission what it takes to read the metrics'],
    [
      'AuthorizationError',
      'User: u is not authorized to perform: SNS:ListSubscriptionsByTopic on resource: r',
      'permission SNS:ListSubscriptionsByTopic',
    ],
    ['CredentialsProviderError', 'Could not load credentials', 'credentials are missing'],
    ['ExpiredToken', 'The security token is expired', 'expired'],
    ['InternalFailure', 'oh', 'AWS answered InternalFailure'],
  ])('as %s has the cause in words', (name, message, cause) => {
    // Prepare
    const error = awsError(name, message);

    // Act
    const failed = explainAwsFailure(error, 'read the metrics');

    // Assess
    expect(failed).toMatchObject({ status: 'fail', detail: `could not read the metrics: ${message}` });
    expect(failed.cause).toContain(cause);
  });

  it('names the policy that is documented when a permission is missing', () => {
    // Prepare, Act
    const failed = explainAwsFailure(awsError('AccessDeniedException'), 'read');

    // Assess
    expect(failed.fix).toContain('docs/verify-policy.json');
  });
});

describe('what cannot be reached', () => {
  const refused = awsError('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' });

  it('is the network when AWS is asked', () => {
    expect(explainAwsFailure(refused, 'read').cause).toBe('AWS cannot be reached (ECONNREFUSED)');
  });

  it('is the emulator when there is an address of one', () => {
    const failed = explainAwsFailure(refused, 'read', 'http://127.0.0.1:1');

    expect(failed).toMatchObject({
      cause: 'nothing answers at http://127.0.0.1:1 (ECONNREFUSED)',
      fix: 'start the preview, or correct --endpoint-url',
    });
  });

  it('is found below the error of fetch', () => {
    const error = new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });

    expect(explainAwsFailure(error, 'call').cause).toBe('AWS cannot be reached (ENOTFOUND)');
  });
});

describe('the name of an error', () => {
  it.each([
    [awsError('NotFound'), true],
    [awsError('Other', 'm', { Code: 'NotFound' }), true],
    [awsError('Other'), false],
    [undefined, false],
  ])('of %s is told: %s', (error, expected) => {
    expect(isAwsError(error, 'NotFound')).toBe(expected);
  });

  it('tells credentials that are refused from permissions', () => {
    expect([awsError('ExpiredToken'), awsError('AccessDenied')].map(areCredentialsBad)).toEqual([true, false]);
  });
});
