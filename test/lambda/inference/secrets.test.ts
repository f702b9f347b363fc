import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Behaviour } from '../../fuzz/faked-services.ts';
import { FunctionUnderTest, type Variant } from '../../fuzz/function-under-test.ts';
import { answering, refusing } from '../helpers/behaviours.ts';
import { httpEvent } from '../helpers/world.ts';

const VALUE = '078-05-1120';
const BODY = JSON.stringify({ person: [{ SSN: VALUE, age: 41 }] });

const GONE = { thrown: Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' }) };

async function logOf(variant: Variant, behaviour: Behaviour, headers: Record<string, string> = {}): Promise<string> {
  const target = new FunctionUnderTest(variant);
  await target.send(httpEvent({ body: BODY, headers }), behaviour);
  return target.lines.join('');
}

afterEach(() => vi.unstubAllEnvs());

describe.each<[string, Behaviour]>([
  ['an answer that repeats the input', answering(BODY)],
  ['an answer that is cut off', answering(BODY.slice(0, -3), 'text/csv')],
  ['a model that repeats the input in its error', refusing(`cannot read ${BODY}`)],
  ['a model that repeats a value in its error', refusing(`could not convert ${VALUE}`)],
  ['a record that cannot be stored anywhere', { ...answering(BODY), table: GONE, queue: GONE }],
])('with %s', (_, behaviour) => {
  it('a redacted key has no value in the log', async () => {
    const log = await logOf('redacting', behaviour);

    expect(log).not.toContain(VALUE);
    expect(log).toMatch(/\[redacted\]|left out because keys are redacted/);
  });

  it('nothing of the payloads is in the log where none may be', async () => {
    const log = await logOf('silent', behaviour);

    expect(log).not.toContain(VALUE);
    expect(log).not.toContain('person');
  });

  it('they are in the log by default, which shows that the two others could fail', async () => {
    expect(await logOf('default', behaviour)).toContain(VALUE);
  });
});

describe("the model's words about a failure", () => {
  it('keep status and place where they are left out', async () => {
    const log = await logOf('redacting', refusing('could not convert'));

    expect(log).toContain('"originalStatusCode":400');
    expect(log).toContain('"name":"ModelError"');
  });

  it('are shown redacted when they are JSON', async () => {
    const log = await logOf('redacting', refusing(JSON.stringify({ detail: 'too old', ssn: VALUE })));

    expect(log).toContain('too old');
    expect(log).not.toContain(VALUE);
  });
});

describe('what proves who calls', () => {
  const SECRETS = {
    authorization: 'Bearer the-token-of-the-caller',
    'x-amz-security-token': 'the-session-token-of-the-caller',
    cookie: 'session=the-cookie-of-the-caller',
    'idempotency-key': 'the-key-of-the-caller',
  };

  it.each<[string, Behaviour]>([
    ['an answer', answering('7')],
    ['a failure of the model', refusing('no')],
    ['a lost table', { ...answering('7'), table: GONE }],
    ['a lost table and queue', { ...answering('7'), table: GONE, queue: GONE }],
  ])('is neither in the log nor in the answer: %s', async (_, behaviour) => {
    // Prepare
    const target = new FunctionUnderTest('default');

    // Act
    const { body } = await target.send(
      httpEvent({ headers: { 'content-type': 'application/json', ...SECRETS } }),
      behaviour,
    );

    // Assess
    expect(`${body}${target.lines.join('')}`).not.toMatch(/of-the-caller/);
  });
});

describe('the credentials of the function', () => {
  it.each<[string, unknown, Behaviour]>([
    ['an answer', httpEvent(), answering('7')],
    ['a bug', null, answering('7')],
    ['everything failing', httpEvent(), { ...refusing('no'), table: GONE, queue: GONE }],
  ])('are in no line: %s', async (_, event, behaviour) => {
    // Prepare
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAFUNCTIONSKEY0000');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-function');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token-of-the-function');
    const target = new FunctionUnderTest('default');

    // Act
    const { body } = await target.send(event, behaviour);

    // Assess
    expect(`${body}${target.lines.join('')}`).not.toMatch(/ASIA|of-the-function/);
  });
});
