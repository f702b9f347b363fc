import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { accessibilityFindings } from '../../../../../test/browser/axe.ts';
import { describeInBrowser, type OpenPage } from '../../../../../test/browser/browser.ts';
import { runBacktest } from '../../../src/backtest/backtest.ts';
import { connect } from '../../../src/backtest/history/connect.ts';
import { DEFAULT_MEASURE } from '../../../src/backtest/measure/types.ts';
import { formatHtml } from '../../../src/backtest/output/html/page.ts';
import { compositeAlarm, HOUR, metricAlarm, START, seriesOf, temporaryFolder, withPeaks } from '../support.ts';

/** Twenty hours with three incidents of half an hour. */
const FIRST = [2, 8, 14];

async function report(): Promise<string> {
  const values = withPeaks(
    1200,
    50,
    FIRST.map((hour) => [hour * 60, 30, 300] as const),
  );
  const result = await runBacktest({
    connection: connect([metricAlarm(), compositeAlarm('Shop', 'ALARM("Slow")')], [seriesOf(values)]),
    measure: DEFAULT_MEASURE,
    incidents: FIRST.map((hour) => ({
      name: `<b>at ${hour}</b>`,
      start: START + hour * HOUR,
      end: START + hour * HOUR + HOUR / 2,
    })),
    sweep: { maxFalseAlarmsPerWeek: 1 },
  });
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return formatHtml(result.backtest);
}

describeInBrowser('the page in a browser', (open) => {
  let file = '';

  beforeEach(async () => {
    file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, await report());
  });

  const openReport = async (options: Parameters<OpenPage>[1] = {}) => {
    const { page, problems } = await open(pathToFileURL(file).href, options);
    onTestFinished(() => page.context().close());
    return { page, problems };
  };

  it('asks for nothing, and its policy refuses none of it', async () => {
    const { page, problems } = await openReport();

    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').length);

    expect(loaded).toBe(0);
    expect(problems).toEqual([]);
  });

  it('shows names as they are', async () => {
    const { page } = await openReport();
    const cell = page.locator('table', { hasText: 'what became of each incident' }).first().locator('tbody th').first();

    expect(await cell.textContent()).toBe('<b>at 2</b>');
  });

  it('draws the time series, the threshold, incidents and ALARM where they can be seen', async () => {
    const { page } = await openReport();
    const svg = page.locator('svg[data-plot="a0p"]');

    for (const kind of ['.values', '.threshold', '.incident', '.alarm']) {
      const box = await svg.locator(kind).first().boundingBox();
      expect(Math.max(box?.width ?? 0, box?.height ?? 0), kind).toBeGreaterThan(2);
    }
    expect(await svg.locator('.alarm').count()).toBe(3);
  });

  it('reads values under the cursor that the keys move', async () => {
    const { page } = await openReport();
    const svg = page.locator('svg[data-plot="a0p"]');
    const reading = page.locator('#a0p-reading');
    await svg.focus();

    await page.keyboard.press('Home');
    const first = await reading.textContent();
    for (let press = 0; press < 3; press++) await page.keyboard.press('PageDown');
    for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowLeft');
    const peak = await reading.textContent();

    expect(await svg.locator('.cursor').getAttribute('visibility')).toBe('visible');
    expect(first).toMatch(/^2026-01-05 00:00 to 2026-01-05 00:01: 50$/);
    expect(peak).toMatch(/ 01:5\d to 2026-01-05 01:5\d: 50$/);
  });

  it('reads the value under the pointer, with the alarm and the incident', async () => {
    const { page } = await openReport();
    const alarm = page.locator('svg[data-plot="a0p"] .alarm').first();
    await alarm.scrollIntoViewIfNeeded();
    const bar = await alarm.boundingBox();
    if (bar === null) throw new Error('there is no alarm to point at');

    await page.mouse.move(bar.x + bar.width / 2, bar.y - 60);

    expect(await page.locator('#a0p-reading').textContent()).toMatch(/: 300, in ALARM, during <b>at 2<\/b>$/);
  });

  it('lets the keyboard reach the skip link, the pictures and the best settings, each with a name', async () => {
    const { page } = await openReport();
    const names: string[] = [];
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      names.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        ),
      );
    }

    expect(names[0]).toBe('Skip to the alarms');
    expect(names.some((name) => name.startsWith('Slow from 2026-01-05'))).toBe(true);
    expect(names.some((name) => /^> \d+, \d of \d: \d of \d detected/.test(name))).toBe(true);
    expect(names).not.toContain('');
  });

  it.each(['light', 'dark'] as const)(
    'has text that stands out from the page in the %s scheme',
    async (colorScheme) => {
      const { page } = await openReport({ colorScheme });

      const ratios = await page.evaluate(() => {
        const luminance = (color: string) => {
          const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const background = luminance(getComputedStyle(document.body).backgroundColor);
        const ratio = (color: string) => {
          const [low = 0, high = 0] = [luminance(color), background].sort((first, second) => first - second);
          return (high + 0.05) / (low + 0.05);
        };
        const texts = ['body', '.soft', 'a[href="#a0"]', '.yes'].map((selector) => {
          const element = document.querySelector(selector);
          return element === null ? 0 : ratio(getComputedStyle(element).color);
        });
        const fills = ['.tick', '.threshold-text', '.mark-text'].map((selector) => {
          const element = document.querySelector(selector);
          return element === null ? 0 : ratio(getComputedStyle(element).fill);
        });
        return [...texts, ...fills];
      });

      for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['light', 'dark'] as const)('has nothing that axe finds fault with in the %s scheme', async (colorScheme) => {
    const { page } = await openReport({ colorScheme });
    for (const closed of await page.locator('details').all())
      await closed.evaluate((one) => one.setAttribute('open', ''));

    const findings = await accessibilityFindings(page);

    expect(findings).toEqual([]);
  });

  it('fits a phone: nothing but tables scrolls sideways', async () => {
    const { page } = await openReport({ viewport: { width: 390, height: 800 } });

    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );

    expect(overflow).toBeLessThanOrEqual(0);
  });
});
