import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decode as decodeCbor, encode as encodeCbor, Tagged } from 'cborg';
import type { ServicePlugin, ServiceRequest, ServiceResponse } from '../types.ts';
import { decodeQuery, encodeQueryError, encodeQueryOutput } from './query-protocol.ts';
import type { UnsupportedRequest } from './types.ts';

/**
 * The wire protocols of AWS's RPC services: AWS JSON 1.0/1.1, Smithy RPC v2 in CBOR and in JSON, and AWS Query. Which one a client speaks
 * changes with its version, so every plugin answers in the one it was asked in.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export type Protocol = 'json' | 'cbor' | 'rpc-json' | 'query' | 'rest-json' | 'rest-xml';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An error as AWS shapes it. */
export interface AwsError {
  readonly status: number;
  /** Error code without a namespace, for example `ThrottlingException`. */
  readonly code: string;
  readonly message: string;
  /** Code of the older query protocol, where it differs (`AWS.SimpleQueueService.NonExistentQueue`). */
  readonly queryCode?: string;
  /** Further members of the error. */
  readonly fields?: JsonObject;
}

export interface Success {
  readonly ok: true;
  readonly output: JsonObject;
}

export interface Failure {
  readonly ok: false;
  readonly error: AwsError;
}

export type OperationResult = Success | Failure;

/** A response that also says that the preview does not emulate what was asked. */
export interface PluginResponse extends ServiceResponse {
  readonly unsupported?: UnsupportedRequest;
}

export type Operation = (input: JsonObject, request: ServiceRequest) => OperationResult | Promise<OperationResult>;

/** Bytes that a compressed body may grow to. */
const MAX_INFLATED_BYTES = 32 * 1024 * 1024;

const inflate = promisify(gunzip);

export const succeed = (output: JsonObject = {}): Success => ({ ok: true, output });

export function fail(status: number, code: string, message: string, extra: Partial<AwsError> = {}): Failure {
  return { ok: false, error: { status, code, message, ...extra } };
}

/** The protocol of a request, told by its headers; `s3` is the one REST service that answers in XML. */
export function protocolOf(request: ServiceRequest, signingName?: string): Protocol {
  const smithy = request.headers['smithy-protocol'];
  if (smithy !== undefined) return smithy === 'rpc-v2-cbor' ? 'cbor' : 'rpc-json';
  if (request.headers['x-amz-target'] !== undefined) return 'json';
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return 'query';
  return signingName === 's3' ? 'rest-xml' : 'rest-json';
}

/** Name of the operation; for a REST service, method and path, because only its model knows the name. */
export function operationOf(request: ServiceRequest, protocol: Protocol): string {
  if (protocol === 'json') return request.headers['x-amz-target']?.split('.').at(-1) ?? '';
  if (protocol === 'cbor' || protocol === 'rpc-json')
    return /\/operation\/([^/]+)$/.exec(request.path)?.[1] ?? request.path;
  if (protocol === 'query') return new URLSearchParams(request.body.toString('utf8')).get('Action') ?? '';
  return `${request.method} ${request.path}`;
}

/** An answer in AWS's shape to a request that the preview cannot serve. Clients do not retry a 400 of this kind. */
export function unsupported(request: ServiceRequest, service: string, operation: string): PluginResponse {
  const message = `the preview does not emulate ${operation} of ${service}`;
  const error = { status: 400, code: 'UnknownOperationException', message };
  return {
    ...encodeError(request, protocolOf(request, service), error),
    unsupported: { service, operation, message },
  };
}

/** A plugin of a service whose requests name an operation; each operation maps an input object to an output object. */
export function rpcPlugin(
  signingName: string,
  operations: Readonly<Record<string, Operation>>,
  dispose: () => Promise<void> = async () => {},
): ServicePlugin {
  const known = new Map(Object.entries(operations));
  return {
    signingName,
    async handle(received): Promise<PluginResponse> {
      const protocol = protocolOf(received, signingName);
      const request = await inflated(received);
      if (!request) return encodeError(received, protocol, malformed(protocol, 'it is not gzip, or grows too large'));
      const operationName = operationOf(request, protocol);
      const operation = known.get(operationName);
      if (!operation) return unsupported(request, signingName, operationName);
      const input = decodeInput(request.body, protocol);
      if (!input.ok) return encodeError(request, protocol, input.error);
      const result = await operation(input.output, request);
      return result.ok
        ? encodeOutput(request, protocol, operationName, result.output)
        : encodeError(request, protocol, result.error);
    },
    dispose,
  };
}

