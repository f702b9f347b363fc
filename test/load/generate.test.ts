import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { problemOfSignature } from '../../packages/preview/src/api/sigv4.ts';
import { LoadGenerator } from '../../scripts/load/generate.ts';
import { Samples } from '../../scripts/load/samples.ts';
import type { LoadOrder } from '../../scripts/load/types.ts';

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/inference`;
}

const order = (url: string, changes: Partial<LoadOrder> = {}): LoadOrder => ({
  url,
  caller: { headers: {} },
  rate: 200,
  arrivals: 'even',
  warmUpMs: 0,
  durationMs: 200,
  maxInFlight: 1000,
  ...changes,
});

const ok = (response: ServerResponse, requestId = 'r') => response.end(JSON.stringify({ requestId, prediction: '1' }));
const run = (wanted: LoadOrder) => new LoadGenerator(wanted).run(new AbortController().signal);

describe('the generator', () => {
  it('sends as many as become due, and knows of each answer', async () => {
    // Prepare
    let served = 0;
    const url = await serve((_request, response) => ok(response, `r-${served++}`));

    // Act
    const outcome = await run(order(url));

    // Assess
    expect(outcome).toMatchObject({ sent: 39, ok: 39, failed: 0, dropped: 0, byStatus: { '200': 39 } });
    expect(new Set(outcome.recordedIds).size).toBe(39);
  });

  it('does not wait for answers before it sends more', async () => {
    // Prepare: nothing is answered until everything has arrived
    const waiting: ServerResponse[] = [];
    const url = await serve((_request, response) => {
      waiting.push(response);
      if (waiting.length === 39) for (const each of waiting) ok(each);
    });

    // Act
    const outcome = await run(order(url));

    // Assess: the first request has waited for the whole stretch
    expect(outcome.ok).toBe(39);
    expect(outcome.latencyMs.max).toBeGreaterThan(150);
  });

  it('leaves the warm-up out of the times, and in the counts', async () => {
    const url = await serve((_request, response) => ok(response));
    const outcome = await run(order(url, { warmUpMs: 300 }));
    expect(outcome.sent).toBeGreaterThan(outcome.measured);
    expect(outcome.measured).toBeGreaterThanOrEqual(39);
    expect(outcome.ok).toBe(outcome.sent);
  });

  it('drops what exceeds the requests under way, and says so', async () => {
    // Prepare
    const waiting: ServerResponse[] = [];
    const url = await serve((_request, response) => waiting.push(response));

    // Act
    const running = run(order(url, { maxInFlight: 5 }));
    setTimeout(() => {
      for (const response of waiting) ok(response);
    }, 400);
    const outcome = await running;

    // Assess
    expect(outcome).toMatchObject({ sent: 5, dropped: 34, inFlightAtEnd: 5, answeredPerSecond: 0 });
  });

  it('counts failures of the system that left a record, and connections that break', async () => {
    // Prepare
    let served = 0;
    const url = await serve((request, response) => {
      served += 1;
      if (served % 2 === 0) request.socket.destroy();
      else {
        response.statusCode = 502;
        response.end(JSON.stringify({ error: { code: 'model-error', message: 'no', requestId: `r-${served}` } }));
      }
    });

    // Act
    const { byStatus, failed, ok: good, recordedIds } = await run(order(url));

    // Assess
    expect(good).toBe(0);
    expect(failed).toBe(byStatus['502']);
    expect(recordedIds).toHaveLength(failed);
    expect(byStatus['0']).toBeGreaterThan(0);
  });
});

describe('the samples', () => {
  const url = 'http://127.0.0.1:4000/inference';

  it('carry a signature that the preview takes, renewed in time', () => {
    // Prepare
    let now = Date.UTC(2026, 0, 1);
    const samples = new Samples(url, { signFor: 'eu-west-1', headers: {} }, () => now);
    const problem = () => {
      const { body, headers } = samples.next();
      const all = new Map(Object.entries({ ...headers, host: '127.0.0.1:4000' }).map(([k, v]) => [k, String(v)]));
      const parts = { method: 'POST', path: '/inference', query: '', headers: all };
      return problemOfSignature(parts, Buffer.from(body), 'eu-west-1', now);
    };

    // Act
    const problems = Array.from({ length: 800 }, () => {
      now += 1000;
      return problem();
    });

    // Assess
    expect(problems.filter((each) => each !== undefined)).toEqual([]);
  });

  it('carry the headers of the caller, and no signature unless one is asked for', () => {
    const { headers } = new Samples(url, { headers: { authorization: 'Bearer t' } }).next();
    expect(headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'text/csv' });
    expect(headers).not.toHaveProperty('x-amz-date');
  });

  it('begin again after the last', () => {
    const samples = new Samples(url, { headers: {} });
    const bodies = Array.from({ length: 361 }, () => samples.next().body);
    expect(bodies[360]).toBe(bodies[0]);
  });
});
