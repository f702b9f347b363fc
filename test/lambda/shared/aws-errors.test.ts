import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsErrorFacts, isNetworkFailure, isRetryable, isThrottling } from '../../../lambda/shared/aws-errors.ts';
import { DeadlineExceededError } from '../../../lambda/shared/errors.ts';

const named = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode, requestId: 'aws-1' } });
const clockCorrected = (error: { readonly $metadata: object }) =>
  Object.assign(error, { $metadata: { ...error.$metadata, clockSkewCorrected: true } });
const network = (code: string) => Object.assign(new Error(code), { code });

describe('an error of the SDK', () => {
  it('tells its facts', () => {
    expect(awsErrorFacts(named('ValidationException'))).toEqual({
      name: 'ValidationException',
      message: 'ValidationException',
      httpStatus: 400,
      awsRequestId: 'aws-1',
      networkCode: undefined,
    });
  });

  it.each([
    [named('ProvisionedThroughputExceededException'), true],
    [named('ThrottlingException'), true],
    [named('Anything', 429), true],
    [named('ValidationException'), false],
  ])('%s is throttling: %s', (error, expected) => {
    expect(isThrottling(error)).toBe(expected);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'])('%s is a failure of the network', (code) => {
    expect(isNetworkFailure(network(code))).toBe(true);
    expect(isRetryable(network(code))).toBe(true);
  });

  it.each([
    [named('InternalServerError', 500), true],
    [named('ServiceUnavailable', 503), true],
    [named('RequestTimeout'), true],
    [new DeadlineExceededError(5), true],
    [clockCorrected(named('InvalidSignatureException', 403)), true],
    [named('InvalidSignatureException', 403), false],
    [named('ConditionalCheckFailedException'), false],
    [named('AccessDeniedException', 403), false],
    [new TypeError('a bug'), false],
  ])('%s is worth another attempt: %s', (error, expected) => {
    expect(isRetryable(error)).toBe(expected);
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.anything(), (thing) => {
        expect(() => isRetryable(thing)).not.toThrow();
      }),
    );
  });
});
