import type { RouteConfig, StageConfig } from './api-config.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiResponse } from './api-response.ts';
import type { AuthorizerContext } from './lambda-event.ts';

/** What the integration did, if it was called. */
export interface IntegrationRecord {
  /** Real milliseconds. */
  readonly latencyMs: number;
  /** Status that Lambda's own API answered with. */
  readonly lambdaStatus: number;
  /** Status that the function's code answered with. */
  readonly functionStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly errorMessage: string | undefined;
}

/** An error that the gateway itself answered with. */
export interface GatewayError {
  readonly message: string;
  /** AWS's name for the kind of error. */
  readonly responseType: string;
}

/** One request with its answer, for the access log and the metrics. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly stage: StageConfig;
  readonly route: RouteConfig | undefined;
  /** Undefined too for a caller who was not let in. */
  readonly authorizer: AuthorizerContext;
  /** Why the caller was not let in. */
  readonly authorizerError: string | undefined;
  readonly response: ApiResponse;
  readonly gatewayError: GatewayError | undefined;
  readonly integration: IntegrationRecord | undefined;
  /** Real milliseconds between the request and its answer. */
  readonly latencyMs: number;
  /** Virtual milliseconds since the epoch at which the answer was ready. */
  readonly endedAt: number;
  /** Bytes of both bodies. */
  readonly bytes: number;
}
