import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';

/** An answer to the client, before CORS headers and the request id are added. */
export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string | readonly string[]>;
  readonly body: Buffer;
}

/** A message of API Gateway itself. */
export function gatewayResponse(status: number, message: string): ApiResponse {
  return {
    status,
    headers: new Map([['content-type', 'application/json']]),
    body: Buffer.from(JSON.stringify({ message })),
  };
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const responseSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The gateway's own, whatever the function says. */
const NOT_FROM_THE_FUNCTION = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

function isValidHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function fromObject(response: z.output<typeof responseSchema>): ApiResponse | undefined {
  const headers = new Map<string, string | readonly string[]>();
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    if (!isValidHeader(name, String(value))) return undefined;
    if (!NOT_FROM_THE_FUNCTION.has(name.toLowerCase())) headers.set(name.toLowerCase(), String(value));
  }
  const cookies = response.cookies ?? [];
  if (!cookies.every((cookie) => isValidHeader('set-cookie', cookie))) return undefined;
  if (cookies.length > 0) headers.set('set-cookie', cookies);
  // Observed, not documented.
  if (!headers.has('content-type')) headers.set('content-type', 'text/plain; charset=utf-8');
  const body = Buffer.from(response.body ?? '', response.isBase64Encoded ? 'base64' : 'utf8');
  return { status: response.statusCode, headers, body };
}

/**
 * What a function's result means in payload format 2.0: an object with `statusCode` is the response; anything else is
 * the body of a 200 of type JSON. Undefined for a response that API Gateway would refuse (inferred: it answers 500).
 * @param payload JSON
 */
export function interpretResult(payload: string): ApiResponse | undefined {
  const result: unknown = JSON.parse(payload);
  if (typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result) {
    const parsed = responseSchema.safeParse(result);
    return parsed.success ? fromObject(parsed.data) : undefined;
  }
  const body = typeof result === 'string' ? result : payload;
  return { status: 200, headers: new Map([['content-type', 'application/json']]), body: Buffer.from(body) };
}
