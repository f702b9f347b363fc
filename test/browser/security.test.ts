/// <reference lib="dom" />
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultSettings, NO_FAULTS } from '../../packages/console/src/faults.ts';
import { sourcesOf } from '../../packages/dashboard/test/helpers/sources.ts';
import type { LocalServer } from '../../packages/preview/src/console/local-server.ts';
import { describeInBrowser } from './browser.ts';
import { eventually } from './eventually.ts';
import { serveFixture } from './fixture-console.ts';
import { ALARM, DASHBOARD, hostile, INFERENCE, MESSAGES, REQUEST_ID, TAMPERED } from './hostile.ts';
import { NOW, START } from './shop.ts';

const hacked = (page: Page) => page.evaluate('window.hacked');

/** A page of another origin, on this machine too. */
async function serveElsewhere(html: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describeInBrowser('the console as something to attack', (open) => {
  let server: LocalServer;
  /** What reached the application. */
  let changes: unknown[];
  const note = (change: unknown) => void changes.push(change);
  beforeAll(async () => {
    const events = [
      { logGroup: '/log', logStream: 'one', timestamp: NOW - 120_000, message: hostile('line of a log') },
    ];
    const metrics = [
      [{ namespace: 'A', metricName: 'B', dimensions: {} }, [{ timestamp: NOW - 600_000, value: 1 }]],
    ] as const;
    server = await serveFixture({
      now: NOW,
      startedAt: START,
      dashboards: [DASHBOARD],
      sources: sourcesOf({ events, metrics, now: NOW }),
      alarms: [ALARM, TAMPERED],
      messages: MESSAGES,
      inferences: [INFERENCE],
      notes: [hostile('note')],
      controls: {
        setFaults: note,
        setTraffic: note,
        setClock: note,
        tryIt: async (body) => {
          note(body.toString());
          return { status: 200, contentType: 'text/plain; charset=utf-8', body: hostile('answer') };
        },
      },
    });
  });
  afterAll(() => server?.dispose());
  beforeEach(() => {
    changes = [];
  });

  describe('text that others wrote', () => {
    it.each([
      ['#/dashboard', ['dashboard', 'markdown', 'title', 'label', 'line', 'line of a log', 'unknown', 'note']],
      ['#/alarms', ['alarm', 'reason', 'severity']],
      [
        `#/alarms/${encodeURIComponent(ALARM.name)}`,
        ['alarm', 'reason', 'description', 'condition', 'rule', 'arn', 'action', 'suppressor', 'past', 'notified'],
      ],
      ['#/inbox/1', ['sms']],
      ['#/inbox/2', ['from', 'to', 'subject', 'body']],
      [`#/inferences/${REQUEST_ID}`, ['prediction', 'record', 'log']],
    ] as const)('is shown as text at %s', async (hash, places) => {
      const { page, problems } = await open(`${server.url}/${hash}`, { viewport: { width: 1280, height: 2600 } });

      for (const place of places) {
        await eventually(() => page.locator('body').textContent()).toMatch(
          new RegExp(`<b>${place}|${place}</b>|<b>${place}</b>`),
        );
      }
      const made = await page.locator('b', { hasText: new RegExp(`^(?:${places.join('|')})$`) }).count();

      expect({ hacked: await hacked(page), made, images: await page.locator('#app img').count() }).toEqual({
        hacked: undefined,
        made: 0,
        images: 0,
      });
      expect(await page.locator('#app script, #app [onerror], #app a[href^="javascript"]').count()).toBe(0);
      expect(problems).toEqual([]);
    });

    it('of a runbook keeps its headings and loses its scripts', async () => {
      const { page } = await open(`${server.url}/#/alarms/tampered`);
      const runbook = page.locator('.runbook');

      await eventually(() => runbook.locator('.prose h3').textContent()).toBe('Runbook');
      expect(await runbook.locator('script, img, a').count()).toBe(0);
      expect(await hacked(page)).toBeUndefined();
    });

    it('that a model answers is shown as text', async () => {
      const { page } = await open(`${server.url}/#/inferences`);

      await page.locator('#try-body').fill('1,2');
      await page.locator('#try-send').click();

      await eventually(() => page.locator('#try-answer').textContent()).toContain('<b>answer</b>');
      expect(await hacked(page)).toBeUndefined();
    });
  });

  describe('the content-security policy', () => {
    it('forbids everything but the files of the page', async () => {
      const { page, problems } = await open(server.url);

      const policy = (await page.request.get(server.url)).headers()['content-security-policy'];

      expect(policy?.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(problems).toEqual([]);
    });

    it('keeps a script and a picture from elsewhere out, even if a page held them', async () => {
      const elsewhere = await serveElsewhere('window.hacked = "elsewhere"');
      const { page, problems } = await open(server.url);
      const violations = page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const seen: string[] = [];
            document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
              if (seen.push(effectiveDirective) === 3) resolve(seen.sort());
            });
          }),
      );

      await page.evaluate((url) => {
        const script = document.createElement('script');
        script.textContent = 'window.hacked = "inline"';
        const foreign = Object.assign(document.createElement('script'), { src: url });
        document.body.append(script, foreign, Object.assign(document.createElement('img'), { src: `${url}/picture` }));
      }, elsewhere.url);

      expect(await violations).toEqual(['img-src', 'script-src-elem', 'script-src-elem']);
      expect(await hacked(page)).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
      elsewhere.close();
    });

    it('keeps the console out of the frames of other pages', async () => {
      const elsewhere = await serveElsewhere(`<iframe src="${server.url}"></iframe>`);
      const { page } = await open(elsewhere.url);

      const frame = page.frames().find((one) => one !== page.mainFrame());

      expect(await frame?.locator('#app').count()).toBe(0);
      elsewhere.close();
    });
  });

  describe('a change', () => {
    const SLOW: FaultSettings = {
      ...NO_FAULTS,
      modelLatencyMs: 9000,
      modelErrorRate: 1,
      endpointThrottleRate: 1,
      tableThrottleRate: 1,
    };
    const put = (page: Page, headers: Readonly<Record<string, string>>, mode?: 'no-cors') =>
      page.evaluate(
        ([url, body, given, how]) =>
          fetch(`${url}/api/faults`, {
            method: how ? 'POST' : 'PUT',
            body,
            headers: given,
            ...(how ? { mode: how } : {}),
          }).then(
            ({ status }) => status,
            (error: Error) => error.message,
          ),
        [server.url, JSON.stringify(SLOW), headers, mode] as const,
      );

    it('of the console itself is made', async () => {
      const { page } = await open(`${server.url}/#/faults`);

      await page.locator('#faults-modelLatencyMs').fill('2500');

      await eventually(() => changes).toEqual([{ ...NO_FAULTS, modelLatencyMs: 2500 }]);
    });

    it('without the token is refused, even from the console', async () => {
      const { page } = await open(server.url);

      expect(await put(page, { 'content-type': 'application/json' })).toBe(403);
      expect(await put(page, { 'content-type': 'application/json', 'x-inferwatch-token': 'guessed' })).toBe(403);
      expect(changes).toEqual([]);
    });

    it('from another origin never arrives, not even with the token', async () => {
      const token = /name="inferwatch-token" content="([^"]+)"/.exec(await (await fetch(server.url)).text())?.[1] ?? '';
      const elsewhere = await serveElsewhere('<p>elsewhere</p>');
      const { page } = await open(elsewhere.url);

      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await put(page, { 'content-type': 'application/json', 'x-inferwatch-token': token })).toBe(
        'Failed to fetch',
      );
      expect(await put(page, { 'content-type': 'text/plain' }, 'no-cors')).toBe('Failed to fetch');
      const form = page.evaluate(
        (url) =>
          fetch(`${url}/api/try`, { method: 'POST', mode: 'no-cors', body: '1,2' }).then(
            () => 'sent',
            () => 'kept',
          ),
        server.url,
      );
      await form;
      expect(changes).toEqual([]);
      elsewhere.close();
    });

    it('of another origin cannot be prepared by reading the token', async () => {
      const elsewhere = await serveElsewhere('<p>elsewhere</p>');
      const { page } = await open(elsewhere.url);

      const read = page.evaluate((url) => fetch(url).then((answer) => answer.text()), server.url);

      await expect(read).rejects.toThrow('Failed to fetch');
      elsewhere.close();
    });
  });
});
