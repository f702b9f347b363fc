import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type Faults,
  type LogSink,
  type MetricSink,
  type Random,
  type ServicePlugin,
  type ServiceRequest,
  strikes,
} from '../../types.ts';
import { encodeError, operationOf, type PluginResponse, protocolOf, unsupported } from '../protocol.ts';
import { type Endpoints, type EndpointVariant, type ModelEndpoint, PAYLOAD_LIMITS } from './endpoints.ts';
import { callModel, type ModelAnswer } from './model-call.ts';

export interface SageMakerDependencies {
  readonly clock: Clock;
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  readonly faults: Faults;
  readonly random: Random;
  readonly modelUrl: string;
  readonly account: string;
  readonly region: string;
  /** Real milliseconds that the container has. @default 60000 */
  readonly timeoutMs?: number;
}

/** Operations of the runtime by the last part of their path. */
const RUNTIME_OPERATIONS: Readonly<Record<string, string>> = {
  'async-invocations': 'InvokeEndpointAsync',
  'invocations-response-stream': 'InvokeEndpointWithResponseStream',
};

/** Longest part of a container's answer that an error repeats, in characters (that AWS cuts it is inferred). */
const MAX_ORIGINAL_MESSAGE = 4096;

const TIMEOUT_MESSAGE =
  'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.';

