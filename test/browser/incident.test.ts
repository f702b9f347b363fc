import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';
import { type PreviewConsole, startPreviewConsole } from './preview-console.ts';

/** Real milliseconds: a latency alarm watches three virtual minutes, twice, and the machine may be busy. */
const INCIDENT_MS = 5 * PATIENCE_MS;

const ALARM = 'High-Latency-Alarm';

/** Subjects of the e-mails about the alarm, newest first. */
const subjects = (page: Page) => page.locator('#inbox .message-subject', { hasText: ALARM }).allTextContents();

async function waitForState(page: Page, state: string): Promise<void> {
  await page.locator('#nav-alarms').click();
  await page.locator(`#alarms tr[data-alarm="${ALARM}"][data-state="${state}"]`).waitFor({ timeout: 2 * PATIENCE_MS });
}

describeInBrowser('a newcomer with the console', (open) => {
  let console: PreviewConsole;
  beforeAll(async () => {
    console = await startPreviewConsole(10);
  });
  afterAll(() => console?.dispose());

  it(
    'makes the model slow, sees the alarm and its e-mail, mends the model and sees both again',
    async () => {
      const { page, problems } = await open(console.url);
      await waitForState(page, 'OK');

      await page.locator('#nav-faults').click();
      await page.locator('#main [data-speed="20"]').click();
      await page.locator('#faults-rate').fill('40');
      await page.locator('#faults-modelLatencyMs').fill('2500');
      await eventually(() => page.locator('#faults-words').textContent()).toBe('The model takes 2.5 s longer.');
      await eventually(() => page.locator('#speed').textContent()).toBe('20× real time');
      expect(console.preview.faults.modelLatencyMs).toBe(2500);
      await waitForState(page, 'ALARM');

      const row = page.locator(`#alarms tr[data-alarm="${ALARM}"]`);
      expect(await row.locator('.badge').first().textContent()).toBe('▲In alarm');
      expect(await row.locator('.reason').textContent()).toMatch(
        /^Threshold Crossed: \d out of the last \d datapoints \[.+\] (?:was|were) greater than the threshold \(2000\.0\)/,
      );
      expect(await page.locator('#alarm-count').textContent()).toMatch(/^▲ \d+ in alarm$/);
      await eventually(() => page.title()).toMatch(/^\(\d+\) Alarms/);
      await page.locator('#nav-inbox').click();
      await eventually(() => subjects(page).then(([newest]) => newest)).toMatch(/^ALARM: "High-Latency-Alarm" in /);
      await page.locator('#inbox a', { hasText: `ALARM: "${ALARM}"` }).click();
      const mail = await page.locator('#message').textContent();
      expect(mail).toContain('no-reply@sns.amazonaws.com');
      expect(mail).toContain('You are receiving this email because your Amazon CloudWatch Alarm "High-Latency-Alarm"');

      await page.locator('#nav-faults').click();
      await page.locator('#main [data-preset="healthy"]').click();
      await eventually(() => page.locator('#faults-words').textContent()).toBe('Nothing is broken on purpose.');
      await waitForState(page, 'OK');
      await page.locator('#nav-inbox').click();
      await eventually(() => subjects(page).then(([newest]) => newest)).toMatch(/^OK: "High-Latency-Alarm" in /);
      expect((await subjects(page)).map((subject) => subject.split(':')[0]).slice(0, 2)).toEqual(['OK', 'ALARM']);
      await page.goto(`${console.url}/#/alarms/${ALARM}`);
      await eventually(() => page.locator('#alarm-history .change').allTextContents()).toEqual([
        '▲In alarm → ✓OK',
        '✓OK → ▲In alarm',
        '…Insufficient data → ✓OK',
      ]);

      expect(problems).toEqual([]);
    },
    INCIDENT_MS,
  );
});
