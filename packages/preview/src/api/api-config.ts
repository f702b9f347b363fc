import * as z from 'zod';
import type { ResolvedAssembly, ResolvedResource } from '../../../assembly/src/index.ts';
import { parseRouteKey, type RoutePattern } from './routes.ts';

/** Tokens of an OpenID Connect issuer. */
export interface JwtAuthorization {
  readonly type: 'jwt';
  readonly issuer: string;
  /** A token must be meant for one of them. */
  readonly audience: readonly string[];
  /** A token must have one of them; empty asks for none. */
  readonly scopes: readonly string[];
  /** Header that carries the token, in lower case. */
  readonly header: string;
}

/** Whom API Gateway lets in. */
export type Authorization = { readonly type: 'none' } | { readonly type: 'iam' } | JwtAuthorization;

export interface RouteConfig {
  readonly key: string;
  readonly pattern: RoutePattern;
  readonly authorization: Authorization;
  /** Name or ARN of the function. */
  readonly functionArn: string;
  /** Real milliseconds. */
  readonly timeoutMs: number;
}

export interface ThrottleSettings {
  /** Requests a virtual second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface StageConfig {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>> | undefined;
  readonly accessLog: { readonly logGroup: string; readonly format: string } | undefined;
  readonly detailedMetrics: boolean;
  /** Limit of a route by its key; undefined where the stage sets none. */
  throttleOf(routeKey: string): ThrottleSettings | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-api-cors.html */
export interface CorsSettings {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge: number | undefined;
}

export interface ApiConfig {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly domainName: string;
  readonly cors: CorsSettings | undefined;
  readonly routes: readonly RouteConfig[];
  readonly stages: readonly StageConfig[];
}

export type ApiConfigResult =
  | { readonly status: 'success'; readonly config: ApiConfig }
  | { readonly status: 'error'; readonly message: string };

/** An API that the preview cannot serve; thrown only in this file, and turned into a result. */
class ApiProblem extends Error {}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (integration timeout) */
const MAX_INTEGRATION_TIMEOUT_MS = 30_000;

const texts = z.array(z.string()).default([]);

const apiSchema = z.object({
  ProtocolType: z.string().optional(),
  Body: z.never('an API from an OpenAPI document is not emulated').optional(),
  BodyS3Location: z.never('an API from an OpenAPI document is not emulated').optional(),
  CorsConfiguration: z
    .object({
      AllowOrigins: texts,
      AllowMethods: texts,
      AllowHeaders: texts,
      ExposeHeaders: texts,
      AllowCredentials: z.boolean().default(false),
      MaxAge: z.number().optional(),
    })
    .optional(),
});

const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM', 'JWT'], 'is not emulated: use NONE, AWS_IAM or JWT').default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: texts,
});

const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY', 'is not emulated: use AWS_PROXY with a function'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0', 'is not emulated: use 2.0'),
  TimeoutInMillis: z.number().min(50).max(MAX_INTEGRATION_TIMEOUT_MS).default(MAX_INTEGRATION_TIMEOUT_MS),
});

const routeSettingsSchema = z.object({
  ThrottlingRateLimit: z.number().min(0).optional(),
  ThrottlingBurstLimit: z.number().min(0).optional(),
  DetailedMetricsEnabled: z.boolean().optional(),
});

const stageSchema = z.object({
  StageName: z.string(),
  StageVariables: z.record(z.string(), z.string()).optional(),
  AccessLogSettings: z.object({ DestinationArn: z.string(), Format: z.string() }).optional(),
  DefaultRouteSettings: routeSettingsSchema.prefault({}),
  RouteSettings: z.record(z.string(), routeSettingsSchema).default({}),
});

const HEADER_SOURCE = /^\$request\.header\.([\w-]+)$/;

const authorizerSchema = z.object({
  IdentitySource: z
    .array(z.string().regex(HEADER_SOURCE, 'is not emulated: use $request.header.Authorization'))
    .default(['$request.header.Authorization']),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: texts }).optional(),
});

const placeOf = (resource: ResolvedResource): string =>
  `stack ${resource.stack}, resource ${resource.logicalId} (${resource.type})`;

function read<Schema extends z.ZodType>(resource: ResolvedResource, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiProblem(`${placeOf(resource)}, Properties.${issue?.path.join('.')}: ${issue?.message}`);
}

