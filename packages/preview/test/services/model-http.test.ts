import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Post, post } from '../../src/services/sagemaker/model-http.ts';

async function serve(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<Server & { url: string }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response, request));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return Object.assign(server, { url: `http://127.0.0.1:${port}/invocations` });
}

const request = (url: string, changes: Partial<Post> = {}): Post => ({
  url,
  headers: { 'content-type': 'text/csv' },
  body: Buffer.from('1,2'),
  limitBytes: 1000,
  signal: new AbortController().signal,
  ...changes,
});

describe('a request to the container', () => {
  it('brings the answer with its headers, whatever their case', async () => {
    const { url } = await serve((response) => response.setHeader('X-Own', 'yes').end('0.5'));
    const answer = await post(request(url));
    expect(answer).toMatchObject({ outcome: 'answered', status: 200, body: Buffer.from('0.5') });
    expect(answer.outcome === 'answered' && [answer.headers.get('x-OWN'), answer.headers.get('none')]).toEqual([
      'yes',
      null,
    ]);
  });

  it('uses the same connection again', async () => {
    // Prepare
    const ports = new Set<number | undefined>();
    const { url } = await serve((response, { socket }) => {
      ports.add(socket.remotePort);
      response.end();
    });

    // Act
    for (let index = 0; index < 3; index += 1) await post(request(url));

    // Assess
    expect(ports.size).toBe(1);
  });

  it('is sent anew when the container has just closed the connection', async () => {
    // Prepare: the second request on a connection meets its end
    const seen = new WeakSet<object>();
    const { url } = await serve((response, { socket }) => {
      if (seen.has(socket)) socket.resetAndDestroy();
      else response.end('ok');
      seen.add(socket);
    });

    // Act
    await post(request(url));
    const second = await post(request(url));

    // Assess
    expect(second).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('does not follow the container elsewhere', async () => {
    const { url } = await serve((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect(await post(request(url))).toMatchObject({ outcome: 'answered', status: 302 });
  });

  it('reads no more of an answer than the limit', async () => {
    const { url } = await serve((response) => response.end(Buffer.alloc(100_000)));
    expect(await post(request(url))).toEqual({ outcome: 'too large' });
  });

  it('rejects with the reason when nobody listens', async () => {
    await expect(post(request('http://127.0.0.1:1/invocations'))).rejects.toThrow('ECONNREFUSED');
  });

  it.each([
    ['before the answer', (_response: ServerResponse) => {}],
    ['within the answer', (response: ServerResponse) => void response.write('0.')],
  ])('rejects when it is given up %s', async (_when, answer) => {
    // Prepare
    const { url } = await serve(answer);
    const giveUp = new AbortController();

    // Act
    const answering = post(request(url, { signal: giveUp.signal }));
    setTimeout(() => giveUp.abort(), 100);

    // Assess
    await expect(answering).rejects.toThrow(/abort/i);
  });
});
