import type { CorsSettings } from './api-config.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiResponse } from './api-response.ts';

/** Value of `access-control-allow-origin`, or undefined for an origin that is not allowed. */
function allowedOrigin(settings: CorsSettings, origin: string): string | undefined {
  const { allowOrigins } = settings;
  if (allowOrigins.includes('*')) return '*';
  const scheme = origin.slice(0, origin.indexOf('://') + 3);
  return allowOrigins.includes(origin) || allowOrigins.includes(`${scheme}*`) ? origin : undefined;
}

export function isPreflight({ method, headers }: ApiRequest): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}

/**
 * The answer to a browser's question before a request; the function is not asked, even if it has an `OPTIONS` route.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightResponse(settings: CorsSettings, request: ApiRequest): ApiResponse {
  const headers = new Map<string, string>();
  const origin = allowedOrigin(settings, request.headers.get('origin') ?? '');
  if (origin !== undefined) {
    headers.set('access-control-allow-origin', origin);
    if (settings.allowMethods.length > 0) headers.set('access-control-allow-methods', settings.allowMethods.join(','));
    if (settings.allowHeaders.length > 0) headers.set('access-control-allow-headers', settings.allowHeaders.join(','));
    if (settings.maxAge !== undefined) headers.set('access-control-max-age', String(settings.maxAge));
    if (settings.allowCredentials) headers.set('access-control-allow-credentials', 'true');
  }
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** Adds the API's CORS headers. Those of the function are removed: with CORS configured API Gateway ignores them. */
export function withCors(settings: CorsSettings, request: ApiRequest, response: ApiResponse): ApiResponse {
  const headers = new Map([...response.headers].filter(([name]) => !name.startsWith('access-control-')));
  const origin = request.headers.get('origin');
  const allowed = origin === undefined ? undefined : allowedOrigin(settings, origin);
  if (allowed !== undefined) {
    headers.set('access-control-allow-origin', allowed);
    if (allowed !== '*') headers.set('vary', 'Origin');
    if (settings.exposeHeaders.length > 0) {
      headers.set('access-control-expose-headers', settings.exposeHeaders.join(','));
    }
    if (settings.allowCredentials) headers.set('access-control-allow-credentials', 'true');
  }
  return { ...response, headers };
}
