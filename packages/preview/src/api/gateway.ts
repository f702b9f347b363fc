import type { Functions } from '../functions/index.ts';
import type { Clock, LogSink, MetricSink } from '../types.ts';
import { accessLogLine } from './access-log.ts';
import type { ApiConfig, RouteConfig, StageConfig } from './api-config.ts';
import { publishApiMetrics } from './api-metrics.ts';
import type { ApiRequest } from './api-request.ts';
import { type ApiResponse, gatewayResponse } from './api-response.ts';
import { Authorisation, type AuthorisationMode, type Denial, type UnsentRequest } from './authorisation.ts';
import { isPreflight, preflightResponse, withCors } from './cors.ts';
import type { Exchange, GatewayError, IntegrationRecord } from './exchange.ts';
import { callIntegration } from './integration.ts';
import { authorizerContext, createEvent } from './lambda-event.ts';
import { type RouteMatch, Router } from './routes.ts';
import { TokenBucket } from './token-bucket.ts';

export interface GatewayDependencies {
  readonly functions: Functions;
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  /** @default enforced */
  readonly authorisation?: AuthorisationMode;
}

/** How a request was answered, before it is logged. */
interface Answer {
  readonly response: ApiResponse;
  readonly match?: RouteMatch<RouteConfig>;
  readonly gatewayError?: GatewayError | undefined;
  readonly integration?: IntegrationRecord;
  /** Set for a caller who was not let in, and so is nobody. */
  readonly denial?: Denial;
}

const refusal = (status: number, message: string, responseType: string, match?: RouteMatch<RouteConfig>): Answer => ({
  response: gatewayResponse(status, message),
  gatewayError: { message, responseType },
  match,
});

function denied(denial: Denial, match: RouteMatch<RouteConfig>): Answer {
  const { status, message, responseType, challenge } = denial;
  const answer = refusal(status, message, responseType, match);
  const headers = new Map(answer.response.headers);
  if (challenge !== undefined) headers.set('www-authenticate', challenge);
  return { ...answer, response: { ...answer.response, headers }, denial };
}

/** API Gateway without the sockets: request in, response out, with log line and metrics. */
export class Gateway {
  readonly #api: ApiConfig;
  readonly #deps: GatewayDependencies;
  readonly #router: Router<RouteConfig>;
  readonly #authorisation: Authorisation;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(api: ApiConfig, deps: GatewayDependencies) {
    this.#api = api;
    this.#deps = deps;
    this.#router = new Router(api.routes);
    this.#authorisation = new Authorisation(api, deps.authorisation ?? 'enforced');
  }

  /** @param body undefined when it is larger than API Gateway takes */
  async handle(request: ApiRequest, body: Buffer | undefined): Promise<ApiResponse> {
    const startedAt = performance.now();
    const located = this.#locate(request.path);
    if (!located) return gatewayResponse(404, 'Not Found');
    const { stage, path } = located;
    const answer = await this.#answer(request, body, stage, path);
    const { cors } = this.#api;
    const response = cors && !isPreflight(request) ? withCors(cors, request, answer.response) : answer.response;
    const { match, denial } = answer;
    const route = match?.route;
    const caller = denial === undefined ? route?.authorization : undefined;
    this.#record({
      request,
      stage,
      route,
      authorizer: caller && authorizerContext(caller, this.#api.account, request.headers),
      authorizerError: denial?.problem,
      response,
      gatewayError: answer.gatewayError,
      integration: answer.integration,
      latencyMs: performance.now() - startedAt,
      endedAt: this.#deps.clock.now(),
      bytes: (body?.length ?? 0) + response.body.length,
    });
    return { ...response, headers: new Map([...response.headers, ['apigw-requestid', request.requestId]]) };
  }

  /** Headers with which a request of this preview's own is let in. */
  authorise(request: UnsentRequest): Record<string, string> {
    const path = this.#locate(request.path)?.path ?? request.path;
    const match = this.#router.find(request.method, path);
    return match === undefined ? {} : this.#authorisation.headersFor(match.route.authorization, request);
  }

  /** The stage that a path belongs to, and the path below it. `$default` has no prefix of its own. */
  #locate(path: string): { readonly stage: StageConfig; readonly path: string } | undefined {
    const [, first = ''] = path.split('/');
    const named = this.#api.stages.find(({ name }) => name === first && name !== '$default');
    if (named) return { stage: named, path: path.slice(first.length + 1) || '/' };
    const unnamed = this.#api.stages.find(({ name }) => name === '$default');
    return unnamed && { stage: unnamed, path };
  }

  async #answer(request: ApiRequest, body: Buffer | undefined, stage: StageConfig, path: string): Promise<Answer> {
    const { cors } = this.#api;
    if (cors && isPreflight(request)) return { response: preflightResponse(cors, request) };
    const match = this.#router.find(request.method, path);
    if (!match) return refusal(404, 'Not Found', 'MISSING_ROUTE');
    if (!this.#admit(stage, match.route.key)) return refusal(429, 'Too Many Requests', 'THROTTLED', match);
    if (body === undefined) return refusal(413, 'Request Entity Too Large', 'REQUEST_TOO_LARGE', match);
    const { route } = match;
    const denial = this.#authorisation.denialOf(route.authorization, request, body);
    if (denial) return denied(denial, match);
    const event = createEvent({ api: this.#api, stage, request, match, body });
    const outcome = await callIntegration(this.#deps.functions, route.functionArn, event, route.timeoutMs);
    return { response: outcome.response, match, gatewayError: outcome.gatewayError, integration: outcome.record };
  }

  /** Each route of a stage has a bucket of its own; that the stage's default is not shared by its routes is inferred. */
  #admit(stage: StageConfig, routeKey: string): boolean {
    const settings = stage.throttleOf(routeKey);
    if (!settings) return true;
    const id = `${stage.name} ${routeKey}`;
    const bucket = this.#buckets.get(id) ?? new TokenBucket(settings, this.#deps.clock);
    this.#buckets.set(id, bucket);
    return bucket.take();
  }

  #record(exchange: Exchange): void {
    const { clock, logs, metrics } = this.#deps;
    publishApiMetrics(metrics, this.#api, exchange);
    const { accessLog, name } = exchange.stage;
    if (!accessLog) return;
    const line = accessLogLine(accessLog.format, this.#api, exchange);
    logs.write(accessLog.logGroup, `${this.#api.id}/${name}`, clock.now(), line);
  }
}