/** The request with its body decompressed, if the client compressed it; undefined if that fails. */
async function inflated(request: ServiceRequest): Promise<ServiceRequest | undefined> {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  try {
    return { ...request, body: await inflate(request.body, { maxOutputLength: MAX_INFLATED_BYTES }) };
  } catch {
    return undefined;
  }
}

const malformed = (protocol: Protocol, reason: string): AwsError => ({
  status: 400,
  code: 'SerializationException',
  message: `the body is not valid ${protocol}: ${reason}`,
});

function decodeInput(body: Buffer, protocol: Protocol): OperationResult {
  try {
    const value = decodeBody(body, protocol);
    if (isObject(value)) return succeed(value);
    return { ok: false, error: malformed(protocol, 'an object is expected') };
  } catch (cause) {
    return { ok: false, error: malformed(protocol, cause instanceof Error ? cause.message : String(cause)) };
  }
}

function decodeBody(body: Buffer, protocol: Protocol): unknown {
  if (protocol === 'cbor') {
    // Tag 1 marks a timestamp in epoch seconds, which is also how JSON carries one.
    return body.length === 0 ? {} : decodeCbor(body, { tags: { 1: (content) => content() } });
  }
  const text = body.toString('utf8');
  if (protocol === 'query') return decodeQuery(text);
  return text === '' ? {} : JSON.parse(text);
}

function encodeOutput(
  request: ServiceRequest,
  protocol: Protocol,
  operation: string,
  output: JsonObject,
): ServiceResponse {
  const requestId = randomUUID();
  if (protocol === 'cbor')
    return { status: 200, headers: cborHeaders(requestId), body: Buffer.from(encodeCbor(plain(output, cborTime))) };
  if (protocol === 'query') {
    return { status: 200, headers: xmlHeaders(requestId), body: encodeQueryOutput(operation, output, requestId) };
  }
  return { status: 200, headers: jsonHeaders(request, requestId), body: JSON.stringify(plain(output, epochSeconds)) };
}

const epochSeconds = (time: Date): number => time.getTime() / 1000;

/** Tag 1 marks a timestamp. @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
const cborTime = (time: Date): unknown => new Tagged(1, epochSeconds(time));

/** The value with its times in the protocol's form, and its maps as objects. */
function plain(value: unknown, time: (value: Date) => unknown): unknown {
  if (value instanceof Date) return time(value);
  if (value instanceof Map) return plain(Object.fromEntries(value), time);
  if (Array.isArray(value)) return value.map((item) => plain(item, time));
  if (!isObject(value)) return value;
  // CBOR has an undefined, which no client expects.
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(members.map(([key, item]) => [key, plain(item, time)]));
}

/** The error in the protocol the request was made in. */
export function encodeError(request: ServiceRequest, protocol: Protocol, error: AwsError): ServiceResponse {
  const { status, code, message, fields } = error;
  const requestId = randomUUID();
  const fault = status < 500 ? 'Sender' : 'Receiver';
  if (protocol === 'query' || protocol === 'rest-xml') {
    const body = encodeQueryError({ code: error.queryCode ?? code, message, fault, requestId, protocol });
    return { status, headers: xmlHeaders(requestId), body };
  }
  // Clients of services that once spoke the query protocol take the older code from this header.
  const queryHeader: Record<string, string> =
    error.queryCode === undefined ? {} : { 'x-amzn-query-error': `${error.queryCode};${fault}` };
  if (protocol === 'cbor') {
    const body = Buffer.from(encodeCbor({ __type: code, message, ...fields }));
    return { status, headers: { ...cborHeaders(requestId), ...queryHeader }, body };
  }
  const body = JSON.stringify({ __type: code, message, ...fields });
  return { status, headers: { ...jsonHeaders(request, requestId), ...queryHeader, 'x-amzn-errortype': code }, body };
}

const cborHeaders = (requestId: string) => ({
  'content-type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  'x-amzn-requestid': requestId,
});

const xmlHeaders = (requestId: string) => ({ 'content-type': 'text/xml', 'x-amzn-requestid': requestId });

const jsonHeaders = (request: ServiceRequest, requestId: string) => {
  const asked = request.headers['content-type'];
  const type = asked?.startsWith('application/x-amz-json') ? asked : 'application/json';
  const smithy = request.headers['smithy-protocol'];
  return { 'content-type': type, 'x-amzn-requestid': requestId, ...(smithy ? { 'smithy-protocol': smithy } : {}) };
};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
