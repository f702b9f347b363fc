import { describe, expect, it } from 'vitest';
import { INJECTIONS } from '../../fuzz/bodies.ts';
import type { Behaviour } from '../../fuzz/faked-services.ts';
import { CONTROLS, FunctionUnderTest, type Variant } from '../../fuzz/function-under-test.ts';
import { answering, refusing } from '../helpers/behaviours.ts';
import { httpEvent, type RequestOptions } from '../helpers/world.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const CSV_TYPE = { 'content-type': 'text/csv' };

async function ask(options: RequestOptions, behaviour = answering('7'), variant: Variant = 'default') {
  const target = new FunctionUnderTest(variant);
  const answer = await target.send(httpEvent(options), behaviour);
  const log = target.lines.join('');
  return { status: answer.status, text: answer.body, body: JSON.parse(answer.body), lines: target.lines, log };
}

const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

describe.each(INJECTIONS.map((text) => [JSON.stringify(text).slice(0, 60), text]))('log injection by %s', (_, text) => {
  it.each<[string, RequestOptions, Behaviour]>([
    ['a body', { body: `1,${text.replaceAll('\0', '')}`, headers: CSV_TYPE }, answering('7')],
    ['a JSON body', { body: JSON.stringify({ [text]: text }), headers: JSON_TYPE }, answering('7')],
    ['a content type', { headers: { 'content-type': `text/csv; a="${text}"` } }, answering('7')],
    ['an idempotency key', { headers: { ...JSON_TYPE, 'idempotency-key': text } }, answering('7')],
    ["the model's answer", {}, answering(text, 'text/csv')],
    ["the model's JSON", {}, answering(JSON.stringify(text))],
    ["the model's error", {}, refusing(text)],
  ])('in %s stays inside its line', async (_place, options, behaviour) => {
    const { lines } = await ask(options, behaviour);

    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed.filter((line) => '_aws' in line).length).toBeLessThanOrEqual(1);
    expect(parsed.filter((line) => line.message === 'inference')).toHaveLength(1);
    for (const line of lines) expect(line.slice(0, -1)).not.toMatch(CONTROLS);
  });

  it('in the path is answered without it', async () => {
    const { status, text: answer } = await ask({ routeKey: 'GET /inference/{requestId}', requestId: text });

    expect(status).toBe(404);
    expect(answer).not.toContain(text.slice(0, 10));
  });
});

describe('metrics', () => {
  it('are those of the function, whatever fakes there are in the request and in the answer', async () => {
    const fake = '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]},"ErrorCount":9999}';

    const { lines } = await ask({ body: fake, headers: JSON_TYPE }, answering(fake));

    const metrics = lines.map((line) => JSON.parse(line)).filter((line) => '_aws' in line);
    expect(metrics).toMatchObject([{ SuccessCount: 1, ErrorCount: 0, EndpointName: 'digits' }]);
  });
});

describe('oversized headers', () => {
  const huge = 'h'.repeat(100_000);

  it.each([
    ['a content type', { 'content-type': `text/csv; a=${huge}` }, [415, 'unsupported-content-type']],
    ['blanks', { 'content-type': `text/csv${' '.repeat(100_000)}x` }, [415, 'unsupported-content-type']],
    ['an idempotency key', { ...JSON_TYPE, 'idempotency-key': huge }, [400, 'invalid-idempotency-key']],
  ])('%s of 100 kB is refused and not logged', async (_, headers, expected) => {
    const answer = await ask({ headers });

    expect(codeOf(answer)).toEqual(expected);
    expect(answer.log.length).toBeLessThan(5000);
  });

  it('that nobody reads change nothing', async () => {
    const answer = await ask({ headers: { ...JSON_TYPE, 'x-huge': huge, __proto__: huge, constructor: huge } });

    expect(answer.status).toBe(200);
    expect(answer.log).not.toContain('hhhh');
  });
});

