/// <reference lib="dom" />
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { describeInBrowser, type OpenedPage } from './browser.ts';
import { eventually, PATIENCE_MS, until } from './eventually.ts';
import { focusable, tabThrough } from './keyboard.ts';
import { type PreviewConsole, startPreviewConsole } from './preview-console.ts';

/** Each page, and what is on it when it is complete. */
const PAGES: readonly { readonly name: string; readonly hash: string; readonly complete: string }[] = [
  { name: 'dashboard', hash: '#/dashboard', complete: '.grid:not([aria-busy])' },
  { name: 'list of alarms', hash: '#/alarms', complete: '#alarms tr[data-state="ALARM"]' },
  { name: 'metric alarm', hash: '#/alarms/Inference-Error-Alarm', complete: '#alarm-history' },
  { name: 'composite alarm', hash: '#/alarms/Inference-Health-Alarm', complete: '.tree a' },
  { name: 'inbox with an open message', hash: '#/inbox/1', complete: '#message h2' },
  { name: 'inferences with an open request', hash: '#/inferences', complete: '#inference-logs' },
  { name: 'faults', hash: '#/faults', complete: '.fault-panel' },
];

const LOOKS: readonly (BrowserContextOptions & { readonly name: string })[] = [
  { name: 'in light colours', colorScheme: 'light' },
  { name: 'in dark colours', colorScheme: 'dark' },
  { name: '400 pixels wide', viewport: { width: 400, height: 900 } },
];

/** Goes to a page and waits until it shows what it is to show. */
async function goTo(page: Page, { hash, complete }: (typeof PAGES)[number]): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  if (hash === '#/inferences') await page.locator('#inferences a').first().click();
  await page.locator(complete).first().waitFor({ timeout: PATIENCE_MS });
}

describeInBrowser('the console', (open) => {
  let console: PreviewConsole;
  beforeAll(async () => {
    console = await startPreviewConsole(20);
    const { preview } = console;
    // An incident, so that alarms ring and messages lie in the inbox; then the clock is stopped.
    preview.faults.modelErrorRate = 0.5;
    await until(() => preview.alarms.states().get('Inference-Error-Alarm')?.state === 'ALARM');
    await until(() => preview.inbox.messages.some(({ subject }) => subject.startsWith('ALARM: ')));
    preview.clock.setPace({ speed: 20, paused: true });
  }, 3 * PATIENCE_MS);
  afterAll(() => console?.dispose());

  describe.each(LOOKS)('$name', ({ name: _, ...options }) => {
    let opened: OpenedPage;
    beforeAll(async () => {
      opened = await open(console.url, options);
    });
    afterAll(() => opened?.page.context().close());

    it.each(PAGES)('has nothing on its page $name that axe finds', async (wanted) => {
      await goTo(opened.page, wanted);

      expect(await accessibilityFindings(opened.page)).toEqual([]);
    });

    it.each(PAGES)('needs no scrolling to the side on its page $name', async (wanted) => {
      await goTo(opened.page, wanted);

      const wider = await opened.page.evaluate(() => ({
        pixels: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        elements: [...document.querySelectorAll('#main *')]
          .filter(
            (one) =>
              one.getBoundingClientRect().right > innerWidth && one.closest('.scroll, .visually-hidden, svg') === null,
          )
          .map((one) => `${one.localName}#${one.id}.${one.className}`),
      }));

      expect(wider.pixels, wider.elements.join(' ')).toBe(0);
    });

    it('opens the faults beside a page without a finding', async () => {
      await goTo(opened.page, { name: 'list of alarms', hash: '#/alarms', complete: '#alarms tr' });
      await opened.page.locator('#faults-toggle').click();
      await opened.page.locator('#faults-drawer .fault-panel').waitFor();

      expect(await accessibilityFindings(opened.page)).toEqual([]);
    });

    it('does not offer the faults a second time beside their own page', async () => {
      await goTo(opened.page, { name: 'faults', hash: '#/faults', complete: '.fault-panel' });

      expect(await opened.page.locator('#faults-toggle').isVisible()).toBe(false);
      expect(await opened.page.locator('.fault-panel').count()).toBe(1);
    });

    it('had no errors', () => expect(opened.problems).toEqual([]));
  });

  describe('with a keyboard alone', () => {
    let opened: OpenedPage;
    beforeAll(async () => {
      opened = await open(console.url);
    });

    it.each(PAGES)('reaches everything on its page $name, and shows where the focus is', async (wanted) => {
      const { page } = opened;
      await goTo(page, wanted);
      const expected = await focusable(page);

      const { visited, unseen } = await tabThrough(page, expected.length);

      expect(expected.length).toBeGreaterThan(10);
      expect(expected.filter((name) => !visited.includes(name))).toEqual([]);
      expect(unseen).toEqual([]);
    });

    it('skips the navigation', async () => {
      const { page } = await open(console.url);
      await page.locator('#main h1').waitFor();

      await page.keyboard.press('Tab');
      const first = await page.evaluate(() => document.activeElement?.textContent);
      await page.keyboard.press('Enter');

      expect(first).toBe('Skip to the contents');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    });

    it('reads the values of a graph', async () => {
      const { page } = opened;
      await goTo(page, { name: 'dashboard', hash: '#/dashboard', complete: '.plot canvas' });
      const plot = page.locator('.plot').first();

      await plot.focus();
      await page.keyboard.press('ArrowLeft');

      await eventually(() => plot.locator('[aria-live="polite"]').textContent()).toMatch(
        /^\d{4}-\d\d-\d\d [\d:]+ UTC: /,
      );
    });

    it('opens the faults, moves a slider and closes them again', async () => {
      const { page } = opened;
      await goTo(page, { name: 'list of alarms', hash: '#/alarms', complete: '#alarms tr' });

      await page.locator('#faults-toggle').press('Enter');
      await page.locator('#drawer-modelLatencyMs').press('ArrowRight');
      await eventually(() => console.preview.faults.modelLatencyMs).toBe(100);
      await page.keyboard.press('Escape');

      await eventually(() => page.locator('#faults-drawer').isVisible()).toBe(false);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('faults-toggle');
    });
  });

  it('moves nothing for those who asked for that', async () => {
    const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
      const { page } = await open(console.url, { reducedMotion });
      await page.locator('.grid:not([aria-busy])').waitFor();
      return page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .map((element) => getComputedStyle(element))
          .filter((style) => /[1-9]/.test(`${style.transitionDuration} ${style.animationDuration}`))
          .map((style) => `${style.transitionDuration} ${style.animationDuration}`),
      );
    };

    expect(await moving('reduce')).toEqual([]);
  });

  it('tells screen readers of alarms and messages as they come', async () => {
    const { page } = await open(console.url);
    await page.locator('.grid').waitFor();
    console.preview.faults.modelErrorRate = 0;
    console.preview.clock.setPace({ speed: 20, paused: false });

    const said = page.locator('#announcer[aria-live="polite"]');

    await eventually(() => said.textContent()).toMatch(/ is now OK\./);
    await eventually(() => said.textContent()).toContain('New e-mail: OK: ');
  });
});
