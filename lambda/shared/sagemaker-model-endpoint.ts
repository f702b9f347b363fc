import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { awsErrorFacts, isNetworkFailure, isRetryable, isThrottling } from './aws-errors.ts';
import type { Deadline } from './deadline.ts';
import { DeadlineExceededError } from './errors.ts';
import { numberMember } from './members.ts';
import type { ModelAnswer, ModelCall, ModelEndpoint, ModelFailureCode } from './ports.ts';
import { type RetryContext, type RetryPolicy, retryWithin } from './retry.ts';

/** A model may think for as long as the budget lasts, so an attempt has no limit of its own. */
const RETRIES: RetryPolicy = { attempts: 3, baseDelayMs: 100, maxDelayMs: 2000 };

/** SageMaker's word for what a container answered itself. */
export const MODEL_ERROR = 'ModelError';

const CONTAINER_BUSY = [429, 503];

/** A container that is busy is worth another attempt; one that failed on this very input is not. */
function isWorthRetrying(error: unknown): boolean {
  if (awsErrorFacts(error).name === MODEL_ERROR) {
    return CONTAINER_BUSY.includes(numberMember(error, 'OriginalStatusCode') ?? 0);
  }
  return awsErrorFacts(error).name === 'ModelNotReadyException' || isRetryable(error);
}

/**
 * Whose fault an error of the container is. SageMaker gives the container's status as `OriginalStatusCode`; a container
 * that does not answer within SageMaker's 60 s has none, and a message that says so (*inferred*: the text is not
 * documented).
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html (ModelError)
 */
function containerFailure(error: unknown): ModelFailureCode {
  const status = numberMember(error, 'OriginalStatusCode') ?? 0;
  if (status === 429) {
    return 'endpoint-throttled';
  }
  if (status === 503) {
    return 'endpoint-unavailable';
  }
  if (status === 504 || /timed out/i.test(awsErrorFacts(error).message)) {
    return 'model-timeout';
  }
  return status >= 400 && status < 500 ? 'model-rejected-input' : 'model-error';
}

/** The failure that an error of `InvokeEndpoint` means to a caller. */
export function modelFailureOf(error: unknown): ModelFailureCode {
  const { name, httpStatus } = awsErrorFacts(error);
  if (error instanceof DeadlineExceededError) {
    return 'model-timeout';
  }
  if (name === MODEL_ERROR) {
    return containerFailure(error);
  }
  if (name === 'ModelNotReadyException' || name === 'ServiceUnavailable' || httpStatus === 503) {
    return 'endpoint-unavailable';
  }
  if (isThrottling(error)) {
    return 'endpoint-throttled';
  }
  if (isNetworkFailure(error) || name === 'TimeoutError') {
    return 'endpoint-unreachable';
  }
  // No such endpoint, no permission, a payload that the hosting does not take: our configuration, not the caller.
  return httpStatus !== undefined && httpStatus < 500 ? 'endpoint-refused' : 'model-error';
}

/** A SageMaker endpoint, called with retries inside the deadline. */
export class SageMakerModelEndpoint implements ModelEndpoint {
  readonly name: string;
  readonly #client: SageMakerRuntimeClient;
  readonly #retry: RetryContext;

  constructor(name: string, client: SageMakerRuntimeClient, retry: RetryContext) {
    this.name = name;
    this.#client = client;
    this.#retry = retry;
  }

  async invoke(call: ModelCall, deadline: Deadline): Promise<ModelAnswer> {
    const input = {
      EndpointName: this.name,
      ContentType: call.contentType,
      Body: call.body,
      InferenceId: call.requestId,
      CustomAttributes: `requestId=${call.requestId}`,
    };
    try {
      const output = await retryWithin(
        deadline,
        RETRIES,
        this.#retry,
        (abortSignal) => this.#client.send(new InvokeEndpointCommand(input), { abortSignal }),
        isWorthRetrying,
      );
      return {
        status: 'answered',
        body: output.Body,
        contentType: output.ContentType ?? '',
        variant: output.InvokedProductionVariant,
      };
    } catch (cause) {
      return { status: 'failed', code: modelFailureOf(cause), cause };
    }
  }
}