describe('deep JSON', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

  it.each<[string, Variant]>([
    ['as it is', 'default'],
    ['where keys are redacted', 'redacting'],
  ])('of 100,000 levels goes to the model and back, %s', async (_, variant) => {
    const answer = await ask({ body: deep(100_000), headers: JSON_TYPE }, answering(deep(100_000)), variant);

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('[[[[1]]]]');
    expect(answer.log.length).toBeLessThan(5000);
  });

  it('that does not end is refused', async () => {
    const answer = await ask({ body: '{"a":'.repeat(200_000), headers: JSON_TYPE });

    expect(codeOf(answer)).toEqual([400, 'malformed-json']);
  });
});

describe('prototype keys', () => {
  const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

  it('change no prototype, from the caller or from the model', async () => {
    await ask({ body, headers: JSON_TYPE }, answering(body), 'redacting');

    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('come back as the model wrote them', async () => {
    const { text } = await ask({ body, headers: JSON_TYPE }, answering(body));

    expect(text).toContain(`"prediction":${body}}`);
  });

  it.each(['__proto__', 'constructor', 'toString'])('%s is no route, no key and no record', async (name) => {
    expect((await ask({ routeKey: name })).status).toBe(404);
    expect((await ask({ routeKey: 'GET /inference/{requestId}', requestId: name })).status).toBe(404);
  });
});

describe('unicode', () => {
  it.each([
    ['half of a pair', { body: '"\ud800"' }, [400, 'malformed-body']],
    ['halves in the wrong order', { body: '"\udc00\ud800"' }, [400, 'malformed-body']],
    [
      'bytes that are no UTF-8',
      { body: Buffer.from([0xc0, 0xaf]).toString('base64'), isBase64Encoded: true },
      [400, 'malformed-body'],
    ],
    [
      'a surrogate in UTF-8',
      { body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]).toString('base64'), isBase64Encoded: true },
      [400, 'malformed-body'],
    ],
    ['a null character in CSV', { body: '1,\0', headers: CSV_TYPE }, [400, 'malformed-csv']],
  ])('%s is refused', async (_, options, expected) => {
    expect(codeOf(await ask({ headers: JSON_TYPE, ...options }))).toEqual(expected);
  });

  it.each([
    ['an escaped half of a pair', '"\\ud800"'],
    ['an escaped null character', '"\\u0000"'],
    ['characters beyond the first plane', '"\u{1f30d}\u{10ffff}"'],
    ['marks that turn the direction of writing', '"\u202e\u2066x"'],
  ])('%s goes through', async (_, body) => {
    const answer = await ask({ body, headers: JSON_TYPE }, answering(body));

    expect(answer.status).toBe(200);
    expect(answer.text).toContain(`"prediction":${body}`);
  });
});

describe('numbers that are none', () => {
  it.each(['NaN', 'Infinity', '-Infinity', '{"a":NaN}', '[1,Infinity]', '01', '.5', '0x10'])(
    '%s from the caller is no JSON',
    async (body) => {
      expect(codeOf(await ask({ body, headers: JSON_TYPE }))).toEqual([400, 'malformed-json']);
    },
  );

  it.each(['NaN', '{"score":NaN}', '[Infinity,-Infinity]'])('%s from the model is text', async (text) => {
    const { body } = await ask({}, answering(text));

    expect(body.prediction).toBe(text);
  });

  it.each(['1e999', '-1e999', '-0', '123456789012345678901234567890', '1e-400'])(
    '%s from the model comes out as it was written',
    async (text) => {
      expect((await ask({}, answering(`[${text}]`))).text).toContain(`"prediction":[${text}]}`);
    },
  );

  it('leave the metrics finite', async () => {
    const { lines } = await ask({ body: '[1e999,-0]', headers: JSON_TYPE }, answering('[1e999]'));

    const metrics = lines.map((line) => JSON.parse(line)).find((line) => '_aws' in line);
    for (const name of ['LatencyMs', 'OverheadMs', 'SuccessCount']) {
      expect(Number.isFinite(metrics[name])).toBe(true);
    }
  });
});

describe('an event that is none', () => {
  it.each([undefined, null, 'text', 7, [], {}, { routeKey: 'POST /inference' }, { routeKey: 7 }])(
    '%j is answered',
    async (event) => {
      const target = new FunctionUnderTest('default');

      const { status, body } = await target.send(event, answering('7'));

      expect([404, 502]).toContain(status);
      expect(JSON.parse(body).error.code).toMatch(/^(not-found|internal-error)$/);
    },
  );
});
