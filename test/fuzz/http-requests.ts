import fc from 'fast-check';
import type { Operation } from './api-document.ts';
import { base64Of, bodyText, hugeText, INJECTIONS } from './bodies.ts';
import { headers } from './requests.ts';

/** A request as it goes over the wire; what signs it needs the address and the time. */
export interface HttpRequest {
  /** The operation that answers; none for what is a request of none. */
  readonly key: string | undefined;
  readonly method: string;
  /** Path and query as they are written. */
  readonly target: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** How the length of the body is told; `short`: less comes than was told. */
  readonly framing: 'length' | 'chunked' | 'none' | 'short' | 'both' | 'wrong';
  readonly proof: 'signed' | 'none' | 'wrong';
}

const segment: fc.Arbitrary<string> = fc.oneof(
  fc.uuid(),
  fc.constantFrom(
    '..%2f..%2f..%2fetc%2fpasswd',
    '%00',
    '%',
    '%ff%fe',
    '%E0%A4%A',
    '__proto__',
    'constructor',
    '*',
    "'%20OR%201=1",
  ),
  fc.constantFrom(...INJECTIONS).map(encodeURIComponent),
  fc.webSegment().filter((text) => text !== ''),
  fc.integer({ min: 100, max: 12_000 }).map((length) => 'a'.repeat(length)),
);

const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('?', '?a=1&a=2', '?__proto__=1', '?%', '?a[b]=c', '?=&&=', '?X-Amz-Signature=1'),
  },
);

const anyPath = fc.constantFrom(
  '/',
  '//',
  '/inference/',
  '/INFERENCE',
  '/inference/../health',
  '/inference//',
  '/%69nference',
  '*',
  'http://127.0.0.1/health',
  'http://example.com/inference',
  '/health#x',
  '/.env',
  '/$default/health',
  '',
);

const plain = /^[\x21-\x7e]*$/;

const bytes = (text: string): string => text.replace(/[^\t\r\n\x20-\x7e\x80-\xff]/g, '');

/** A header as bytes can carry it; line feeds make more lines of it, as an attacker would. */
const rawHeader = (name: string, value: string): readonly [string, string] => [bytes(name), bytes(value)];

/** Characters that leave room for the others: all headers together have a limit. */
const LONGEST_VALUE = 2000;

/** A header that HTTP allows, so that what is odd about the request gets behind the parser. */
const tameHeader = (name: string, value: string): readonly [string, string] => [
  name.replace(/[^\w-]/g, '') || 'x',
  bytes(value)
    .replace(/[\r\n]/g, ' ')
    .slice(0, LONGEST_VALUE),
];

const oddHeader = fc.constantFrom<readonly [string, string]>(
  ['Expect', '100-continue'],
  ['Expect', 'something'],
  ['Upgrade', 'h2c'],
  ['Content-Encoding', 'gzip'],
  ['Host', 'evil.example.com'],
  ['Range', 'bytes=0-1'],
  ['Origin', 'https://evil.example.com'],
  ['Cookie', 'a=b;'.repeat(500)],
  ['X-Amz-Date', '19700101T000000Z'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Content-Type', 'text/html'],
  [' Leading', 'blank'],
  ['No-Colon\nX', ''],
);

const framing = fc.oneof(
  { weight: 30, arbitrary: fc.constant('length' as const) },
  { weight: 3, arbitrary: fc.constant('chunked' as const) },
  { weight: 2, arbitrary: fc.constantFrom('none' as const, 'short' as const, 'both' as const, 'wrong' as const) },
);

const proof = fc.oneof(
  { weight: 12, arbitrary: fc.constant('signed' as const) },
  { weight: 1, arbitrary: fc.constantFrom('none' as const, 'wrong' as const) },
);

const body = fc.oneof(
  { weight: 400, arbitrary: bodyText },
  { weight: 60, arbitrary: base64Of(bodyText) },
  { weight: 1, arbitrary: hugeText },
);

function requestOf(operation: Operation): fc.Arbitrary<HttpRequest> {
  const path = operation.path.includes('{')
    ? segment.map((text) => operation.path.replace(/\{\w+\}/, text.replaceAll('$', '$$$$')))
    : fc.constant(operation.path);
  const target = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.tuple(path, query).map(([text, search]) => ({ text: text + search, known: plain.test(text) })),
    },
    { weight: 1, arbitrary: anyPath.map((text) => ({ text, known: false })) },
  );
  const method = fc.oneof(
    { weight: 14, arbitrary: fc.constant(operation.method) },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get', 'FOO') },
  );
  const version = fc.oneof(
    { weight: 40, arbitrary: fc.constant('HTTP/1.1') },
    { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', '') },
  );
  const torn = fc.nat(9).map((draw) => draw === 0);
  const odd = fc.option(oddHeader, { nil: undefined, freq: 5 });
  const content =
    operation.types.length === 0
      ? fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: bodyText })
      : body;
  return fc
    .record({ target, method, version, headers: headers(operation), odd, body: content, framing, proof, torn })
    .map(({ target, headers: named, odd, torn, ...rest }) => {
      // The signature stands in the header that is a secret elsewhere.
      const { authorization: _, host: __, ...own } = named;
      const all = [...Object.entries(own), ...(odd === undefined ? [] : [odd])];
      const written = all.map(([name, value]) => (torn ? rawHeader(name, value) : tameHeader(name, value)));
      const known = target.known && rest.method === operation.method;
      return { ...rest, key: known ? operation.key : undefined, target: target.text, headers: written };
    });
}

/** Requests made of the description's operations, most of them wrong in some way. */
export function httpRequests(operations: readonly Operation[]): fc.Arbitrary<HttpRequest> {
  return fc.oneof(
    ...operations.map((operation) => ({
      weight: operation.method === 'POST' ? 4 : 1,
      arbitrary: requestOf(operation),
    })),
  );
}

/** Bytes that are no HTTP at all. */
export const garbage: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00',
      'GET\r\n\r\n',
      '\r\n\r\n\r\n\r\n',
      'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    )
    .map((text) => Buffer.from(text, 'latin1')),
);
