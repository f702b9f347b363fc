import { DeadlineExceededError } from './errors.ts';
import { member, numberMember, textMember } from './members.ts';

/** What an error of the AWS SDK tells about itself; every part may be missing, because any error may come here. */
export interface AwsErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly httpStatus?: number;
  /** The id under which AWS knows the call. */
  readonly awsRequestId?: string;
  /** Code of a network error, for example `ECONNREFUSED`. */
  readonly networkCode?: string;
}

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (throttling errors) */
const THROTTLING_NAMES: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

const TRANSIENT_NAMES: ReadonlySet<string> = new Set(['RequestTimeout', 'RequestTimeoutException', 'TimeoutError']);

const TRANSIENT_STATUS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

export function awsErrorFacts(error: unknown): AwsErrorFacts {
  const metadata = member(error, '$metadata');
  return {
    name: textMember(error, 'name') ?? typeof error,
    message: textMember(error, 'message') ?? (typeof error === 'string' ? error : ''),
    httpStatus: numberMember(metadata, 'httpStatusCode'),
    awsRequestId: textMember(metadata, 'requestId'),
    networkCode: textMember(error, 'code'),
  };
}

/** The service refused because too much was asked of it. */
export function isThrottling(error: unknown): boolean {
  const { name, httpStatus } = awsErrorFacts(error);
  return THROTTLING_NAMES.has(name) || httpStatus === 429;
}

/** The connection failed before or while the service answered. */
export function isNetworkFailure(error: unknown): boolean {
  return NETWORK_CODES.has(awsErrorFacts(error).networkCode ?? '');
}

/**
 * The service refused the signature's time, and the SDK has since learned the service's: the next attempt is signed right.
 * The SDK itself tries again only if it may, and here it has one attempt.
 */
const wasClockCorrected = (error: unknown): boolean =>
  member(member(error, '$metadata'), 'clockSkewCorrected') === true;

/**
 * Another attempt may well succeed: throttled, a fault of the service, a broken connection, too slow an attempt, or a
 * clock that was off.
 */
export function isRetryable(error: unknown): boolean {
  const { name, httpStatus } = awsErrorFacts(error);
  return (
    error instanceof DeadlineExceededError ||
    isThrottling(error) ||
    isNetworkFailure(error) ||
    wasClockCorrected(error) ||
    TRANSIENT_NAMES.has(name) ||
    TRANSIENT_STATUS.has(httpStatus ?? 0)
  );
}
