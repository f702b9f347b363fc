import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { ApiConfig, Authorization, RouteConfig, StageConfig } from './api-config.ts';
import type { ApiRequest } from './api-request.ts';
import type { RouteMatch } from './routes.ts';
import { commonLogTime } from './time-format.ts';

export interface EventInput {
  readonly api: ApiConfig;
  readonly stage: StageConfig;
  readonly request: ApiRequest;
  readonly match: RouteMatch<RouteConfig>;
  readonly body: Buffer;
}

/** `requestContext.authorizer` as AWS would fill it for a caller it lets in. */
export type AuthorizerContext = Readonly<Record<string, unknown>> | undefined;

/**
 * Content types that reach the function as text; every other body is base64, form data too. AWS documents the switch but
 * not the list for HTTP APIs; this is the list it gives for load balancers, with the `+json` and `+xml` suffixes
 * (inferred).
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
const TEXT_TYPE = /^(text\/[^;]+|application\/(json|javascript|xml|[^;\s]+\+json|[^;\s]+\+xml))\s*(;|$)/i;

function isBinary(headers: ReadonlyMap<string, string>, body: Buffer): boolean {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return true;
  const type = headers.get('content-type');
  return type === undefined ? !isUtf8(body) : !TEXT_TYPE.test(type.trim());
}

function bodyFields(headers: ReadonlyMap<string, string>, body: Buffer) {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = isBinary(headers, body);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** Repeated parameters are joined with commas. */
function queryParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** Claims of a bearer token, verified elsewhere if at all; all values as text, as API Gateway passes them. */
function claimsOf(token: string): Record<string, string> | undefined {
  const [, payload] = token.replace(/^bearer\s+/i, '').split('.');
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined;
    return Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
  } catch {
    return undefined;
  }
}

/** What the function is told about a caller who was let in. */
export function authorizerContext(
  authorization: Authorization,
  account: string,
  headers: ReadonlyMap<string, string>,
): AuthorizerContext {
  if (authorization.type === 'none') return undefined;
  if (authorization.type === 'iam') {
    const iam = {
      accessKey: 'ASIAPREVIEWPREVIEW00',
      accountId: account,
      callerId: 'AROAPREVIEWPREVIEW00A:preview',
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: `arn:aws:sts::${account}:assumed-role/preview/preview`,
      userId: 'AROAPREVIEWPREVIEW00A:preview',
    };
    return { iam };
  }
  const { issuer, audience, header } = authorization;
  const claims = claimsOf(headers.get(header) ?? '') ?? { iss: issuer, aud: audience[0] ?? '', sub: 'preview' };
  return { jwt: { claims, scopes: null } };
}

/** Headers as the integration gets them: those of the client and those API Gateway adds; cookies go elsewhere. */
function eventHeaders({ api, request }: EventInput): Record<string, string> {
  const headers = new Map(request.headers);
  headers.delete('cookie');
  const trace = `Root=1-${Math.floor(request.receivedAt / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const forwardedFor = headers.get('x-forwarded-for');
  headers.set('host', api.domainName);
  headers.set('x-amzn-trace-id', headers.get('x-amzn-trace-id') ?? trace);
  headers.set(
    'x-forwarded-for',
    forwardedFor === undefined ? request.sourceIp : `${forwardedFor}, ${request.sourceIp}`,
  );
  headers.set('x-forwarded-port', '443');
  headers.set('x-forwarded-proto', 'https');
  return Object.fromEntries(headers);
}

/** API Gateway hands the path over decoded (observed, not documented). */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The event of payload format 2.0. Its times are real time, like every clock the function can read.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createEvent(input: EventInput) {
  const { api, stage, request, match, body } = input;
  const { route, pathParameters } = match;
  const cookies = request.headers.get('cookie');
  const path = decodePath(request.path);
  const authorizer = authorizerContext(route.authorization, api.account, request.headers);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookies === undefined ? {} : { cookies: cookies.split(';').map((cookie) => cookie.trim()) }),
    headers: eventHeaders(input),
    queryStringParameters: queryParameters(request.query),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: api.domainName,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId: request.requestId,
      routeKey: route.key,
      stage: stage.name,
      time: commonLogTime(request.receivedAt),
      timeEpoch: request.receivedAt,
    },
    ...(pathParameters === undefined ? {} : { pathParameters }),
    ...(stage.variables === undefined ? {} : { stageVariables: stage.variables }),
    ...bodyFields(request.headers, body),
  };
}
