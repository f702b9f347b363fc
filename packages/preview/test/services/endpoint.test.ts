import { afterEach, describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, startServiceEndpoint } from '../../src/services/endpoint.ts';
import type { UnsupportedRequest } from '../../src/services/types.ts';
import type { ServicePlugin } from '../../src/types.ts';
import { signed } from './support.ts';

const running: { dispose(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((endpoint) => endpoint.dispose()));
});

async function start(plugins: readonly ServicePlugin[], onUnsupported?: (request: UnsupportedRequest) => void) {
  const endpoint = await startServiceEndpoint(plugins, { onUnsupported });
  running.push(endpoint);
  return endpoint;
}

function plugin(signingName: string, handle: ServicePlugin['handle']): ServicePlugin & { disposed: boolean } {
  return {
    signingName,
    handle,
    disposed: false,
    async dispose() {
      this.disposed = true;
    },
  };
}

const echo = (signingName: string) =>
  plugin(signingName, async ({ method, path, query, body }) => ({
    status: 200,
    headers: { 'x-service': signingName },
    body: `${method} ${path} ${query.get('q')} ${body}`,
  }));

describe('the loopback endpoint', () => {
  it('listens on 127.0.0.1 only', async () => {
    // Prepare, Act
    const { url } = await start([]);

    // Assess
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('hands a request to the plugin of its signing name', async () => {
    // Prepare
    const { url } = await start([echo('one'), echo('two')]);

    // Act
    const response = await fetch(`${url}/path?q=1`, { method: 'POST', body: 'body', headers: signed('two') });

    // Assess
    expect(response.headers.get('x-service')).toBe('two');
    expect(await response.text()).toBe('POST /path 1 body');
  });

  it('reads the signing name of SigV4a, whose scope has no region', async () => {
    // Prepare
    const { url } = await start([echo('two')]);
    const authorization =
      'AWS4-ECDSA-P256-SHA256 Credential=key/20260101/two/aws4_request, SignedHeaders=host, Signature=0';

    // Act
    const response = await fetch(url, { headers: { authorization } });

    // Assess
    expect(response.status).toBe(200);
  });

  it('reads the signing name of a presigned URL', async () => {
    // Prepare
    const { url } = await start([echo('two')]);

    // Act
    const response = await fetch(`${url}/?X-Amz-Credential=key%2F20260101%2Feu-west-1%2Ftwo%2Faws4_request`);

    // Assess
    expect(response.status).toBe(200);
  });

  it('refuses a request without a signature', async () => {
    // Prepare
    const { url } = await start([echo('one')]);

    // Act
    const response = await fetch(url);

    // Assess
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('refuses a service that is not emulated, and reports it', async () => {
    // Prepare
    const reported: UnsupportedRequest[] = [];
    const { url } = await start([], (request) => reported.push(request));
    const headers = signed('kms', {
      'x-amz-target': 'TrentService.Encrypt',
      'content-type': 'application/x-amz-json-1.1',
    });

    // Act
    const response = await fetch(url, { method: 'POST', body: '{}', headers });

    // Assess
    const message = 'the preview does not emulate Encrypt of kms';
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ __type: 'UnknownOperationException', message });
    expect(reported).toEqual([{ service: 'kms', operation: 'Encrypt', message }]);
  });

  it.each([
    [
      's3',
      {},
      '<Error><Code>UnknownOperationException</Code><Message>the preview does not emulate PUT /bucket/key of s3',
    ],
    [
      'sts',
      { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      '<ErrorResponse><Error><Type>Sender</Type><Code>UnknownOperationException</Code><Message>the preview does not emulate GetCallerIdentity of sts',
    ],
  ])('answers a client of %s in the protocol that it speaks', async (service, extra, expected) => {
    // Prepare
    const { url } = await start([]);
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';

    // Act
    const response = await fetch(`${url}/bucket/key`, { method: 'PUT', body, headers: signed(service, extra) });

    // Assess
    expect(await response.text()).toContain(expected);
  });

  it('refuses a body that is too large without keeping it', async () => {
    // Prepare
    const { url } = await start([echo('one')]);
    const body = Buffer.alloc(MAX_BODY_BYTES + 1);

    // Act
    const response = await fetch(url, { method: 'POST', body, headers: signed('one') });

    // Assess
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  });

  it('answers 500 and lives on when a plugin throws', async () => {
    // Prepare
    const broken = plugin('one', async () => {
      throw new Error('a bug');
    });
    const { url } = await start([broken, echo('two')]);

    // Act
    const failed = await fetch(url, { headers: signed('one') });
    const next = await fetch(url, { headers: signed('two') });

    // Assess
    expect(failed.status).toBe(500);
    expect(await failed.json()).toEqual({ __type: 'InternalFailure', message: 'a bug' });
    expect(next.status).toBe(200);
  });

  it('closes its port and its plugins when it is disposed of', async () => {
    // Prepare
    const one = echo('one');
    const endpoint = await startServiceEndpoint([one]);
    await fetch(endpoint.url, { headers: signed('one') });

    // Act
    await endpoint.dispose();

    // Assess
    expect(one.disposed).toBe(true);
    await expect(fetch(endpoint.url)).rejects.toThrow('fetch failed');
  });

  it('cuts a request that does not end when it is disposed of', async () => {
    // Prepare
    const endpoint = await startServiceEndpoint([plugin('one', () => new Promise(() => {}))]);
    const hanging = fetch(endpoint.url, { headers: signed('one') }).catch((error: Error) => error.message);
    await new Promise((resolve) => setTimeout(resolve, 50));

    // Act
    await endpoint.dispose();

    // Assess
    expect(await hanging).toBe('fetch failed');
  });
});
