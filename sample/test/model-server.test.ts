import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictedLabels, readHeldout, toCsv } from '../index.ts';
import { LOCAL_ONLY_HEADER, MAX_BODY_BYTES, type ModelServer, startModelServer } from '../server/model-server.ts';

let server: ModelServer;
const heldout = readHeldout().slice(0, 20);
const rows = heldout.map(({ features }) => features);
const labels = readHeldout().map(({ label }) => label);

beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.dispose());

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/invocations`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/csv', ...headers },
  });
}

/** Sends bytes as they are and reads until the server closes the connection. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

describe('GET /ping', () => {
  it('answers 200 with an empty body', async () => {
    const response = await fetch(`${server.url}/ping`);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('POST /invocations', () => {
  it('scores all held-out rows in one request, 95 % of them right', async () => {
    const response = await post(toCsv(readHeldout().map(({ features }) => features)));

    const predicted = predictedLabels(await response.text(), response.headers.get('content-type') ?? '');
    const right = predicted.filter((label, row) => label === labels[row]);
    expect(predicted).toHaveLength(360);
    expect(right.length / predicted.length).toBeGreaterThanOrEqual(0.95);
  });

  it('answers the same for CSV and JSON requests', async () => {
    const accept = { accept: 'application/json' };

    const fromCsv = await post(toCsv(rows), accept);
    const fromJson = await post(JSON.stringify({ instances: rows }), { ...accept, 'content-type': 'application/json' });

    expect(await fromJson.text()).toBe(await fromCsv.text());
  });

  it('marks what SageMaker would have refused', async () => {
    const csv = await post('1,2');
    const json = await post('[[1,2]]', { 'content-type': 'application/json; charset=utf-8' });

    expect([csv.status, csv.headers.get(LOCAL_ONLY_HEADER)]).toEqual([200, null]);
    expect([json.status, json.headers.get(LOCAL_ONLY_HEADER)]).toEqual([200, 'application/json request']);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['no body', '', {}, 204],
    ['a word for a value', '1,two', {}, 415],
    ['too many values', '1,'.repeat(64), {}, 400],
    ['another content type', '1,2', { 'content-type': 'text/plain' }, 415],
    ['a type that only AWS reads', '1:2', { 'content-type': 'text/libsvm' }, 415],
    ['another Accept', '1,2', { accept: 'text/html' }, 406],
    ['broken JSON', '[[1,2', { 'content-type': 'application/json' }, 400],
    ['JSON with too many values', JSON.stringify([Array(65).fill(1)]), { 'content-type': 'application/json' }, 400],
    ['too many rows', '1\n'.repeat(60_000), {}, 413],
    ['too large a body', '1'.repeat(MAX_BODY_BYTES + 1), {}, 413],
    ['one huge row', '1,'.repeat(1_000_000), {}, 400],
    ['deep JSON', '['.repeat(1_000_000), { 'content-type': 'application/json' }, 400],
  ])('answers a request with %s', async (_case, body, headers, status) => {
    const response = await post(body, headers);

    expect(response.status).toBe(status);
    expect((await fetch(`${server.url}/ping`)).status).toBe(200);
  });
});

describe('anything else', () => {
  it.each([
    ['POST', '/ping', 405],
    ['GET', '/invocations', 405],
    ['DELETE', '/invocations', 405],
    ['GET', '/', 404],
    ['POST', '/models', 404],
  ])('is refused: %s %s', async (method, path, status) => {
    const response = await fetch(`${server.url}${path}`, { method });

    expect(response.status).toBe(status);
  });

  it('is answered with 400 when it is not HTTP', async () => {
    const answer = await sendRaw('nonsense\r\n\r\n');

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('survives a client that goes away in the middle of its request', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 1000\r\n\r\n1,2');
    await once(socket, 'connect');
    socket.destroy();

    const response = await fetch(`${server.url}/ping`);

    expect(response.status).toBe(200);
  });
});

describe('starting and stopping', () => {
  it('refuses JSON requests as SageMaker does, when told to', async () => {
    const strict = await startModelServer({ jsonRequests: false });
    const headers = { 'content-type': 'application/json' };

    const response = await fetch(`${strict.url}/invocations`, { method: 'POST', headers, body: '[[1,2]]' });

    expect(response.status).toBe(415);
    await strict.dispose();
  });

  it('listens on loopback only', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    // @ts-expect-error: a caller without types
    await expect(startModelServer({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'not-loopback' });
  });

  it('says that the port is in use', async () => {
    const port = Number(new URL(server.url).port);

    const started = startModelServer({ port });

    await expect(started).rejects.toMatchObject({ code: 'cannot-listen', message: expect.stringContaining('in use') });
  });

  it('says that the model cannot be read', async () => {
    const started = startModelServer({ modelPath: '/nowhere/model.tar.gz' });

    await expect(started).rejects.toMatchObject({ code: 'model-unreadable' });
  });

  it('stops with a connection open, and may be stopped twice', async () => {
    const other = await startModelServer();
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
    await once(socket, 'connect');

    await other.dispose();
    await other.dispose();

    await expect(fetch(`${other.url}/ping`)).rejects.toThrow();
    socket.destroy();
  });
});
