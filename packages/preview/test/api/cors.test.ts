import { describe, expect, it } from 'vitest';
import { type ApiOptions, startApi } from './harness.ts';

const ORIGIN = 'https://app.example.com';

const withCors = (cors: object): ApiOptions => ({ routes: { 'ANY /x': {} }, api: { CorsConfiguration: cors } });

const CORS = {
  AllowOrigins: [ORIGIN, 'https://other.example.com'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['content-type'],
  ExposeHeaders: ['x-request'],
  MaxAge: 600,
};

const preflight = (origin = ORIGIN): RequestInit => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST' },
});

const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('a preflight request', () => {
  it('is answered without the function', async () => {
    // Prepare
    const { fetch, events } = await startApi(withCors(CORS));

    // Act
    const response = await fetch('/x', preflight());

    // Assess
    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    });
    expect(events).toEqual([]);
  });

  it('is answered for a path without a route', async () => {
    const { fetch } = await startApi(withCors(CORS));
    expect((await fetch('/nowhere', preflight())).status).toBe(204);
  });

  it('from an origin that is not allowed gets no permission', async () => {
    // Prepare
    const { fetch } = await startApi(withCors(CORS));

    // Act
    const response = await fetch('/x', preflight('https://evil.example.com'));

    // Assess
    expect([response.status, corsHeaders(response)]).toEqual([204, {}]);
  });

  it('is an ordinary request to an API without CORS', async () => {
    // Prepare
    const { fetch, events } = await startApi({ routes: { 'ANY /x': {} } });

    // Act
    await fetch('/x', preflight());

    // Assess
    expect(events).toMatchObject([{ requestContext: { http: { method: 'OPTIONS' } } }]);
  });
});

describe('a request from a page', () => {
  it('is answered with the headers of the API, not with those of the function', async () => {
    // Prepare
    const { fetch } = await startApi(withCors(CORS), () => ({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': '*', 'access-control-allow-methods': 'DELETE' },
    }));

    // Act
    const response = await fetch('/x', { headers: { origin: ORIGIN } });

    // Assess
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers': 'x-request',
    });
    expect(response.headers.get('vary')).toBe('Origin');
  });

  it('from an origin that is not allowed is answered without permission to read', async () => {
    // Prepare
    const { fetch, events } = await startApi(withCors(CORS));

    // Act
    const response = await fetch('/x', { headers: { origin: 'https://evil.example.com' } });

    // Assess
    expect([response.status, corsHeaders(response), events.length]).toEqual([200, {}, 1]);
  });

  it('that is not found is told so in a readable way', async () => {
    const { fetch } = await startApi(withCors(CORS));
    const response = await fetch('/nowhere', { headers: { origin: ORIGIN } });
    expect([response.status, corsHeaders(response)['access-control-allow-origin']]).toEqual([404, ORIGIN]);
  });

  it.each([
    ['*', 'https://any.example.com', '*'],
    ['https://*', 'https://any.example.com', 'https://any.example.com'],
    ['https://*', 'http://any.example.com', undefined],
    ['http://localhost:3000', 'http://localhost:3000', 'http://localhost:3000'],
    ['http://localhost:3000', 'http://localhost:3001', undefined],
  ])('with %s allowed from %s gets %s', async (allowed, origin, expected) => {
    const { fetch } = await startApi(withCors({ AllowOrigins: [allowed] }));
    expect(corsHeaders(await fetch('/x', { headers: { origin } }))['access-control-allow-origin']).toBe(expected);
  });

  it('may send credentials where the API says so', async () => {
    const { fetch } = await startApi(withCors({ ...CORS, AllowCredentials: true }));
    expect(corsHeaders(await fetch('/x', { headers: { origin: ORIGIN } }))['access-control-allow-credentials']).toBe(
      'true',
    );
  });
});

it('keeps the headers of the function where the API has no CORS', async () => {
  const { fetch } = await startApi({ routes: { 'ANY /x': {} } }, () => ({
    statusCode: 200,
    headers: { 'access-control-allow-origin': '*' },
  }));
  expect(corsHeaders(await fetch('/x'))).toEqual({ 'access-control-allow-origin': '*' });
});
