import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../policy/acknowledge.ts';

/** Who may call: signed requests of AWS identities, or bearer tokens of an OpenID Connect issuer. */
export type ApiAuth =
  | { readonly type: 'iam' }
  | { readonly type: 'jwt'; readonly issuer: string; readonly audience: readonly string[] };

/** Settings of an {@link InferenceApi}. */
export interface InferenceApiProps {
  /** Answers every route. */
  readonly handler: IFunction;
  /** Name of the API. @default inferwatch-api */
  readonly apiName?: string;
  /** Who may call the API. @default - iam */
  readonly auth?: ApiAuth;
  /** Requests a second, and at once, over all callers; more are refused with 429. @default 100 and 200 */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  /** Origins whose pages may call from a browser. @default - none: no CORS headers */
  readonly allowedOrigins?: readonly string[];
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the access logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * What each access-log line holds. `requestId` is also in the function's log lines, so that both can be joined.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
} as const;

/** Headers that a browser must be allowed to send: what the API reads, and what signing a request adds. */
const CORS_REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
];

/** The HTTP API: `POST /inference`, `GET /inference/{requestId}` and, for anybody, `GET /health`. */
export class InferenceApi extends Construct {
  /** The API with its routes. */
  readonly api: HttpApi;
  /** The stage with throttling and access log. */
  readonly stage: HttpStage;
  /** A line for each request. */
  readonly accessLogs: LogGroup;

  constructor(scope: Construct, id: string, props: InferenceApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: props.apiName ?? 'inferwatch-api',
      description: 'Inferences of the model, and their records',
      createDefaultStage: false,
      defaultAuthorizer: authorizer(props.auth ?? { type: 'iam' }),
      corsPreflight: corsPreflight(props.allowedOrigins ?? []),
    });
    this.addRoutes(props.handler);
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const throttle = props.throttle ?? { rate: 100, burst: 200 };
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
  }

  /** Base address of the API, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  private addRoutes(handler: IFunction): void {
    // The integration's own timeout stays at the service's 30 s, which is also its maximum.
    const integration = new HttpLambdaIntegration('Handler', handler);
    this.api.addRoutes({ path: '/inference', methods: [HttpMethod.POST], integration });
    this.api.addRoutes({ path: '/inference/{requestId}', methods: [HttpMethod.GET], integration });
    const [health] = this.api.addRoutes({
      path: '/health',
      methods: [HttpMethod.GET],
      integration,
      authorizer: new HttpNoneAuthorizer(),
    });
    if (health !== undefined) {
      acknowledge(
        health,
        'AwsSolutions-APIG4',
        'load balancers and uptime checks have no credentials; the route says that the service is up and nothing else, and is throttled',
      );
    }
  }
}

function authorizer(auth: ApiAuth): IHttpRouteAuthorizer {
  if (auth.type === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', auth.issuer, { jwtAudience: [...auth.audience] });
}

function corsPreflight(origins: readonly string[]): CorsPreflightOptions | undefined {
  if (origins.length === 0) return undefined;
  return {
    allowOrigins: [...origins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
    allowHeaders: CORS_REQUEST_HEADERS,
    maxAge: Duration.hours(1),
  };
}
