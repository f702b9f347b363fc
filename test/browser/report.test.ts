/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Ended, runInferwatch } from '../bin/inferwatch-process.ts';
import { accessibilityFindings } from './axe.ts';
import { describeInBrowser, type OpenedPage } from './browser.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';

/** Errors that make an alarm ring at once; the shortest incident there is. */
const SCENARIO = `
name: short-incident
speed: 20
phases:
  - { name: normal, duration: 90s, requestsPerMinute: 40 }
  - { name: failing model, duration: 2m, requestsPerMinute: 40, faults: { modelErrorRate: 0.5 } }
  - { name: mended, duration: 2m, requestsPerMinute: 40 }
expect:
  alarms:
    Inference-Error-Alarm: { reaches: [ALARM, OK], notifies: [ALARM] }
`;

const PAGES: readonly { readonly name: string; readonly hash: string; readonly complete: string }[] = [
  { name: 'run', hash: '#/run', complete: '.timeline-row svg' },
  { name: 'dashboard', hash: '#/dashboard', complete: '.grid:not([aria-busy])' },
  { name: 'alarms', hash: '#/alarms', complete: '#alarms tr' },
  { name: 'alarm', hash: '#/alarms/Inference-Error-Alarm', complete: '#alarm-history' },
  { name: 'inbox', hash: '#/inbox', complete: '#message h2' },
  { name: 'inferences', hash: '#/inferences', complete: '#inferences tr' },
];

describeInBrowser('the page of a run', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-report-'));
  const file = join(folder, 'report.html');
  let ended: Ended;
  let opened: OpenedPage;
  beforeAll(async () => {
    const scenario = join(folder, 'short-incident.yaml');
    writeFileSync(scenario, SCENARIO);
    const options = ['--headless', '--app', inject('assemblyDirectory'), '--scenario', scenario, '--html', file];
    ended = await runInferwatch(['preview', ...options]);
    opened = await open(pathToFileURL(file).href);
  }, 4 * PATIENCE_MS);
  afterAll(() => rmSync(folder, { recursive: true }));
  const goTo = async ({ hash, complete }: (typeof PAGES)[number]): Promise<Page> => {
    const { page } = opened;
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.locator(complete).first().waitFor({ timeout: PATIENCE_MS });
    return page;
  };
  const named = (name: string) => goTo(PAGES.find((one) => one.name === name)!);

  it('is written by a headless run that ends as expected', () => {
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining(`The page is ${file}.`) });
  });

  it('says what the run came to', async () => {
    const page = await named('run');

    expect(await page.locator('#verdict').textContent()).toBe('✓ as expected');
    expect(await page.locator('#result').textContent()).toContain('Everything is as the scenario expects.');
    expect(await page.locator('#connection').textContent()).toBe('report');
  });

  it('shows when each alarm was in which state', async () => {
    const page = await named('run');
    const name = page.locator('a', { hasText: /^Inference-Error-Alarm$/ });
    const row = page.locator('.timeline-row', { has: name });

    const label = await row.locator('svg').getAttribute('aria-label');

    expect(label).toMatch(/^Inference-Error-Alarm: .*In alarm [\d:]+ to [\d:]+, OK [\d:]+ to [\d:]+$/);
    const ringing = await row.locator('rect.alarm').first().getAttribute('width');
    expect(Number(ringing)).toBeGreaterThan(50);
  });

  it('draws the dashboard with the values of the run', async () => {
    const page = await named('dashboard');

    await eventually(() => page.locator('.plot canvas').count()).toBeGreaterThan(1);
    const graph = page.locator('.widget[data-view="timeSeries"]').first();
    await eventually(() => graph.locator('.plot > p.visually-hidden').first().textContent()).toMatch(
      /: latest [\d.,]+/,
    );
    expect(await page.locator('.widget-placeholder').count()).toBe(0);
  });

  it('holds the e-mails', async () => {
    const page = await named('inbox');

    const subjects = await page.locator('#inbox .message-subject').allTextContents();

    expect(subjects).toContainEqual(expect.stringMatching(/^ALARM: "Inference-Error-Alarm" in /));
  });

  it('has nothing that could be changed', async () => {
    const { page } = opened;

    for (const wanted of PAGES) {
      await goTo(wanted);
      expect(await page.locator('#nav-faults, #faults-toggle, #pause, #try-form, input[type="range"]').count()).toBe(0);
    }
  });

  it('loads nothing from anywhere', async () => {
    const { page } = opened;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));

    await page.reload();
    for (const wanted of PAGES) await goTo(wanted);

    expect(asked.filter((url) => !url.startsWith('data:')).map((url) => url.split('#')[0])).toEqual([
      pathToFileURL(file).href,
    ]);
    expect(opened.problems).toEqual([]);
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each(PAGES)('has nothing on its page $name that axe finds', async (wanted) => {
      await opened.page.emulateMedia({ colorScheme });
      const page = await goTo(wanted);

      expect(await accessibilityFindings(page)).toEqual([]);
    });
  });
});
