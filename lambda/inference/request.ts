import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { textMember } from '../shared/members.ts';
import type { Failure } from './failures.ts';

/** Media types that the endpoint may be sent. */
export const ACCEPTED_TYPES = ['application/json', 'text/csv'] as const;

/** Bytes of a decoded body at most: below the 6 MB that Lambda passes on, with room for the event around it. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

const MAX_CONTENT_TYPE_LENGTH = 256;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const MEDIA_TYPE = new RegExp(`^\\s*(${TOKEN}/${TOKEN})\\s*(.*)$`);
const PARAMETER = new RegExp(`;\\s*(${TOKEN})=(${TOKEN}|"(?:[^"\\\\]|\\\\.)*")\\s*`, 'y');
const UTF8_NAMES = ['utf-8', 'utf8', 'us-ascii'];

/** The parts of an HTTP event (payload format 2.0) that the body is read from. */
export interface HttpBody {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** A request that the endpoint can be sent. */
export interface InferenceInput {
  /** Media type with the caller's parameters other than the charset, which is always UTF-8. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** SHA-256 of the bytes in hexadecimal. */
  readonly sha256: string;
  /** The parsed body when it is JSON. */
  readonly json?: { readonly value: unknown };
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

const refuse = (code: Failure['code'], message: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { code, message },
});

const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

interface MediaType {
  readonly type: (typeof ACCEPTED_TYPES)[number];
  readonly forwarded: string;
}

/** Reads a Content-Type header. @see https://www.rfc-editor.org/rfc/rfc9110#name-content-type */
export function checkContentType(header: string | undefined): Checked<MediaType> {
  const expected = `write ${ACCEPTED_TYPES.join(' or ')}`;
  if (header === undefined || header.trim() === '') {
    return refuse('unsupported-content-type', `the content-type header is missing; ${expected}`);
  }
  const match = header.length <= MAX_CONTENT_TYPE_LENGTH ? MEDIA_TYPE.exec(header) : null;
  const type = ACCEPTED_TYPES.find((accepted) => accepted === match?.[1]?.toLowerCase());
  if (type === undefined) {
    return refuse('unsupported-content-type', `the content type is not supported; ${expected}`);
  }
  const parameters = readParameters(match?.[2] ?? '');
  if (parameters === undefined) {
    return refuse('unsupported-content-type', 'the parameters of the content type cannot be read; write name=value');
  }
  const charset = parameters.find(([name]) => name === 'charset')?.[1];
  if (charset !== undefined && !UTF8_NAMES.includes(charset.replaceAll('"', '').toLowerCase())) {
    return refuse('unsupported-content-type', 'the charset is not supported; write charset=utf-8, or none');
  }
  const forwarded = parameters.filter(([name]) => name !== 'charset').map(([name, value]) => `; ${name}=${value}`);
  return accept({ type, forwarded: type + forwarded.join('') });
}

/** Names in lower case with their values; undefined if the text is no list of parameters. */
function readParameters(text: string): [string, string][] | undefined {
  const parameters: [string, string][] = [];
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < text.length) {
    const match = PARAMETER.exec(text);
    if (match === null) {
      return undefined;
    }
    parameters.push([(match[1] ?? '').toLowerCase(), match[2] ?? '']);
  }
  return parameters;
}

/** Bytes that a base64 text stands for, if every character of it counts. */
function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor(((text.length - padding) * 3) / 4);
}

function tooLarge(): { readonly ok: false; readonly failure: Failure } {
  return refuse('body-too-large', `the body has more than ${MAX_BODY_BYTES} bytes`);
}

interface Content {
  readonly bytes: Buffer;
  readonly text: string;
}

function checkBytes({ body, isBase64Encoded }: HttpBody): Checked<Content> {
  if (body === undefined || body === '') {
    return refuse('empty-body', 'the body is empty; send what the model is to score');
  }
  if (!isBase64Encoded) {
    const bytes = Buffer.from(body);
    if (bytes.length > MAX_BODY_BYTES) {
      return tooLarge();
    }
    return /\p{Surrogate}/u.test(body)
      ? refuse('malformed-body', 'the body is not valid Unicode text')
      : accept({ bytes, text: body });
  }
  const size = base64Bytes(body);
  if (size > MAX_BODY_BYTES) {
    return tooLarge();
  }
  const bytes = Buffer.from(body, 'base64');
  // Node skips what is no base64 instead of refusing it; then there are fewer bytes than there should be.
  if (bytes.length !== size || body.length % 4 === 1) {
    return refuse('malformed-body', 'the body is not valid base64');
  }
  return isUtf8(bytes)
    ? accept({ bytes, text: bytes.toString('utf8') })
    : refuse('malformed-body', 'the body is not valid UTF-8 text');
}

/** Of the parser's message only the place or the one character is told: the rest of it would repeat the input. */
function jsonProblem(parserMessage: string): string {
  const position = /position (\d+)/.exec(parserMessage)?.[1];
  if (position !== undefined) {
    return `: look at character ${position}`;
  }
  const token = /^Unexpected token ('.{1,2}'),/su.exec(parserMessage)?.[1];
  if (token !== undefined) {
    return `: unexpected ${token}`;
  }
  return parserMessage.startsWith('Unexpected end') ? ': it ends too early' : '';
}

/** The value of a JSON body, or what is wrong with it. */
function checkJson(text: string): Checked<{ readonly value: unknown }> {
  try {
    return accept({ value: JSON.parse(text) });
  } catch (error) {
    const problem = jsonProblem(textMember(error, 'message') ?? '');
    return refuse('malformed-json', `the body is not valid JSON${problem}`);
  }
}

/** Everything that can be wrong with a request before it costs anything. */
export function checkRequest(event: HttpBody): Checked<InferenceInput> {
  const media = checkContentType(event.headers['content-type']);
  if (!media.ok) {
    return media;
  }
  const content = checkBytes(event);
  if (!content.ok) {
    return content;
  }
  const { bytes, text } = content.value;
  if (!/\S/.test(text)) {
    return refuse('empty-body', 'the body has only white space; send what the model is to score');
  }
  if (media.value.type === 'text/csv' && text.includes('\0')) {
    return refuse('malformed-csv', 'the body is not CSV text: it has a null character');
  }
  const json = media.value.type === 'application/json' ? checkJson(text) : undefined;
  if (json?.ok === false) {
    return json;
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return accept({ contentType: media.value.forwarded, bytes, text, sha256, json: json?.value });
}
