import { randomUUID } from 'node:crypto';
import { createApp, type HttpEvent, type InvocationContext } from '../../../lambda/inference/app.ts';
import type { HttpResponse } from '../../../lambda/inference/responses.ts';
import { type InferenceSettings, readSettings } from '../../../lambda/inference/settings.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryEndpoint, MemoryLog, MemoryMetrics, MemoryQueue, MemoryStore } from './memory-ports.ts';

export const ENVIRONMENT = {
  ENDPOINT_NAME: 'digits',
  TABLE_NAME: 'results',
  RECORD_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/records',
  METRICS_TRANSPORT: 'emf',
  RECORD_TTL_DAYS: '0',
  LOG_INPUT_CHARACTERS: '256',
  LOG_OUTPUT_CHARACTERS: '1024',
  LOG_REDACT_KEYS: '[]',
  REQUEST_BUDGET_MS: '20000',
};

/** The function with every port in memory. */
export function createWorld(environment: Partial<typeof ENVIRONMENT> = {}) {
  const clock = new ManualClock();
  const settings: InferenceSettings = readSettings({ ...ENVIRONMENT, ...environment });
  const parts = {
    clock,
    settings,
    endpoint: new MemoryEndpoint(clock),
    store: new MemoryStore(clock),
    queue: new MemoryQueue(),
    metrics: new MemoryMetrics(),
    log: new MemoryLog(),
    ids: { random: () => randomUUID() },
    random: () => 0.5,
  };
  return { ...parts, app: createApp(parts) };
}

export type World = ReturnType<typeof createWorld>;

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly routeKey?: string;
  readonly requestId?: string;
  readonly authorizer?: unknown;
}

export const ALICE = { iam: { userArn: 'arn:aws:iam::123456789012:user/alice', callerId: 'AIDAALICE' } };
export const BOB = { iam: { userArn: 'arn:aws:iam::123456789012:user/bob', callerId: 'AIDABOB' } };

/** An event of payload format 2.0, as far as the function looks at it. */
export function httpEvent(options: RequestOptions = {}): HttpEvent {
  const { routeKey = 'POST /inference', headers = {}, authorizer = ALICE } = options;
  const event = {
    routeKey,
    headers: { 'content-type': 'application/json', ...headers },
    body: 'body' in options ? options.body : '{"features":[1,2]}',
    isBase64Encoded: options.isBase64Encoded ?? false,
    pathParameters: options.requestId === undefined ? undefined : { requestId: options.requestId },
    requestContext: { requestId: 'api-request-1', authorizer },
  };
  return event as unknown as HttpEvent;
}

export const context = (remainingMs = 29_000): InvocationContext => ({
  awsRequestId: 'lambda-request-1',
  getRemainingTimeInMillis: () => remainingMs,
});

export async function send(world: World, options: RequestOptions = {}): Promise<HttpResponse> {
  return await world.app(httpEvent(options), context());
}

export function bodyOf(response: HttpResponse) {
  return JSON.parse(response.body);
}