/**
 * The runtime of Amazon SageMaker AI: `InvokeEndpoint` against a server with SageMaker's container contract.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export function createSageMakerPlugin(endpoints: Endpoints, deps: SageMakerDependencies): ServicePlugin {
  const runtime = new SageMakerRuntime(endpoints, deps);
  return {
    signingName: 'sagemaker',
    async handle(request) {
      const [, endpointName, operation] = /^\/endpoints\/([^/]+)\/([a-z-]+)$/.exec(request.path) ?? [];
      if (request.method === 'POST' && endpointName !== undefined && operation === 'invocations') {
        return runtime.invoke(decodeURIComponent(endpointName), request);
      }
      const name = RUNTIME_OPERATIONS[operation ?? ''] ?? operationOf(request, protocolOf(request));
      return unsupported(request, 'sagemaker', name);
    },
    dispose: async () => {},
  };
}

class SageMakerRuntime {
  readonly #endpoints: Endpoints;
  readonly #deps: SageMakerDependencies;
  readonly #running = new Map<EndpointVariant, number>();

  constructor(endpoints: Endpoints, deps: SageMakerDependencies) {
    this.#endpoints = endpoints;
    this.#deps = deps;
  }

  async invoke(endpointName: string, request: ServiceRequest): Promise<PluginResponse> {
    const startedAt = performance.now();
    const { faults, random } = this.#deps;
    if (strikes(faults.endpointHangRate, random)) return { status: 200, stalls: 'at once' };
    const endpoint = this.#endpoints.find(endpointName);
    if (!endpoint)
      return validationError(request, `Endpoint ${endpointName} of account ${this.#deps.account} not found.`);
    const target = request.headers['x-amzn-sagemaker-target-variant'];
    const variant = this.#chooseVariant(endpoint, target);
    if (!variant) return validationError(request, `Variant ${target} not found for endpoint ${endpointName}.`);
    const limit = PAYLOAD_LIMITS[variant.hosting];
    if (request.body.length > limit) {
      // That AWS answers 413 with this text is inferred from reports; the limits themselves are documented.
      const message = `HTTP content length exceeded ${limit} bytes.`;
      return encodeError(request, 'rest-json', { status: 413, code: 'RequestEntityTooLargeException', message });
    }
    if (this.#throttles(variant)) return throttled(request);
    const answer = await this.#call(variant, request, limit);
    this.#record(endpointName, variant, request, answer, performance.now() - startedAt);
    const response = this.#respond(endpointName, variant, request, answer.answer);
    return strikes(faults.endpointStallRate, random) ? { ...response, stalls: 'half-way' } : response;
  }

  /** The named variant, or one by weight. */
  #chooseVariant(endpoint: ModelEndpoint, target: string | undefined): EndpointVariant | undefined {
    if (target !== undefined) return endpoint.find((variant) => variant.name === target);
    if (endpoint.length === 1) return endpoint[0];
    const total = endpoint.reduce((sum, variant) => sum + variant.weight, 0);
    let left = this.#deps.random() * total;
    return endpoint.find((variant) => {
      left -= variant.weight;
      return left < 0;
    });
  }

  /**
   * A serverless variant refuses requests beyond its concurrency. The model's time is real but requests arrive in virtual
   * time, so that at speed 10 ten times as many run at once as would in AWS: the limit grows with the speed.
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
   */
  #throttles(variant: EndpointVariant): boolean {
    const { random, faults, clock } = this.#deps;
    if (random() < faults.endpointThrottleRate) return true;
    if (variant.maxConcurrency === undefined) return false;
    return (this.#running.get(variant) ?? 0) >= Math.max(variant.maxConcurrency * clock.speed, 1);
  }

  async #call(variant: EndpointVariant, request: ServiceRequest, limit: number): Promise<TimedAnswer> {
    this.#running.set(variant, (this.#running.get(variant) ?? 0) + 1);
    const startedAt = performance.now();
    try {
      const answer = await callModel(request, limit, this.#deps);
      return { answer, modelMs: performance.now() - startedAt };
    } finally {
      this.#running.set(variant, (this.#running.get(variant) ?? 1) - 1);
    }
  }

  /**
   * Metrics and the container's log line. Requests that SageMaker itself refuses reach no model and count in none of
   * these (for throttled ones, inferred).
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  #record(
    endpointName: string,
    variant: EndpointVariant,
    request: ServiceRequest,
    timed: TimedAnswer,
    totalMs: number,
  ) {
    const { clock, metrics, logs } = this.#deps;
    const status = statusOf(timed.answer);
    const timestamp = clock.now();
    const dimensions = { EndpointName: endpointName, VariantName: variant.name };
    const put = (metricName: string, value: number, unit = 'None') =>
      metrics.publish({ namespace: 'AWS/SageMaker', metricName, dimensions, timestamp, value, unit });
    put('Invocations', 1);
    if (variant.hosting === 'instance') put('InvocationsPerInstance', 1 / variant.instances);
    put('ModelLatency', Math.round(timed.modelMs * 1000), 'Microseconds');
    put('OverheadLatency', Math.round((totalMs - timed.modelMs) * 1000), 'Microseconds');
    put('Invocation4XXErrors', status >= 400 && status < 500 ? 1 : 0);
    put('Invocation5XXErrors', status >= 500 || status === 0 ? 1 : 0);
    put('InvocationModelErrors', status >= 200 && status < 300 ? 0 : 1);
    logs.write(logGroupOf(endpointName), logStreamOf(variant), timestamp, logLine(request, timed, status));
  }

  #respond(
    endpointName: string,
    variant: EndpointVariant,
    request: ServiceRequest,
    answer: ModelAnswer,
  ): PluginResponse {
    if (answer.outcome !== 'answered' || answer.status < 200 || answer.status >= 300) {
      return this.#modelError(endpointName, variant, request, answer);
    }
    const attributes = answer.headers.get('x-amzn-sagemaker-custom-attributes');
    return {
      status: 200,
      headers: {
        'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
        'x-amzn-invoked-production-variant': variant.name,
        'x-amzn-requestid': randomUUID(),
        ...(attributes === null ? {} : { 'x-amzn-sagemaker-custom-attributes': attributes }),
      },
      body: answer.body,
    };
  }

  /** `ModelError` in the words of captured answers of SageMaker. */
  #modelError(
    endpointName: string,
    variant: EndpointVariant,
    request: ServiceRequest,
    answer: ModelAnswer,
  ): PluginResponse {
    const { account, region } = this.#deps;
    const status = statusOf(answer);
    const original = originalMessage(answer);
    const side = status >= 400 && status < 500 ? 'client' : 'server';
    const said =
      answer.outcome === 'too large' ? 'and could not load the entire response body' : `with message "${original}"`;
    const group = logGroupOf(endpointName);
    const link = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`;
    const message = `Received ${side} error (${status}) from primary ${said}. See ${link} in account ${account} for more information.`;
    const stream = logStreamOf(variant);
    return encodeError(request, 'rest-json', {
      status: 424,
      code: 'ModelError',
      message,
      fields: {
        Message: message,
        OriginalStatusCode: status,
        OriginalMessage: original,
        LogStreamArn: `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`,
      },
    });
  }
}

interface TimedAnswer {
  readonly answer: ModelAnswer;
  /** Real milliseconds from the request to the container until its answer was there. */
  readonly modelMs: number;
}

/** Status of the container as SageMaker reports it: 0 if there was none. */
function statusOf(answer: ModelAnswer): number {
  if (answer.outcome === 'answered') return answer.status;
  return answer.outcome === 'too large' ? 413 : 0;
}

function originalMessage(answer: ModelAnswer): string {
  if (answer.outcome === 'answered') return answer.body.toString('utf8').slice(0, MAX_ORIGINAL_MESSAGE);
  if (answer.outcome === 'timeout') return TIMEOUT_MESSAGE;
  return answer.outcome === 'unreachable' ? `the model server cannot be reached: ${answer.cause}` : '';
}

const logGroupOf = (endpointName: string) => `/aws/sagemaker/Endpoints/${endpointName}`;

/** SageMaker names a stream after variant and instance; the preview has one instance. */
const logStreamOf = (variant: EndpointVariant) => `${variant.name}/i-00000000000000000`;

/** One line for a request, with the id that the caller gave it, so that function and endpoint logs can be joined. */
function logLine(request: ServiceRequest, { answer, modelMs }: TimedAnswer, status: number): string {
  const size = answer.outcome === 'answered' ? answer.body.length : 0;
  const ids = [
    ['inference-id', request.headers['x-amzn-sagemaker-inference-id']],
    ['custom-attributes', request.headers['x-amzn-sagemaker-custom-attributes']],
  ].flatMap(([name, value]) => (value === undefined ? [] : `${name}=${JSON.stringify(value)}`));
  return ['"POST /invocations HTTP/1.1"', status, size, `${modelMs.toFixed(1)} ms`, answer.outcome, ...ids].join(' ');
}

function validationError(request: ServiceRequest, message: string): PluginResponse {
  return encodeError(request, 'rest-json', {
    status: 400,
    code: 'ValidationError',
    message,
    fields: { Message: message },
  });
}

/**
 * SageMaker throttles with status 400 and without a message.
 * @see https://github.com/opensearch-project/ml-commons/issues/2429 (a captured answer)
 */
function throttled(request: ServiceRequest): PluginResponse {
  return encodeError(request, 'rest-json', {
    status: 400,
    code: 'ThrottlingException',
    message: '',
    fields: { message: null },
  });
}
