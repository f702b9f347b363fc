import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import type { JwtAuthorization } from '../../src/api/api-config.ts';
import { LocalIssuer } from '../../src/api/local-issuer.ts';
import { type ApiHarness, type ApiOptions, startApi } from './harness.ts';

const IAM: ApiOptions = {
  authorisation: 'enforced',
  routes: {
    'POST /things': { AuthorizationType: 'AWS_IAM' },
    'GET /things/{id}': { AuthorizationType: 'AWS_IAM' },
    'GET /health': { AuthorizationType: 'NONE' },
  },
};

const JWT: ApiOptions = {
  authorisation: 'enforced',
  routes: {
    'GET /things': { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } },
    'GET /health': {},
  },
  authorizer: {
    AuthorizerType: 'JWT',
    JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['things', 'others'] },
  },
};

const FORBIDDEN = [403, '{"message":"Forbidden"}'];
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}'];

const seen = async (response: Response) => [response.status, await response.text()];

interface Signing {
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly service?: string;
  readonly at?: Date;
}

/** Headers as the AWS SDK signs them: another implementation than the one under test. */
async function signed({ port }: ApiHarness, options: Signing = {}): Promise<Record<string, string>> {
  const { method = 'POST', path = '/things', query, body, headers, at = new Date() } = options;
  const { accessKeyId = 'preview', secretAccessKey = 'preview' } = options;
  const { region = 'us-east-1', service = 'execute-api' } = options;
  const signer = new SignatureV4({ service, region, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 });
  const request = { method, protocol: 'http:', hostname: '127.0.0.1', port, path, query, body };
  const all = { ...headers, host: `127.0.0.1:${port}` };
  const { host: _, ...result } = (await signer.sign({ ...request, headers: all }, { signingDate: at })).headers;
  return result;
}

