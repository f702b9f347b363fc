import { connect } from 'node:net';
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { AssemblyBuilder, type Json } from '../../../assembly/test/assembly-builder.ts';
import { type AuthorisationMode, type HttpApi, startHttpApi } from '../../src/api/index.ts';
import { createManualClock, type ManualClock } from '../../src/clock.ts';
import type { Functions, InvocationResult } from '../../src/functions/index.ts';
import type { MetricSample } from '../../src/types.ts';

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:handler';

export interface ApiOptions {
  /** Properties of the routes by route key. @default - one `GET /` */
  readonly routes?: Readonly<Record<string, Json>>;
  /** @default - one `$default` */
  readonly stages?: Readonly<Record<string, Json>>;
  readonly api?: Json;
  readonly integration?: Json;
  readonly authorizer?: Json;
  /** @default open: most tests look at what comes after */
  readonly authorisation?: AuthorisationMode;
}

/** The resources of an HTTP API in front of one function. */
export function apiResources(options: ApiOptions = {}): Json {
  const ApiId = { Ref: 'Api' };
  const routes = Object.entries(options.routes ?? { 'GET /': {} }).map(([RouteKey, properties], at) => [
    `Route${at}`,
    {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId,
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
        ...properties,
      },
    },
  ]);
  const stages = Object.entries(options.stages ?? { $default: {} }).map(([StageName, properties], at) => [
    `Stage${at}`,
    { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName, ...properties } },
  ]);
  const integration = {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION_ARN,
    PayloadFormatVersion: '2.0',
    ...options.integration,
  };
  return {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP', ...options.api } },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: integration },
    ...(options.authorizer && {
      Authorizer: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId, ...options.authorizer } },
    }),
    ...Object.fromEntries(routes),
    ...Object.fromEntries(stages),
  };
}

/** An event as the function gets it; the authorizer is there on routes that ask for one. */
export type TestEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & {
    readonly authorizer?: { readonly iam?: Json; readonly jwt?: { readonly claims: Json; readonly scopes: unknown } };
  }
>;

type Handler = (event: unknown) => unknown;

export interface ApiHarness {
  readonly url: string;
  readonly port: number;
  readonly apiId: string;
  readonly clock: ManualClock;
  readonly events: TestEvent[];
  readonly invoked: string[];
  readonly metrics: MetricSample[];
  readonly logs: { logGroup: string; logStream: string; timestamp: number; message: string }[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  readonly authorise: HttpApi['authorise'];
  /** Sends bytes as they are and gives back everything that is answered until the connection closes. */
  raw(text: string): Promise<string>;
  dispose(): Promise<void>;
}

export const succeed = (result: unknown): InvocationResult => ({
  status: 'success',
  payload: JSON.stringify(result ?? null),
  requestId: 'lambda-request',
  durationMs: 1,
  coldStart: false,
});

/** Functions that answer with whatever the handler returns; an `InvocationResult` counts as such. */
function stubFunctions(handler: Handler, invoked: string[], events: TestEvent[]): Functions {
  return {
    async invoke(name, event) {
      invoked.push(name);
      events.push(JSON.parse(JSON.stringify(event)));
      const result = await handler(event);
      return Object(result).status === undefined ? succeed(result) : Object(result);
    },
    status: () => [],
    dispose: async () => {},
  };
}

export async function startApi(
  options: ApiOptions = {},
  handler: Handler = () => ({ statusCode: 200, body: 'ok' }),
  functions?: Functions,
): Promise<ApiHarness> {
  const assembly = new AssemblyBuilder().stack('App', { Resources: apiResources(options) }).read();
  const clock = createManualClock();
  const events: TestEvent[] = [];
  const invoked: string[] = [];
  const metrics: MetricSample[] = [];
  const logs: ApiHarness['logs'] = [];
  const result = await startHttpApi(assembly, functions ?? stubFunctions(handler, invoked, events), {
    clock,
    authorisation: options.authorisation ?? 'open',
    metrics: { publish: (sample) => metrics.push(sample) },
    logs: {
      write: (logGroup, logStream, timestamp, message) => logs.push({ logGroup, logStream, timestamp, message }),
    },
  });
  if (result.status === 'error') throw new Error(result.message);
  const { api } = result;
  onTestFinished(() => api.dispose());
  const port = Number(new URL(api.url).port);
  return {
    url: api.url,
    port,
    apiId: api.apiId,
    clock,
    events,
    invoked,
    metrics,
    logs,
    authorise: (url, request) => api.authorise(url, request),
    fetch: (path, init) => fetch(api.url + path, init),
    raw: (text) => sendRaw(port, text),
    dispose: () => api.dispose(),
  };
}

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}
