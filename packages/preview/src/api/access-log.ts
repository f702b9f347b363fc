import type { ApiConfig } from './api-config.ts';
import type { Exchange } from './exchange.ts';
import { commonLogTime } from './time-format.ts';

type Value = string | number | undefined | null;

/** Reads `a.b.c` of an object; undefined if there is no such text or number. */
function dig(object: unknown, path: readonly string[]): Value {
  let value: unknown = object;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = new Map(Object.entries(value)).get(key);
  }
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/**
 * Values of the `$context` variables, by name.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function variables(api: ApiConfig, exchange: Exchange): Map<string, Value> {
  const { request, response, integration, gatewayError, endedAt, latencyMs } = exchange;
  // The line is read beside others in virtual time; the latency stays what it was.
  const requestTime = endedAt - latencyMs;
  const functionStatus = integration?.functionStatus ?? integration?.lambdaStatus;
  const integrationLatency = integration && Math.round(integration.latencyMs);
  return new Map<string, Value>([
    ['accountId', api.account],
    ['apiId', api.id],
    ['authorizer.error', exchange.authorizerError],
    ['awsEndpointRequestId', integration?.requestId],
    ['dataProcessed', exchange.bytes],
    ['domainName', api.domainName],
    ['domainPrefix', api.id],
    ['error.message', gatewayError?.message],
    ['error.messageString', gatewayError && JSON.stringify(gatewayError.message)],
    ['error.responseType', gatewayError?.responseType],
    ['extendedRequestId', request.requestId],
    ['httpMethod', request.method],
    ['identity.accountId', dig(exchange.authorizer, ['iam', 'accountId'])],
    ['identity.caller', dig(exchange.authorizer, ['iam', 'callerId'])],
    ['identity.sourceIp', request.sourceIp],
    ['identity.user', dig(exchange.authorizer, ['iam', 'userId'])],
    ['identity.userAgent', request.headers.get('user-agent')],
    ['identity.userArn', dig(exchange.authorizer, ['iam', 'userArn'])],
    ['integration.error', integration?.errorMessage],
    ['integration.integrationStatus', integration?.lambdaStatus],
    ['integration.latency', integrationLatency],
    ['integration.requestId', integration?.requestId],
    ['integration.status', functionStatus],
    ['integrationErrorMessage', integration?.errorMessage],
    ['integrationLatency', integrationLatency],
    ['integrationStatus', functionStatus],
    ['path', request.path],
    ['protocol', request.protocol],
    ['requestId', request.requestId],
    ['requestTime', commonLogTime(requestTime)],
    ['requestTimeEpoch', Math.round(requestTime)],
    ['responseLatency', Math.round(latencyMs)],
    ['responseLength', response.body.length],
    ['routeKey', exchange.route?.key],
    ['stage', exchange.stage.name],
    ['status', response.status],
  ]);
}

/** Text that can stand in a JSON string: what a client sends must not end the field it stands in. */
const escaped = (value: string): string => JSON.stringify(value).slice(1, -1);

/**
 * A line in the format that the stage sets. A variable without a value is a hyphen. That values are escaped for JSON
 * whatever the format is inferred.
 */
export function accessLogLine(format: string, api: ApiConfig, exchange: Exchange): string {
  const values = variables(api, exchange);
  return format.replaceAll(/\$context\.([A-Za-z]\w*(?:\.\w+)*)/g, (_whole, name: string) => {
    const claim = name.startsWith('authorizer.claims.')
      ? dig(exchange.authorizer, ['jwt', 'claims', name.slice('authorizer.claims.'.length)])
      : undefined;
    const value = values.get(name) ?? claim;
    // The quoted form is JSON already.
    if (name === 'error.messageString') return String(value ?? '-');
    return value === undefined || value === null ? '-' : escaped(String(value));
  });
}