/** The function in an integration's URI: its ARN, or the path form that REST APIs use. */
function functionOf(uri: string): string {
  return /:lambda:path\/[^/]+\/functions\/([^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/** Name of the log group in `arn:aws:logs:region:account:log-group:name` with or without `:*`. */
function logGroupOf(arn: string): string {
  return /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
}

class ApiReader {
  readonly #assembly: ResolvedAssembly;
  readonly #api: ResolvedResource;

  constructor(assembly: ResolvedAssembly, api: ResolvedResource) {
    this.#assembly = assembly;
    this.#api = api;
  }

  read(): ApiConfig {
    const { CorsConfiguration: cors } = read(this.#api, apiSchema);
    const routes = this.#parts('Route').map((resource) => this.#route(resource));
    const stages = this.#parts('Stage').map((resource) => this.#stage(resource));
    if (stages.length === 0) throw new ApiProblem(`${placeOf(this.#api)} has no stage: nothing can be called`);
    const { region, account } = this.#assembly.stacks.find(({ name }) => name === this.#api.stack) ?? this.#assembly;
    return {
      id: this.#api.physicalId,
      account,
      region,
      domainName: `${this.#api.physicalId}.execute-api.${region}.amazonaws.com`,
      cors: cors && {
        allowOrigins: cors.AllowOrigins,
        allowMethods: cors.AllowMethods,
        allowHeaders: cors.AllowHeaders,
        exposeHeaders: cors.ExposeHeaders,
        allowCredentials: cors.AllowCredentials,
        maxAge: cors.MaxAge,
      },
      routes,
      stages,
    };
  }

  #parts(kind: string): ResolvedResource[] {
    return this.#assembly
      .ofType(`AWS::ApiGatewayV2::${kind}`)
      .filter((resource) => resource.properties.ApiId === this.#api.physicalId);
  }

  #route(resource: ResolvedResource): RouteConfig {
    const route = read(resource, routeSchema);
    const pattern = parseRouteKey(route.RouteKey);
    if (!pattern) throw new ApiProblem(`${placeOf(resource)}: ${route.RouteKey} is not a route key`);
    const integration = this.#parts('Integration').find(
      ({ physicalId }) => `integrations/${physicalId}` === route.Target,
    );
    if (!integration) throw new ApiProblem(`${placeOf(resource)}: there is no integration ${route.Target}`);
    const { IntegrationUri, TimeoutInMillis } = read(integration, integrationSchema);
    return {
      key: route.RouteKey,
      pattern,
      authorization: this.#authorization(route),
      functionArn: functionOf(IntegrationUri),
      timeoutMs: TimeoutInMillis,
    };
  }

  #authorization(route: z.output<typeof routeSchema>): Authorization {
    const { AuthorizationType: type, AuthorizerId: id, AuthorizationScopes: scopes } = route;
    if (type === 'NONE') return { type: 'none' };
    if (type === 'AWS_IAM') return { type: 'iam' };
    const resource = this.#parts('Authorizer').find(({ physicalId }) => physicalId === id);
    const authorizer = resource && read(resource, authorizerSchema);
    const jwt = authorizer?.JwtConfiguration;
    if (!jwt) throw new ApiProblem(`${placeOf(this.#api)}: there is no JWT authorizer ${id}`);
    const header = HEADER_SOURCE.exec(authorizer.IdentitySource[0] ?? '')?.[1]?.toLowerCase() ?? 'authorization';
    return { type: 'jwt', issuer: jwt.Issuer, audience: jwt.Audience, scopes, header };
  }

  #stage(resource: ResolvedResource): StageConfig {
    const stage = read(resource, stageSchema);
    const log = stage.AccessLogSettings;
    return {
      name: stage.StageName,
      variables: stage.StageVariables,
      accessLog: log && { logGroup: logGroupOf(log.DestinationArn), format: log.Format },
      detailedMetrics: stage.DefaultRouteSettings.DetailedMetricsEnabled ?? false,
      throttleOf(routeKey) {
        const own = Object.hasOwn(stage.RouteSettings, routeKey) ? stage.RouteSettings[routeKey] : undefined;
        const rate = own?.ThrottlingRateLimit ?? stage.DefaultRouteSettings.ThrottlingRateLimit;
        const burst = own?.ThrottlingBurstLimit ?? stage.DefaultRouteSettings.ThrottlingBurstLimit;
        return rate === undefined || burst === undefined ? undefined : { rate, burst };
      },
    };
  }
}

/** Finds the assembly's HTTP API and reads all its parts. WebSocket and REST APIs are not looked at. */
export function readApiConfig(assembly: ResolvedAssembly): ApiConfigResult {
  const apis = assembly
    .ofType('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType !== 'WEBSOCKET');
  const [api] = apis;
  if (!api) return { status: 'error', message: 'the templates have no HTTP API (AWS::ApiGatewayV2::Api)' };
  if (apis.length > 1) {
    const names = apis.map((resource) => `${resource.stack}/${resource.logicalId}`).join(', ');
    return { status: 'error', message: `the preview serves one HTTP API, the templates have ${apis.length}: ${names}` };
  }
  try {
    return { status: 'success', config: new ApiReader(assembly, api).read() };
  } catch (error) {
    if (error instanceof ApiProblem) return { status: 'error', message: error.message };
    throw error;
  }
}
