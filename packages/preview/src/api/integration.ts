import type { Functions, InvocationResult } from '../functions/index.ts';
import { type ApiResponse, gatewayResponse, interpretResult } from './api-response.ts';
import type { GatewayError, IntegrationRecord } from './exchange.ts';

export interface IntegrationOutcome {
  readonly response: ApiResponse;
  /** Set when the gateway itself answered, since the function did not. */
  readonly gatewayError: GatewayError | undefined;
  readonly record: IntegrationRecord;
}

const TIMED_OUT = Symbol('timed out');

async function invokeWithin(
  functions: Functions,
  functionArn: string,
  event: unknown,
  timeoutMs: number,
): Promise<InvocationResult | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), timeoutMs);
  });
  try {
    // The function goes on after the timeout, as it does on AWS; only nobody waits for it.
    return await Promise.race([functions.invoke(functionArn, event), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const INTERNAL_SERVER_ERROR = { status: 500, message: 'Internal Server Error' };

/** AWS documents the statuses of a refused invocation for REST APIs only; this one is what HTTP APIs are seen to give. */
const SERVICE_UNAVAILABLE = { status: 503, message: 'Service Unavailable' };

const returnedError = (message: string): string =>
  `The Lambda function returned the following error: ${message}. Check your Lambda function code and try again.`;

const MALFORMED_RESPONSE = 'The response from the Lambda function does not match the format that API Gateway expects.';

/** What the client is told when the function has no answer for it, and what the log says about it. */
interface Failure {
  readonly answer: { readonly status: number; readonly message: string };
  readonly responseType?: string;
  readonly lambdaStatus: number;
  readonly errorMessage: string;
  readonly requestId?: string;
}

function failureOf(result: Exclude<InvocationResult, { status: 'success' }>): Failure {
  switch (result.status) {
    case 'throttled':
      return { answer: SERVICE_UNAVAILABLE, lambdaStatus: 429, errorMessage: result.message };
    case 'function-error':
      return {
        answer: INTERNAL_SERVER_ERROR,
        lambdaStatus: 200,
        errorMessage: returnedError(result.error.errorMessage),
        requestId: result.requestId,
      };
    case 'rejected':
      switch (result.code) {
        case 'RequestTooLargeException':
          return {
            answer: { status: 413, message: 'Request Entity Too Large' },
            lambdaStatus: 413,
            errorMessage: result.message,
          };
        case 'NotEmulated':
          // Not AWS's answer: the developer has to learn why nothing runs.
          return { answer: { status: 501, message: result.message }, lambdaStatus: 501, errorMessage: result.message };
        default:
          return { answer: INTERNAL_SERVER_ERROR, lambdaStatus: 404, errorMessage: result.message };
      }
  }
}

/** Calls the function and turns whatever comes of it into a response. The timeout is in real milliseconds. */
export async function callIntegration(
  functions: Functions,
  functionArn: string,
  event: unknown,
  timeoutMs: number,
): Promise<IntegrationOutcome> {
  const startedAt = performance.now();
  const result = await invokeWithin(functions, functionArn, event, timeoutMs);
  const latencyMs = performance.now() - startedAt;
  const failed = ({ answer, responseType, lambdaStatus, errorMessage, requestId }: Failure): IntegrationOutcome => ({
    response: gatewayResponse(answer.status, answer.message),
    gatewayError: { message: answer.message, responseType: responseType ?? 'INTEGRATION_FAILURE' },
    record: { latencyMs, lambdaStatus, functionStatus: undefined, requestId, errorMessage },
  });

  if (result === TIMED_OUT) {
    return failed({
      answer: SERVICE_UNAVAILABLE,
      responseType: 'INTEGRATION_TIMEOUT',
      lambdaStatus: 504,
      errorMessage: `The integration timed out after ${timeoutMs} ms.`,
    });
  }
  if (result.status !== 'success') return failed(failureOf(result));
  const { requestId } = result;
  const response = interpretResult(result.payload);
  if (!response) {
    return failed({ answer: INTERNAL_SERVER_ERROR, lambdaStatus: 200, errorMessage: MALFORMED_RESPONSE, requestId });
  }
  const record = { latencyMs, lambdaStatus: 200, functionStatus: response.status, requestId, errorMessage: undefined };
  return { response, gatewayError: undefined, record };
}
