import { type Failed, fail } from './types.ts';

/** Names of the answers by which services refuse a caller who is known. */
const DENIED =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation)$/;

/** Names of the answers by which services refuse the credentials themselves. */
const BAD_CREDENTIALS =
  /^(CredentialsProviderError|ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|TokenRefreshRequired)$/;

const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)$/;

const textAt = (value: unknown, key: string): string | undefined => {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
};

/** Name of an error of AWS; older services tell it as `Code`. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return [textAt(error, 'name'), textAt(error, 'Code')].some((name) => name !== undefined && names.includes(name));
}

export const messageOf = (error: unknown): string => textAt(error, 'message') ?? String(error);

/** Credentials are missing or are not accepted: nothing can be checked with them. */
export const areCredentialsBad = (error: unknown): boolean => BAD_CREDENTIALS.test(textAt(error, 'name') ?? '');

/** The action that a refusal names: `… is not authorized to perform: cloudwatch:GetMetricData because …`. */
const deniedAction = (message: string): string | undefined =>
  /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message)?.[1];

/**
 * Why AWS did not answer a check, with what to do.
 * @param tried what the check wanted, for example `read the metrics`
 */
export function explainAwsFailure(error: unknown, tried: string, endpointUrl?: string): Failed {
  const name = textAt(error, 'name') ?? 'Error';
  const message = messageOf(error);
  const detail = `could not ${tried}: ${message}`;
  const status: unknown = Reflect.get(Object(Reflect.get(Object(error), '$metadata')), 'httpStatusCode');
  if (DENIED.test(name) || deniedAction(message) !== undefined) {
    const action = deniedAction(message);
    const what = action === undefined ? `what it takes to ${tried}` : action;
    return fail(
      detail,
      `the credentials lack the permission ${what}`,
      'attach the policy docs/verify-policy.json to who runs this',
    );
  }
  if (BAD_CREDENTIALS.test(name)) {
    return fail(
      detail,
      'the AWS credentials are missing, expired or wrong',
      'log in again, for example with aws sso login, or set AWS_PROFILE',
    );
  }
  const code = textAt(error, 'code') ?? textAt(Reflect.get(Object(error), 'cause'), 'code') ?? name;
  if (UNREACHABLE.test(code) || name === 'TimeoutError') {
    return endpointUrl === undefined
      ? fail(
          detail,
          `AWS cannot be reached (${code})`,
          'check the network, its proxy, and whether --region names a Region that exists',
        )
      : fail(detail, `nothing answers at ${endpointUrl} (${code})`, 'start the preview, or correct --endpoint-url');
  }
  return fail(
    detail,
    `AWS answered ${name}${typeof status === 'number' ? ` (${status})` : ''}`,
    'look the error up in the documentation of the service; run this again if it may pass',
  );
}
