import fc from 'fast-check';

/** A value that the settings of some functions under test keep out of the log. */
export const SECRET_VALUE = '078-05-1120-secret';

/** What tries to be a line of its own, a metric, or an order to a terminal. */
export const INJECTIONS = [
  '\n{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"InferencePipeline","Dimensions":[[]],"Metrics":[{"Name":"ErrorCount"}]}]},"ErrorCount":1}\n',
  '\r\n{"level":"ERROR","message":"inference","outcome":"failed"}\r\n',
  '\u001b[2J\u001b]0;title\u0007\u001b[31mred',
  '\u2028{"_aws":{}}\u2029\u0085',
  'END RequestId: 00000000-0000-0000-0000-000000000000\nREPORT RequestId: x',
  "$\u007bjndi:ldap://127.0.0.1/a} {{7*7}} <script>alert(1)</script> '; DROP TABLE records; --",
  '../../../../etc/passwd\0.csv',
] as const;

const NUMBERS = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  '-0',
  '9'.repeat(400),
  '1e-400',
  '0x10',
  '01',
  '.5',
  '1_000',
];

const PROTOTYPES = [
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"__proto__":null,"toString":1,"hasOwnProperty":2}',
  '{"toJSON":"x","then":"y","length":1e9}',
  '[{"__proto__":[]},{"constructor":null}]',
];

const loneSurrogates = fc.string({
  unit: fc.integer({ min: 0xd7fe, max: 0xe001 }).map((unit) => String.fromCharCode(unit)),
});

const number = fc.constantFrom(...NUMBERS);

/** JSON text around another one. */
const nested = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('features', '__proto__', 'ssn', 'a"b', ''), inner).map(([key, text]) => {
    return `{${JSON.stringify(key)}:[${text},{"deeper":${text}}]}`;
  });

const secret = nested(fc.constant(JSON.stringify({ ssn: SECRET_VALUE, n: 1 }))).map((text) =>
  text.replaceAll('[{', '[{"SSN":{"a":1},'),
);

const deep = fc
  .tuple(fc.constantFrom('[', '{"a":', '[{"__proto__":'), fc.integer({ min: 100, max: 20_000 }), fc.boolean())
  .map(([open, depth, closed]) => {
    const close = [...open]
      .reverse()
      .flatMap((c) => (c === '[' ? ']' : c === '{' ? '}' : []))
      .join('');
    return `${open.repeat(depth)}1${closed ? close.repeat(depth) : ''}`;
  });

/** A text with a piece taken out or put in. */
const broken = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.nat(), fc.constantFrom('', '\0', '"', '\\', ',', '\ud800', '}', '\n')).map(([whole, at, put]) => {
    const place = at % (whole.length + 1);
    return `${whole.slice(0, place)}${put}${whole.slice(place + 1)}`;
  });

/** A text whose end is missing: no key in it is another than it was. */
const cutShort = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, 1 + (at % whole.length)));

const csv = fc
  .array(fc.oneof(number, fc.double().map(String), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 70 })
  .map((cells) => cells.join(','));

/** Bodies that have something wrong with them, or nothing. */
export const bodyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: csv },
  { weight: 20, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 15, arbitrary: broken(fc.json({ maxDepth: 3 })) },
  { weight: 8, arbitrary: fc.oneof(number, nested(number), nested(number.map((text) => JSON.stringify(text)))) },
  { weight: 8, arbitrary: fc.oneof(fc.constantFrom(...PROTOTYPES), nested(fc.constantFrom(...PROTOTYPES))) },
  {
    weight: 8,
    arbitrary: fc.oneof(
      fc.constantFrom(...INJECTIONS),
      fc.constantFrom(...INJECTIONS).map((text) => JSON.stringify({ text })),
    ),
  },
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 5,
    arbitrary: fc.oneof(
      loneSurrogates,
      loneSurrogates.map((text) => JSON.stringify(text)),
      loneSurrogates.map((text) => `"${text}"`),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.oneof(secret, cutShort(secret)),
  },
  { weight: 3, arbitrary: fc.constantFrom('', ' ', '\n\t\r', '\ufeff', '\ufeff{}', '\0', 'null', '""', '[]') },
  { weight: 1, arbitrary: deep },
);

/** Sizes around the limits; few, because they take time. */
export const hugeText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('1,', '[[', '"\ud83d\ude00', '\0', '\u001b'), fc.constantFrom(0.5, 0.99, 1, 1.01, 1.3))
  .map(([piece, share]) => piece.repeat(Math.ceil((share * 5 * 1024 * 1024) / piece.length)));

/** Base64 that is right, nearly right, and none. */
export const base64Of = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.integer({ min: 0, max: 5 })).map(([content, way]) => {
    const right = Buffer.from(content).toString('base64');
    switch (way) {
      case 1:
        return Buffer.from(content).toString('base64url');
      case 2:
        return right.replace(/(.{4})/g, '$1\r\n');
      case 3:
        return `${right}=`;
      case 4:
        return content;
      case 5:
        return Buffer.from([0xc3, 0x28, 0xff, ...Buffer.from(content)]).toString('base64');
      default:
        return right;
    }
  });
