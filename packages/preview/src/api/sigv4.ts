import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The one identity that may call the preview's API; it opens nothing else anywhere. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'preview', secretAccessKey: 'preview' } as const;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 'execute-api';
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=([^\s,]{1,256}),\s*SignedHeaders=([a-z0-9;_-]{1,4096}),\s*Signature=([0-9a-f]{64})$/;
const TIMESTAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** AWS takes a signature for five minutes before and after its time. */
const VALID_MS = 5 * 60_000;

/** What of a request a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** Percent-encoded, as sent, with the stage. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

interface Scope {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const uriEscape = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((part) => {
    const [name = '', ...value] = part.split('=');
    return `${uriEscape(decode(name))}=${uriEscape(decode(value.join('=')))}`;
  });
  return pairs.sort().join('&');
}

/** A header's value with its blanks folded, as both sides sign it. */
const folded = (value: string): string => value.trim().replace(/ +/g, ' ');

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signature(parts: SignedParts, body: Uint8Array, scope: Scope, names: readonly string[], at: string): string {
  const canonical = [
    parts.method,
    // Every service but S3 signs the path as sent, encoded once more.
    uriEscape(parts.path).replaceAll('%2F', '/'),
    canonicalQuery(parts.query),
    ...names.map((name) => `${name}:${folded(parts.headers.get(name) ?? '')}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const { date, region, service } = scope;
  const toSign = [ALGORITHM, at, `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
  const dateKey = hmac(`AWS4${LOCAL_CREDENTIALS.secretAccessKey}`, date);
  const key = hmac(hmac(hmac(dateKey, region), service), 'aws4_request');
  return hmac(key, toSign).toString('hex');
}

/** Headers that sign a request with the local credentials; `parts.headers` needs no more than the host. */
export function sign(parts: SignedParts, body: Uint8Array, region: string, now: number): Record<string, string> {
  const at = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = { accessKeyId: LOCAL_CREDENTIALS.accessKeyId, date: at.slice(0, 8), region, service: SERVICE };
  const headers = new Map([
    ['host', parts.headers.get('host') ?? ''],
    ['x-amz-date', at],
  ]);
  const names = ['host', 'x-amz-date'];
  const signed = signature({ ...parts, headers }, body, scope, names, at);
  const credential = `${scope.accessKeyId}/${scope.date}/${region}/${SERVICE}/aws4_request`;
  return {
    'x-amz-date': at,
    authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signed}`,
  };
}

/** Epoch milliseconds of a time as signatures write it. */
function timeOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = TIMESTAMP.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function scopeOf(credential: string): Scope | undefined {
  const parts = credential.split('/');
  const [date = '', region = '', service = '', end] = parts.slice(-4);
  return end === 'aws4_request' ? { accessKeyId: parts.slice(0, -4).join('/'), date, region, service } : undefined;
}

/** What is wrong with who and when; undefined if nothing is. */
function problemOfScope(scope: Scope, at: string, region: string, now: number): string | undefined {
  const time = timeOf(at);
  const { accessKeyId } = LOCAL_CREDENTIALS;
  if (scope.accessKeyId !== accessKeyId) return `the access key is not known here; sign with the key ${accessKeyId}`;
  if (scope.service !== SERVICE) return `it is signed for another service; sign for ${SERVICE}`;
  if (scope.region !== region) return `it is signed for another region; sign for ${region}`;
  if (time === undefined) return 'there is no x-amz-date as in 20260301T120000Z';
  if (scope.date !== at.slice(0, 8)) return 'the days of x-amz-date and of the credential differ';
  return Math.abs(now - time) > VALID_MS ? 'the signature is not of the last five minutes' : undefined;
}

function problemOfNames(names: readonly string[], headers: ReadonlyMap<string, string>): string | undefined {
  const missing = names.find((name) => !headers.has(name));
  if (missing !== undefined) return 'a signed header is not there';
  const needed = ['host', ...[...headers.keys()].filter((name) => name.startsWith('x-amz-'))];
  const unsigned = needed.find((name) => !names.includes(name));
  return unsigned === undefined ? undefined : 'host and every x-amz header must be signed';
}

/**
 * What is wrong with a request's signature (Signature Version 4 in the `Authorization` header); undefined if it is that
 * of the local credentials. A signature in the query string is not taken.
 *
 * @param now real epoch milliseconds
 */
export function problemOfSignature(
  parts: SignedParts,
  body: Uint8Array,
  region: string,
  now: number,
): string | undefined {
  const [, credential = '', list = '', given = ''] =
    AUTHORIZATION.exec(parts.headers.get('authorization')?.trim() ?? '') ?? [];
  const scope = scopeOf(credential);
  if (scope === undefined) return 'the request carries no AWS Signature Version 4';
  const at = parts.headers.get('x-amz-date') ?? '';
  const names = list.split(';');
  const problem = problemOfScope(scope, at, region, now) ?? problemOfNames(names, parts.headers);
  if (problem !== undefined) return problem;
  const told = parts.headers.get('x-amz-content-sha256');
  if (told !== undefined && told !== sha256(body)) return 'x-amz-content-sha256 is not the hash of the body';
  const right = Buffer.from(signature(parts, body, scope, names, at), 'hex');
  return timingSafeEqual(right, Buffer.from(given, 'hex')) ? undefined : 'the signature does not match the request';
}
