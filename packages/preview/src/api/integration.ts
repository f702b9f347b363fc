import type { Functions, InvocationResult } from '../functions/index.ts';
import { type ApiResponse, gatewayResponse, interpretResult } from './api-response.ts';
import type { IntegrationRecord } from './exchange.ts';

export interface IntegrationOutcome {
  readonly response: ApiResponse;
  /** AWS's name for the kind of error, when the gateway itself answered. */
  readonly responseType: string | undefined;
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

const internalServerError = () => gatewayResponse(500, 'Internal Server Error');

/** AWS documents the statuses of a refused invocation for REST APIs only; those here are what HTTP APIs are seen to do. */
const serviceUnavailable = () => gatewayResponse(503, 'Service Unavailable');

const returnedError = (message: string): string =>
  `The Lambda function returned the following error: ${message}. Check your Lambda function code and try again.`;

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
  const failed = (response: ApiResponse, lambdaStatus: number, errorMessage: string): IntegrationOutcome => ({
    response,
    responseType: 'INTEGRATION_FAILURE',
    record: { latencyMs, lambdaStatus, functionStatus: undefined, requestId: undefined, errorMessage },
  });

  if (result === TIMED_OUT) {
    const message = `The integration timed out after ${timeoutMs} ms.`;
    return { ...failed(serviceUnavailable(), 504, message), responseType: 'INTEGRATION_TIMEOUT' };
  }
  switch (result.status) {
    case 'throttled':
      return failed(serviceUnavailable(), 429, result.message);
    case 'rejected':
      if (result.code === 'RequestTooLargeException') {
        return failed(gatewayResponse(413, 'Request Entity Too Large'), 413, result.message);
      }
      if (result.code === 'NotEmulated') return failed(gatewayResponse(501, result.message), 501, result.message);
      return failed(internalServerError(), 404, result.message);
    case 'function-error': {
      const outcome = failed(internalServerError(), 200, returnedError(result.error.errorMessage));
      return { ...outcome, record: { ...outcome.record, requestId: result.requestId } };
    }
    case 'success': {
      const response = interpretResult(result.payload);
      if (!response) {
        return failed(
          internalServerError(),
          200,
          'The response from the Lambda function does not match the format that API Gateway expects.',
        );
      }
      const { requestId } = result;
      const functionStatus = response.status;
      return {
        response,
        responseType: undefined,
        record: { latencyMs, lambdaStatus: 200, functionStatus, requestId, errorMessage: undefined },
      };
    }
  }
}
