import fc from 'fast-check';
import type { Operation } from './api-document.ts';
import { base64Of, bodyText, hugeText, INJECTIONS } from './bodies.ts';

/** What stands in an `Authorization` header; nobody may find it again anywhere. */
export const SECRET_HEADER = 'secret-of-the-authorization-header';

const TYPES = [
  'application/json; charset=utf-8',
  'text/csv;charset="UTF-8"; header=absent',
  'TEXT/CSV',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'text/csv; =',
  'application/json, text/csv',
  '',
  ';',
  `text/csv; a="${'\\"'.repeat(100)}`,
  `text/csv${'; a=b'.repeat(200)}`,
  `text/csv${' '.repeat(60_000)}x`,
] as const;

const contentType = (types: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...types, 'text/csv') },
    { weight: 2, arbitrary: fc.constantFrom(...TYPES) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );

const key = (pattern: RegExp): fc.Arbitrary<string> =>
  fc.oneof(
    // Few keys, so that they meet each other: replays, other bodies, keys that are still in use.
    { weight: 4, arbitrary: fc.constantFrom('one', 'two', 'three', '"one"') },
    { weight: 2, arbitrary: fc.stringMatching(pattern) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '"',
        '""',
        '__proto__',
        'constructor',
        'one, two',
        'k'.repeat(256),
        ...INJECTIONS,
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  );

const anyHeader = fc.tuple(
  fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'x-forwarded-for', 'host', 'accept', 'x-amzn-trace-id', 'cookie'),
    fc.string({ maxLength: 12 }),
  ),
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(...INJECTIONS),
    fc.integer({ min: 1, max: 100_000 }).map((length) => 'h'.repeat(length)),
  ),
);

/** Headers of a request, as a gateway hands them over: names in lower case. */
export function headers({ types, headers: read }: Operation): fc.Arbitrary<Record<string, string>> {
  const known = read.map(({ name, pattern }) =>
    fc.option(key(pattern), { nil: undefined }).map((value): [string, string | undefined] => [name, value]),
  );
  return fc
    .tuple(fc.option(contentType(types), { nil: undefined, freq: 12 }), fc.array(anyHeader, { maxLength: 3 }), ...known)
    .map(([type, more, ...named]): Record<string, string> => {
      const all: [string, string | undefined][] = [['content-type', type], ...named];
      const present = all.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
      return Object.fromEntries([...more, ...present, ['authorization', SECRET_HEADER]]);
    });
}

const requestId = fc.oneof(
  fc.uuid(),
  fc.constantFrom('', '..', '../../etc/passwd', '%2e%2e%2f', '\0', '__proto__', '*', 'a'.repeat(50_000), ...INJECTIONS),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const authorizer = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constant({ iam: { userArn: 'arn:aws:iam::123456789012:user/fuzzer', callerId: 'AIDA' } }),
  },
  {
    weight: 2,
    arbitrary: fc.constant({ jwt: { claims: { iss: 'https://login.example.com', sub: 'someone' }, scopes: null } }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      undefined,
      null,
      {},
      { iam: null },
      { jwt: {} },
      { jwt: { claims: { sub: 7 } } },
      'x',
      [],
    ),
  },
);

type Event = Record<string, unknown>;

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  0,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  '',
  'x',
  true,
  [],
  [null],
  {},
  { __proto__: null },
);

/** An event that API Gateway would never make: a member is missing or of another kind, or it is no object. */
const breakage: fc.Arbitrary<(event: Event) => unknown> = fc.oneof(
  { weight: 12, arbitrary: fc.constant((event: Event) => event) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('routeKey', 'headers', 'body', 'isBase64Encoded', 'pathParameters', 'requestContext'), odd)
      .map(([name, value]) => (event: Event) => ({ ...event, [name]: value })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('content-type', 'idempotency-key'), odd)
      .map(([name, value]) => (event: Event) => ({ ...event, headers: { ...Object(event.headers), [name]: value } })),
  },
  { weight: 1, arbitrary: odd.map((value) => () => value) },
);

/** A request as an event for the function. */
export interface EventRequest {
  readonly event: unknown;
  /** The operation that answers; none for an event that is not a request of one. */
  readonly key: string | undefined;
}

/** Events made of the description's operations, most of them wrong in some way. */
export function eventRequests(operations: readonly Operation[]): fc.Arbitrary<EventRequest> {
  const [inference = operations[0]] = operations.filter(({ method }) => method === 'POST');
  if (inference === undefined) throw new Error('there are no operations');
  const body = fc.oneof(
    { weight: 1500, arbitrary: fc.tuple(bodyText, fc.constant<unknown>(false)) },
    { weight: 300, arbitrary: fc.tuple(base64Of(bodyText), fc.constant<unknown>(true)) },
    { weight: 1, arbitrary: fc.tuple(hugeText, fc.constant<unknown>(false)) },
    { weight: 1, arbitrary: fc.tuple(base64Of(hugeText), fc.constant<unknown>(true)) },
  );
  const routeKey = fc.oneof(
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('$default', 'DELETE /inference', 'POST /inference/', '__proto__', '') },
  );
  const requestOf = (target: Operation): fc.Arbitrary<EventRequest> =>
    fc
      .record({ headers: headers(target), body, requestId, authorizer, other: routeKey, breakage })
      .map(({ headers, body: [text, isBase64Encoded], requestId, authorizer, other, breakage }) => {
        const event = breakage({
          version: '2.0',
          routeKey: other ?? target.key,
          headers,
          ...(target.types.length === 0 ? {} : { body: text }),
          isBase64Encoded,
          pathParameters: target.path.includes('{') ? { requestId } : undefined,
          requestContext: { requestId: 'fuzz-request', authorizer },
        });
        return { event, key: Object(event).routeKey === target.key ? target.key : undefined };
      });
  return fc.oneof(
    ...operations.map((target) => ({ weight: target === inference ? 8 : 1, arbitrary: requestOf(target) })),
  );
}
