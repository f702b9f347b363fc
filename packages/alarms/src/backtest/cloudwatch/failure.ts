import { areCredentialsBad, isAwsError, messageOf } from '../../../../verify/src/aws-failure.ts';

const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'] as const;
const THROTTLED = [
  'Throttling',
  'ThrottlingException',
  'LimitExceeded',
  'LimitExceededException',
  'RequestLimitExceeded',
] as const;
const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH/;

/** Why CloudWatch did not give the history, and what to do: the first line says what, the second what helps. @throws what is no such failure */
export function explainCloudWatchFailure(error: unknown, endpointUrl?: string): readonly string[] {
  const what = `the history could not be read from CloudWatch: ${messageOf(error)}`;
  if (isAwsError(error, ...DENIED) || /not authorized to perform/i.test(messageOf(error))) {
    return [what, 'allow cloudwatch:GetMetricData to who runs this; it is all that a backtest needs'];
  }
  if (areCredentialsBad(error)) return [what, 'log in again, for example with aws sso login, or set AWS_PROFILE'];
  if (isAwsError(error, ...THROTTLED)) {
    return [what, 'CloudWatch slows the account down: run this again later; what was read is kept in the cache'];
  }
  if (isAwsError(error, 'TimeoutError') || UNREACHABLE.test(`${messageOf(error)} ${codeOf(error)}`)) {
    return [
      what,
      endpointUrl === undefined
        ? 'check the network, its proxy, and whether --region names a Region that exists'
        : `nothing answers at ${endpointUrl}: start the preview, or correct --endpoint-url`,
    ];
  }
  // What is no answer of AWS and no fault of the network or the disk is a bug.
  if (!isAwsFault(error) && codeOf(error) === '') throw error;
  return [what];
}

const isAwsFault = (error: unknown) => typeof error === 'object' && error !== null && '$fault' in error;

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