describe('a route that wants signatures', () => {
  it('takes a request that the AWS SDK has signed', async () => {
    // Prepare
    const api = await startApi(IAM);
    const headers = await signed(api, { body: '{"a":1}', headers: { 'content-type': 'application/json' } });

    // Act
    const response = await api.fetch('/things', { method: 'POST', body: '{"a":1}', headers });

    // Assess
    expect(response.status).toBe(200);
    expect(api.events[0]?.requestContext.authorizer).toMatchObject({ iam: { accountId: '123456789012' } });
  });

  it('takes paths and queries in every encoding', async () => {
    // Prepare
    const api = await startApi(IAM);
    const query = { b: 'ü /?', a: "x'(y)*" };
    const path = '/things/a%20b%2Fc';
    const headers = await signed(api, { method: 'GET', path, query });

    // Act
    const response = await api.fetch(`${path}?b=%C3%BC%20%2F%3F&a=x'(y)*`, { headers });

    // Assess
    expect(response.status).toBe(200);
  });

  it("takes the preview's own requests", async () => {
    // Prepare
    const api = await startApi(IAM);
    const headers = api.authorise(`${api.url}/things`, { method: 'POST', body: 'ä' });

    // Act
    const response = await api.fetch('/things', { method: 'POST', body: 'ä', headers });

    // Assess
    expect(response.status).toBe(200);
  });

  it.each<[string, Signing & { readonly sent?: string }, string]>([
    ['an unknown access key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, 'the access key is not known here'],
    ['a wrong secret', { secretAccessKey: 'guessed' }, 'the signature does not match'],
    ['another region', { region: 'eu-west-1' }, 'signed for another region'],
    ['another service', { service: 'monitoring' }, 'signed for another service'],
    ['an old date', { at: new Date(Date.now() - 6 * 60_000) }, 'not of the last five minutes'],
    ['a date to come', { at: new Date(Date.now() + 6 * 60_000) }, 'not of the last five minutes'],
    ['another path', { path: '/other' }, 'the signature does not match'],
    ['another method', { method: 'GET' }, 'the signature does not match'],
    ['another body', { sent: 'changed' }, 'x-amz-content-sha256 is not the hash'],
  ])('refuses %s, and says why in the access log only', async (_, signing, problem) => {
    // Prepare
    const format = { DestinationArn: 'arn:aws:logs:us-east-1:1:log-group:access', Format: '$context.authorizer.error' };
    const api = await startApi({ ...IAM, stages: { $default: { AccessLogSettings: format } } });
    const headers = await signed(api, { body: 'body', ...signing });

    // Act
    const response = await api.fetch('/things', { method: 'POST', body: signing.sent ?? 'body', headers });

    // Assess
    expect(await seen(response)).toEqual(FORBIDDEN);
    expect(api.events).toEqual([]);
    expect(api.logs.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['no signature', {}],
    ['a bearer token', { authorization: 'Bearer preview' }],
    ['a name and a password', { authorization: `Basic ${btoa('preview:preview')}` }],
    ['a torn signature', { authorization: 'AWS4-HMAC-SHA256 Credential=preview' }],
  ])('refuses %s', async (_, headers) => {
    // Prepare
    const { fetch, events } = await startApi(IAM);

    // Act
    const response = await fetch('/things', { method: 'POST', headers });

    // Assess
    expect(await seen(response)).toEqual(FORBIDDEN);
    expect(events).toEqual([]);
  });

  it('refuses an x-amz header that was put in afterwards', async () => {
    // Prepare
    const api = await startApi(IAM);
    const headers = { ...(await signed(api)), 'x-amz-meta': 'added' };

    // Act
    const response = await api.fetch('/things', { method: 'POST', headers });

    // Assess
    expect(await seen(response)).toEqual(FORBIDDEN);
  });

  it('is nobody to the access log when it refuses', async () => {
    // Prepare
    const format = { DestinationArn: 'arn:aws:logs:us-east-1:1:log-group:access', Format: '$context.identity.userArn' };
    const { fetch, logs } = await startApi({ ...IAM, stages: { $default: { AccessLogSettings: format } } });

    // Act
    await fetch('/things', { method: 'POST' });

    // Assess
    expect(logs[0]?.message).toBe('-');
  });
});

describe('a route without authorisation', () => {
  it.each([
    ['signatures', IAM],
    ['tokens', JWT],
  ])('answers everybody beside routes that want %s', async (_, options) => {
    const { fetch } = await startApi(options);

    expect((await fetch('/health')).status).toBe(200);
  });
});

describe('an API that is opened by the switch', () => {
  it.each([
    ['signatures', 'POST', IAM],
    ['tokens', 'GET', JWT],
  ])('answers everybody where it would want %s', async (_, method, options) => {
    const { fetch } = await startApi({ ...options, authorisation: 'open' });

    expect((await fetch('/things', { method })).status).toBe(200);
  });
});

describe('a route that wants tokens', () => {
  it("takes the preview's own, and tells the function the claims", async () => {
    // Prepare
    const api = await startApi(JWT);
    const headers = api.authorise(`${api.url}/things`, { method: 'GET' });

    // Act
    const response = await api.fetch('/things', { headers });

    // Assess
    expect(response.status).toBe(200);
    expect(api.events[0]?.requestContext.authorizer?.jwt?.claims).toMatchObject({
      iss: 'https://login.example.com',
      aud: 'things',
      sub: 'preview',
    });
  });

  it.each([
    ['no token', undefined],
    ['no token at all', 'Bearer '],
    ['a signature of AWS', 'AWS4-HMAC-SHA256 Credential=preview/20260101/us-east-1/execute-api/aws4_request'],
    ['three words', 'Bearer a.b.c'],
  ])('refuses %s with 401', async (_, authorization) => {
    // Prepare
    const { fetch, events } = await startApi(JWT);

    // Act
    const response = await fetch('/things', authorization === undefined ? {} : { headers: { authorization } });

    // Assess
    expect(await seen(response)).toEqual(UNAUTHORIZED);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(events).toEqual([]);
  });

  it('refuses a token of another preview', async () => {
    // Prepare
    const { fetch } = await startApi(JWT);
    const other = await startApi(JWT);
    const headers = other.authorise(`${other.url}/things`, { method: 'GET' });

    // Act
    const response = await fetch('/things', { headers });

    // Assess
    expect(await seen(response)).toEqual(UNAUTHORIZED);
  });
});

describe('the local issuer', () => {
  const AUTHORIZATION: JwtAuthorization = {
    type: 'jwt',
    issuer: 'https://login.example.com',
    audience: ['things', 'others'],
    scopes: [],
    header: 'authorization',
  };
  const issuer = new LocalIssuer();
  const now = Date.now();
  const check = (token: string, authorization = AUTHORIZATION) => issuer.check(`Bearer ${token}`, authorization, now);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['another issuer', { iss: 'https://evil.example.com' }],
    ['another audience', { aud: 'elsewhere' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that has passed', { exp: now / 1000 - 1 }],
    ['an end that is no number', { exp: '9999999999' }],
    ['a beginning to come', { nbf: now / 1000 + 60 }],
    ['a making to come', { iat: now / 1000 + 60 }],
  ])('refuses %s', (_, claims) => {
    expect(check(issuer.token(AUTHORIZATION, claims, now)).status).toBe('invalid');
  });

  it.each([
    ['one audience of several', { aud: ['x', 'others'] }],
    ['a client in place of an audience', { aud: undefined, client_id: 'things' }],
  ])('takes %s', (_, claims) => {
    expect(check(issuer.token(AUTHORIZATION, claims, now))).toEqual({ status: 'valid' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['in words', { scope: 'things/read things/write' }, 'valid'],
    ['in a list', { scope: undefined, scp: ['things/write'] }, 'valid'],
    ['of others', { scope: 'things/read' }, 'insufficient'],
    ['that are missing', { scope: undefined }, 'insufficient'],
  ])('looks for scopes %s', (_, claims, status) => {
    const authorization = { ...AUTHORIZATION, scopes: ['things/write'] };

    expect(check(issuer.token(authorization, claims, now), authorization).status).toBe(status);
  });

  it('refuses a token whose claims were changed', () => {
    const [head, , signature] = issuer.token(AUTHORIZATION, {}, now).split('.');
    const claims = { iss: AUTHORIZATION.issuer, aud: 'things', sub: 'admin', exp: now / 1000 + 60 };

    expect(check(`${head}.${encode(claims)}.${signature}`).status).toBe('invalid');
  });

  it.each([
    ['no algorithm', { alg: 'none', kid: 'preview' }, () => 'x'],
    [
      'the public key as a password',
      { alg: 'HS256', kid: 'preview' },
      (text: string) => createHmac('sha256', 'preview').update(text).digest('base64url'),
    ],
    [
      'a key of their own',
      { alg: 'RS256', kid: 'preview' },
      (text: string) => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        return signBytes('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url');
      },
    ],
  ])('refuses forgers with %s', (_, head, signer) => {
    const claims = { iss: AUTHORIZATION.issuer, aud: 'things', sub: 'admin', exp: now / 1000 + 60 };
    const content = `${encode(head)}.${encode(claims)}`;

    expect(check(`${content}.${signer(content)}`).status).toBe('invalid');
  });
});
