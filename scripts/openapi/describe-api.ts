import * as z from 'zod';
import { failureSchema, ROUTE_ANSWERS, type RouteAnswers } from '../../lambda/inference/answers-schema.ts';
import { FAILURE_STATUS, type FailureCode, RETRY_AFTER_SECONDS } from '../../lambda/inference/failures.ts';
import { KEY_PATTERN } from '../../lambda/inference/idempotency-key.ts';
import { ACCEPTED_TYPES, MAX_BODY_BYTES } from '../../lambda/inference/request.ts';
import { type Authorizer, type Route, readRoutes, type TemplateJson } from './read-routes.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Answers of API Gateway itself, by status, on every route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (sizes)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
const GATEWAY_ANSWERS: Readonly<Record<number, string>> = {
  400: 'The request is no HTTP',
  413: 'The body is too large for the API or for an event of the function',
  429: 'More requests than the throttle of the API lets through',
  431: 'The headers are too large',
  500: 'The function ended without an answer',
  503: 'The function gave no answer within 30 s, or could not be started',
};

/** Of an authorizer, by the type that a route names. */
const REFUSALS: Readonly<Record<Authorizer['type'], Readonly<Record<number, string>>>> = {
  NONE: {},
  AWS_IAM: { 403: 'The signature is missing or not valid, or a policy does not allow the call' },
  JWT: { 401: 'The token is missing or not valid', 403: 'The token has none of the scopes of the route' },
};

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function schemaOf(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema);
  return json;
}

const GATEWAY_MESSAGE = z.strictObject({ message: z.string() }).describe('An answer of API Gateway itself');

const header = (description: string, schema: Json): Json => ({ description, schema });

const COMMON_HEADERS = { 'cache-control': header('Always no-store', { type: 'string', const: 'no-store' }) };

function successOf(route: string, { success }: RouteAnswers): Json {
  const replayed = header('The answer is the stored one of the idempotency key', { type: 'string', const: 'true' });
  return {
    description: 'Done',
    headers: route === 'POST /inference' ? { ...COMMON_HEADERS, 'idempotency-replayed': replayed } : COMMON_HEADERS,
    content: { 'application/json': { schema: schemaOf(success) } },
  };
}

function failureOf(codes: readonly FailureCode[], byGateway: string | undefined): Json {
  const own = codes.length === 0 ? [] : [schemaOf(failureSchema(codes))];
  const anyOf = [...own, ...(byGateway === undefined ? [] : [ref('GatewayMessage')])];
  const retry = codes.flatMap((code) => RETRY_AFTER_SECONDS[code] ?? []);
  const headers =
    retry.length === 0 ? {} : { 'retry-after': header('Seconds; from the function only', { enum: retry.map(String) }) };
  const words = [...(codes.length === 0 ? [] : [codes.join(', ')]), ...(byGateway === undefined ? [] : [byGateway])];
  return {
    description: words.join('; '),
    headers,
    content: { 'application/json': { schema: anyOf.length === 1 ? anyOf[0] : { anyOf } } },
  };
}

function responsesOf(route: Route, answers: RouteAnswers): Json {
  const gateway: Readonly<Record<number, string>> = { ...GATEWAY_ANSWERS, ...REFUSALS[route.authorizer.type] };
  const codesOf = (status: number) => answers.failures.filter((code) => FAILURE_STATUS[code] === status);
  const own = answers.failures.map((code) => FAILURE_STATUS[code]);
  const statuses = new Set([...Object.keys(gateway).map(Number), ...own]);
  const failures = [...statuses]
    .sort((one, other) => one - other)
    .map((status) => [String(status), failureOf(codesOf(status), gateway[status])]);
  return { '200': successOf(route.key, answers), ...Object.fromEntries(failures) };
}

/** What the function reads of a `POST /inference`. */
function inferenceRequest(): Json {
  const schemas: Readonly<Record<(typeof ACCEPTED_TYPES)[number], Json>> = {
    'application/json': {},
    'text/csv': { type: 'string', minLength: 1 },
  };
  return {
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'The same key of the same caller gets the stored answer: one inference, one record',
        schema: { type: 'string', pattern: KEY_PATTERN.source },
      },
    ],
    requestBody: {
      required: true,
      description: `What the model is to score, as it is; at most ${MAX_BODY_BYTES} bytes of UTF-8`,
      content: Object.fromEntries(ACCEPTED_TYPES.map((type) => [type, { schema: schemas[type] }])),
    },
  };
}

function pathParameters(path: string): Json {
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } })),
  };
}

function securityScheme({ type, issuer }: Authorizer): Json {
  return type === 'JWT'
    ? { type: 'openIdConnect', openIdConnectUrl: `${issuer?.replace(/\/$/, '')}/.well-known/openid-configuration` }
    : {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description: 'AWS Signature Version 4 for the service execute-api',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      };
}

function operation(route: Route): Json {
  const answers = ROUTE_ANSWERS[route.key];
  if (answers === undefined) throw new Error(`${route.key} is no route of the function: describe it in ROUTE_ANSWERS`);
  return {
    operationId:
      route.method.toLowerCase() + route.path.replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase()),
    summary: answers.summary,
    security: route.authorizer.type === 'NONE' ? [] : [{ [route.authorizer.type]: [] }],
    ...pathParameters(route.path),
    ...(route.key === 'POST /inference' ? inferenceRequest() : {}),
    responses: responsesOf(route, answers),
  };
}

/**
 * The OpenAPI 3.1 description of the HTTP API in a synthesised template: its routes and authorizers, with the answers
 * that the function's schemas and failure codes allow.
 *
 * @throws Error for a route that the function does not know
 */
export function describeApi(template: TemplateJson, version: string): Json {
  const routes = readRoutes(template);
  const paths = new Map<string, Json>();
  for (const route of routes) {
    paths.set(route.path, { ...paths.get(route.path), [route.method.toLowerCase()]: operation(route) });
  }
  const schemes = routes.flatMap(({ authorizer }) => (authorizer.type === 'NONE' ? [] : [authorizer]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Inferwatch',
      version,
      description: 'Inferences of the model, and their records. Generated by `npm run openapi`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'https://{apiId}.execute-api.{region}.amazonaws.com',
        description: 'The output ApiUrl of the deployment',
        variables: { apiId: { default: 'a1b2c3d4e5' }, region: { default: 'us-east-1' } },
      },
    ],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { GatewayMessage: schemaOf(GATEWAY_MESSAGE) },
      securitySchemes: Object.fromEntries(schemes.map((authorizer) => [authorizer.type, securityScheme(authorizer)])),
    },
  };
}
