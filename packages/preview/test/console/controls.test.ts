import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createControls } from '../../src/console/controls.ts';
import { InferenceLog } from '../../src/console/inference-log.ts';
import type { ManualLoad } from '../../src/preview/scenario-run.ts';
import { NO_FAULTS } from '../../src/types.ts';

const apis: Server[] = [];

interface Received {
  readonly path: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** An API that answers everything with the same, and remembers what it was asked. */
async function startApi(status: number, body: string, contentType = 'application/json') {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ path: request.url, contentType: request.headers['content-type'], body: text });
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apis.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

afterEach(() => {
  for (const api of apis.splice(0)) api.close();
});

function setUp(url = 'http://127.0.0.1:1') {
  const clock = createClock({ speed: 10 });
  const faults = { ...NO_FAULTS };
  const inferences = new InferenceLog();
  const loads: (ManualLoad | undefined)[] = [];
  const preview = { clock, faults, api: { url, authorise: () => ({}) } };
  const run = { setManual: (load?: ManualLoad) => void loads.push(load) };
  const controls = createControls({ preview, inferences, run: () => run, predictedLabel: () => 7 });
  return { clock, faults, inferences, loads, controls };
}

describe('an inference by hand', () => {
  it('goes to the API, and its answer comes back as it is', async () => {
    const api = await startApi(200, '{"requestId":"r","prediction":"0,1"}');
    const { controls } = setUp(api.url);

    const answer = await controls.tryIt(Buffer.from('1,2,3'), 'text/csv');

    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expect(JSON.parse(answer.body)).toEqual({ requestId: 'r', prediction: '0,1' });
    expect(api.received).toEqual([{ path: '/inference', contentType: 'text/csv', body: '1,2,3' }]);
  });

  it('is listed with what the model said', async () => {
    const api = await startApi(200, '{"requestId":"r","prediction":"0,1"}');
    const { controls, inferences } = setUp(api.url);

    await controls.tryIt(Buffer.from('1'), 'text/csv');

    expect(inferences.list()).toMatchObject([
      { requestId: 'r', outcome: 'ok', status: 200, prediction: '7', correct: null },
    ]);
    expect(inferences.newest).toBe('r');
  });

  it('that fails is listed too, where the answer names it', async () => {
    const api = await startApi(502, '{"error":{"code":"model-error","requestId":"r2"}}');
    const { controls, inferences } = setUp(api.url);

    await controls.tryIt(Buffer.from('1'), 'text/csv');

    expect(inferences.find('r2')).toMatchObject({ outcome: 'failed', status: 502, prediction: null });
  });

  it('never brings a page of HTML that a model answered', async () => {
    const api = await startApi(200, '<script>alert(1)</script>', 'text/html');
    const { controls } = setUp(api.url);

    const answer = await controls.tryIt(Buffer.from('1'), 'text/csv');

    expect(answer.contentType).toBe('text/plain; charset=utf-8');
  });

  it('says so when the API gives no answer', async () => {
    const { controls, inferences } = setUp();

    const answer = await controls.tryIt(Buffer.from('1'), 'text/csv');

    expect(answer.status).toBe(504);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'no-answer' } });
    expect(inferences.list()).toEqual([]);
  });
});

describe('a setting', () => {
  it('of the faults holds at once', () => {
    const { controls, faults } = setUp();

    controls.setFaults({ ...NO_FAULTS, modelLatencyMs: 2500 });

    expect(faults).toEqual({ ...NO_FAULTS, modelLatencyMs: 2500 });
  });

  it('of the traffic takes it into hands, and gives it back', () => {
    const { controls, loads } = setUp();

    controls.setTraffic({ manual: true, requestsPerMinute: 120, invalidRate: 0.1 });
    controls.setTraffic({ manual: false });

    expect(loads).toEqual([{ requestsPerMinute: 120, invalidRate: 0.1 }, undefined]);
  });

  it('of the clock changes its pace', () => {
    const { controls, clock } = setUp();

    controls.setClock({ speed: 60, paused: true });

    expect(clock.pace).toEqual({ speed: 60, paused: true });
    clock.dispose();
  });
});
