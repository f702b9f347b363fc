import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; undefined if it is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Without authorisation, as anybody calls it. @default false */
  readonly open?: boolean;
}

export interface ApiClientOptions {
  /** Base address without a slash at its end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** Bearer token for an API with JWT authorisation. @default - requests are signed with SigV4 */
  readonly token?: string;
  /** Real milliseconds of one request. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type ApiClient = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * Calls the API: with a bearer token if there is one, else signed for `execute-api`, as IAM authorisation wants it.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return async (request) => {
    const url = new URL(`${options.url.replace(/\/$/, '')}${request.path}`);
    const headers = { host: url.host, ...request.headers };
    const authorised = request.open ? headers : await authorise(url, request, headers, options);
    // `fetch` sets the host itself, to the same value.
    const { host: _, ...sent } = authorised;
    const signals = [AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])];
    const response = await fetch(url, {
      method: request.method,
      headers: sent,
      body: request.body,
      // A redirect would carry the signature to another host.
      redirect: 'error',
      signal: AbortSignal.any(signals),
    });
    const text = await response.text();
    return { status: response.status, text, body: parseObject(text) };
  };
}

async function authorise(
  url: URL,
  { method, body }: ApiRequest,
  headers: Record<string, string>,
  { region, credentials, token }: ApiClientOptions,
): Promise<Record<string, string>> {
  if (token !== undefined) return { ...headers, authorization: `Bearer ${token}` };
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { protocol, hostname, port, pathname: path } = url;
  const request = { method, protocol, hostname, port: port === '' ? undefined : Number(port), path, headers, body };
  return { ...(await signer.sign(request)).headers };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
