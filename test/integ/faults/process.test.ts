import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type { PreviewReport } from '../../../packages/preview/src/index.ts';
import { NO_FAULTS } from '../../../packages/preview/src/types.ts';
import { startInferwatch } from '../../bin/inferwatch-process.ts';
import { type Answer, ask, expectAlarms, incident, recordsOf, startFaulty, tally } from './incident.ts';

describe('a function that is killed while it runs', () => {
  it('gives its caller a 500, leaves no half record, and pages', async () => {
    await using preview = await startFaulty();

    const { answers, ...happened } = await incident(preview, { faults: { functionKillRate: 1, modelLatencyMs: 1000 } });

    expect(tally(answers)).toEqual({ 500: 8 });
    expect(answers[0]?.body).toBe('{"message":"Internal Server Error"}');
    expectAlarms(happened, ['Api-Server-Errors-Alarm', 'Function-Errors-Alarm']);
  });

  it('is asked again with the same idempotency key, and there is one record in the end', async () => {
    // An abandoned key is free again 5 s after the budget of the request that was killed.
    await using preview = await startFaulty({ speed: 1, variables: { REQUEST_BUDGET_MS: '1500' } });
    const key = { 'idempotency-key': randomUUID() };
    // A warm function claims its key long before it is killed.
    await ask(preview, { 'idempotency-key': randomUUID() });
    Object.assign(preview.faults, { functionKillRate: 1, modelLatencyMs: 1000 });
    const answers: Answer[] = [await ask(preview, key)];
    Object.assign(preview.faults, NO_FAULTS);

    while (answers.at(-1)?.status !== 200 && answers.length < 20) {
      await sleep(Number(answers.at(-1)?.retryAfter ?? 0) * 1000);
      answers.push(await ask(preview, key));
    }

    const [killed, ...again] = answers;
    expect(killed?.status).toBe(500);
    expect(again.at(-1)?.status).toBe(200);
    expect(new Set(again.slice(0, -1).map(({ code }) => code))).toEqual(new Set(['request-in-progress']));
    expect(await recordsOf(preview, again)).toMatchObject({ stored: expect.any(Number), lost: 0, pending: 0 });
    expect(new Set(again.map(({ requestId }) => requestId)).size).toBe(1);
  });
});

describe('a preview that is killed and started again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-killed-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const freePort = () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
      });
    });

  it('breaks connections cleanly, leaves no half report, takes the same port again and starts empty', async () => {
    const port = await freePort();
    const [scenario, json] = [join(folder, 'scenario.yaml'), join(folder, 'report.json')];
    const phase = '{ name: only, duration: endless, requestsPerMinute: 60 }';
    writeFileSync(scenario, `name: killed\nspeed: 10\nphases: [${phase}]\nexpect: { records: { lost: 0 } }\n`);
    const app = ['--app', inject('assemblyDirectory'), '--api-port', String(port)];
    const args = ['preview', ...app, '--headless', '--scenario', scenario, '--duration', '5m', '--json', json];
    const healthy = async () => {
      for (;;) {
        const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
        if (response?.ok) return;
        await sleep(50);
      }
    };
    const problemOf = (error: unknown) => (error instanceof Error ? String(Reflect.get(error, 'code')) : 'none');

    const first = startInferwatch(args);
    await healthy();
    const client = connect(port, '127.0.0.1').resume();
    client.write('POST /inference HTTP/1.1\r\nhost: preview\r\ncontent-length: 1000\r\n\r\nhalf of a body');
    const broken = new Promise<string>((resolve) => {
      client.on('error', (error) => resolve(problemOf(error)));
      client.on('close', () => resolve('closed'));
    });
    await sleep(200);
    first.process.kill('SIGKILL');
    await first.ended;
    const refused = await fetch(`http://127.0.0.1:${port}/health`).catch((error) => problemOf(error.cause));

    const second = startInferwatch(args);
    await healthy();
    await sleep(1000);
    const reportOfFirst = existsSync(json);
    second.process.kill('SIGINT');
    await second.ended;
    const report: PreviewReport = JSON.parse(readFileSync(json, 'utf8'));

    expect(['closed', 'ECONNRESET']).toContain(await broken);
    expect(refused).toBe('ECONNREFUSED');
    expect(reportOfFirst).toBe(false);
    // A request that was under way at the end may have its record, and no answer.
    expect(report.records.stored).toBeLessThanOrEqual(report.requests.sent);
    expect(report.records).toMatchObject({ lost: 0, pending: 0 });
  });
});
