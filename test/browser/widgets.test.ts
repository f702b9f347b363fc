import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalServer } from '../../packages/preview/src/console/local-server.ts';
import { describeInBrowser, type OpenedPage } from './browser.ts';
import { eventually } from './eventually.ts';
import { serveFixture } from './fixture-console.ts';
import { inkOf, numberIn, tableOf, widgetNamed } from './pictures.ts';
import { cart, everyWidget, FAILURES, GAP, NOW, START, shopMetrics, shopSources } from './shop.ts';

const MINUTE = 60_000;
/** Colours of the fixture's body. */
const [BLUE, MAGENTA, GREEN] = ['#0000ff', '#ff00ff', '#00ff00'];
const store = shopMetrics();

const eachMinute = (metric: ReturnType<typeof cart>) => store.statistics(metric, START, NOW, MINUTE);
/** What the metric store itself says of the whole hour. */
const sum = (metric: ReturnType<typeof cart>) => eachMinute(metric).reduce((total, period) => total + period.sum, 0);
const greatest = (metric: ReturnType<typeof cart>) => Math.max(...eachMinute(metric).map(({ maximum }) => maximum));
const average = ({ sum: total, sampleCount }: { readonly sum: number; readonly sampleCount: number }) =>
  total / sampleCount;

/** `2026-01-11 11:05:00`, as the data tables write it. */
const timeText = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

describeInBrowser('a dashboard with every kind of widget', (open) => {
  let server: LocalServer;
  let opened: OpenedPage;
  beforeAll(async () => {
    const dashboards = [everyWidget()];
    server = await serveFixture({ now: NOW, startedAt: START, dashboards, sources: shopSources(store) });
    // High enough for all widgets: what is out of sight is not drawn.
    opened = await open(server.url, { viewport: { width: 1280, height: 2600 } });
    await opened.page.locator('.grid:not([aria-busy])').waitFor();
  });
  afterAll(() => server?.dispose());
  const widget = (title: string) => widgetNamed(opened.page, title);

  it('draws each widget in its place of the grid', async () => {
    const { widgets } = everyWidget();

    const places = await opened.page.locator('section.widget').evaluateAll((all) =>
      all.map((one) => {
        const box = one.getBoundingClientRect();
        return {
          index: Number(one.getAttribute('data-index')),
          x: box.x,
          y: box.y,
          width: box.width,
          height: box.height,
        };
      }),
    );

    expect(places).toHaveLength(widgets.length);
    const grid = await opened.page.locator('.grid').boundingBox();
    const column = grid!.width / 24;
    for (const { index, x, y, width } of places) {
      const wanted = widgets.find((one) => one.index === index)!;
      // Within the gap between two widgets.
      expect(Math.abs(x - grid!.x - wanted.x * column), `x of ${index}`).toBeLessThan(column / 2);
      expect(Math.abs(width - wanted.width * column), `width of ${index}`).toBeLessThan(column / 2);
      for (const other of places) {
        const below = widgets.find((one) => one.index === other.index)!;
        if (below.y > wanted.y) expect(other.y, `${other.index} below ${index}`).toBeGreaterThan(y);
      }
    }
  });

  it('shows single values as the metric store has them', async () => {
    const numbers = (await widget('Latest and whole')).locator('.single-value');
    await eventually(() => numbers.count()).toBe(2);

    const texts = await numbers.evaluateAll((all) =>
      all.map((one) => [
        one.querySelector('.single-label')?.textContent,
        one.querySelector('.single-number')?.getAttribute('title'),
      ]),
    );

    expect(texts.map(([label, value]) => [label, numberIn(value ?? null)])).toEqual([
      ['orders', sum(cart('Orders'))],
      ['slowest', greatest(cart('Latency'))],
    ]);
    expect(await numbers.nth(1).locator('small').textContent()).toBe('ms');
    expect(await numbers.first().locator('.sparkline path').count()).toBe(1);
  });

  it('shows the newest period in a gauge, with its scale', async () => {
    const picture = (await widget('Load')).locator('.gauge svg');
    await picture.waitFor();

    const label = await picture.getAttribute('aria-label');

    const newest = average(store.statistics(cart('Load'), START, NOW, 5 * MINUTE).at(-1)!);
    expect(label).toBe(`load: ${newest}%, on a scale from 0 to 200`);
    expect(await picture.locator('path[fill="#ff00ff"]').count()).toBe(1);
  });

  it('draws bars as long as their values, and names them', async () => {
    const rows = (await widget('Orders by service')).locator('.bars li');
    await eventually(() => rows.count()).toBe(3);

    const bars = await rows.evaluateAll((all) =>
      all.map((row) => ({
        label: row.querySelector('.bar-label')?.getAttribute('title'),
        text: row.querySelector('.bar-value')?.textContent ?? '',
        share:
          row.querySelector('.bar')!.getBoundingClientRect().width /
          row.querySelector('.bar-track')!.getBoundingClientRect().width,
      })),
    );

    const [most, less] = [sum(cart('Orders')), sum(cart('Orders', 'stock'))];
    expect(bars.map(({ label, text }) => [label, text])).toEqual([
      ['cart', most.toLocaleString('en-US')],
      ['stock', less.toLocaleString('en-US')],
      ['nothing', '–'],
    ]);
    expect(bars[0]!.share).toBeCloseTo(1, 1);
    expect(bars[1]!.share).toBeCloseTo(less / most, 1);
    expect(bars[2]!.share).toBeLessThan(0.05);
  });

  it('divides a pie by the values', async () => {
    const pie = await widget('Shares of orders');
    const rows = pie.locator('.pie-legend li');
    await eventually(() => rows.count()).toBe(2);

    const texts = await rows.evaluateAll((all) =>
      all.map((row) => [
        row.querySelector('.pie-label')?.textContent,
        row.querySelector('b')?.textContent,
        row.querySelector('.muted')?.textContent,
      ]),
    );

    const [most, less] = [sum(cart('Orders')), sum(cart('Orders', 'stock'))];
    const share = (value: number) => Math.round((1000 * value) / (most + less)) / 10;
    expect(texts.map(([label, value, part]) => [label, numberIn(value ?? ''), numberIn(part ?? '')])).toEqual([
      ['cart', most, share(most)],
      ['stock', less, share(less)],
    ]);
    expect(await pie.locator('path.slice').count()).toBe(2);
  });

  it('fills the cells of a table with least, greatest, average and sum', async () => {
    const [head, ...rows] = await tableOf(await widget('Summary'));

    expect(head).toEqual(['Metric', 'Min', 'Max', 'Avg', 'Sum']);
    const expected = [cart('Latency'), cart('Load')].map((metric) => {
      const values = eachMinute(metric).map(average);
      const total = values.reduce((one, other) => one + other, 0);
      return [Math.min(...values), Math.max(...values), total / values.length, total];
    });
    expect(rows.map(([label]) => label)).toEqual(['cart', 'load']);
    for (const [index, [, ...cells]] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        // Five digits are shown.
        expect(numberIn(cell) / expected[index]![column]!).toBeCloseTo(1, 4);
      }
    }
  });

  it('gives the points of a line as a table, and a missing minute as missing', async () => {
    const [head, ...rows] = await tableOf(await widget('Latency with a gap'));

    expect(head).toEqual(['Time (UTC)', 'cart']);
    const known = new Map(eachMinute(cart('Latency')).map((period) => [timeText(period.start), average(period)]));
    const shown = rows.map(([at, text]) => [at, text === '–' ? undefined : numberIn(text!)] as const);
    expect(new Map(shown.filter(([, value]) => value !== undefined))).toEqual(known);
    const missing = shown.filter(([, value]) => value === undefined).map(([at]) => at);
    expect(missing).toEqual(
      expect.arrayContaining([timeText(START + GAP.from * MINUTE), timeText(START + (GAP.to - 1) * MINUTE)]),
    );
  });

  it('leaves the gap free in the picture and draws the line on both sides of it', async () => {
    const page = await drawnAgain(opened.page);

    const { columns } = await inkOf(await widgetNamed(page, 'Latency with a gap'), BLUE);

    const inked = (fromMinute: number, toMinute: number) => {
      const column = (minute: number) => Math.round(((minute * MINUTE) / (NOW - START)) * columns.length);
      const piece = columns.slice(column(fromMinute), column(toMinute));
      return piece.filter(Boolean).length / piece.length;
    };
    expect(inked(1, GAP.from - 2)).toBe(1);
    expect(inked(GAP.from, GAP.to - 1)).toBe(0);
    // Minute 45 has the annotation on top.
    expect(inked(GAP.to + 1, 44)).toBe(1);
    expect(inked(46, 58)).toBe(1);
  });

  it('draws a threshold at its value and an instant at its time', async () => {
    const graph = await widgetNamed(await drawnAgain(opened.page), 'Latency with a gap');

    const threshold = await inkOf(graph, MAGENTA, 0, 400);
    const instant = await inkOf(graph, GREEN);

    expect(threshold.lines.length).toBeGreaterThan(0);
    for (const value of threshold.lines) expect(Math.abs(value - 300)).toBeLessThan(6);
    const width = instant.columns.length;
    const middle = instant.columns.flatMap((ink, column) => (ink ? [(column + 0.5) / width] : []));
    expect(middle.length).toBeGreaterThan(0);
    for (const share of middle) expect(share * (NOW - START)).toBeCloseTo(45 * MINUTE, -5);
  });

  it('leaves hidden inputs out, and computes with them', async () => {
    const graph = await widget('Two axes, a hidden input and shorthand');
    expect(await graph.locator('.legend li').allTextContents()).toEqual(['errors', 'error rate']);

    const [head, ...rows] = await tableOf(graph);

    expect(head).toEqual(['Time (UTC)', 'errors', 'error rate']);
    const errors = new Map(eachMinute(cart('Errors')).map(({ start, sum: total }) => [timeText(start), total]));
    const orders = new Map(eachMinute(cart('Orders')).map(({ start, sum: total }) => [timeText(start), total]));
    const measured = rows.filter(([at]) => errors.has(at!));
    expect(measured).toHaveLength(60);
    for (const [at, count, rate] of measured) {
      expect(numberIn(count!)).toBe(errors.get(at!));
      expect(numberIn(rate!)).toBeCloseTo((100 * errors.get(at!)!) / orders.get(at!)!, 3);
    }
  });

  it('stacks lines without changing what they say', async () => {
    const [head, ...rows] = await tableOf(await widget('Stacked'));

    const periods = store.statistics(cart('Orders'), START, NOW, 5 * MINUTE);
    expect(head).toEqual(['Time (UTC)', 'cart', 'stock']);
    const shown = rows
      .filter(([, text]) => text !== '–')
      .map(([at, one, other]) => [at, numberIn(one!), numberIn(other!)]);
    expect(shown).toEqual(periods.map(({ start, sum: total }) => [timeText(start), total, 25]).toReversed());
  });

  it('draws the graph of an alarm with its threshold and its state', async () => {
    const graph = await widget('Graph of an alarm');

    await eventually(() => graph.locator('.widget-state').textContent()).toBe('✓OK');
    const { lines } = await inkOf(graph, await alarmColor(opened.page));
    expect(lines.length).toBeGreaterThan(0);
    expect(await graph.locator('.plot > p.visually-hidden').first().textContent()).toContain('Latency: latest ');
  });

  it('names the states of alarms, those that ring first, and says which it does not know', async () => {
    const states = await widget('States');

    expect(await states.locator('.alarm-grid li').allTextContents()).toEqual([
      '▲In alarmCart-Errors',
      '✓OKCart-Latency',
    ]);
    expect(await states.locator('.widget-content .widget-problem').textContent()).toContain('alarm:Elsewhere');
  });

  it('runs the queries of log widgets over the log', async () => {
    const [head, ...rows] = await tableOf(await widget('Failures'));

    expect(head).toEqual(['@timestamp', 'service', 'error']);
    expect(rows).toEqual(
      FAILURES.map(({ timestamp, message }) => [
        `${timeText(timestamp)}.000`,
        'cart',
        JSON.parse(message).error,
      ]).toReversed(),
    );
    const [, ...counts] = await tableOf(await widget('Failures over time'));
    expect(counts.reduce((total, [, count]) => total + numberIn(count!), 0)).toBe(FAILURES.length);
    const bars = (await widget('Failures by cause')).locator('.bars li');
    // The number of the colour, the cause and how often.
    expect(await bars.allTextContents()).toEqual(['1timeout3', '2refused1']);
    const slices = (await widget('Shares of causes')).locator('.pie-legend li');
    expect(await slices.allTextContents()).toEqual(['1timeout375%', '2refused125%']);
  });

  it('shows a box with its name for what it cannot draw', async () => {
    const boxes = opened.page.locator('section.widget-placeholder');

    expect(await boxes.allTextContents()).toEqual([
      expect.stringMatching(/^Drawn by a function.*“custom”.*Lambda function, which is not called here/),
      expect.stringMatching(/“hologram”.*not known here/),
    ]);
  });

  it('renders markdown, and neither HTML nor scripts in it', async () => {
    const text = opened.page.locator('section.widget-text .text').first();

    expect(await text.locator('h2').textContent()).toBe('Every widget');
    expect(await text.locator('strong').textContent()).toBe('bold');
    expect(await text.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      'https://example.com/',
    ]);
    expect(await text.locator('td').allTextContents()).toEqual(['one', '1']);
    expect(await text.locator('script, img, [onerror]').count()).toBe(0);
    expect(await text.textContent()).toContain("<script>window.hacked = 'markdown'</script>");
    expect(await opened.page.evaluate('window.hacked')).toBeUndefined();
  });

  it('says nothing is wrong', () => {
    expect(opened.problems).toEqual([]);
  });
});

const alarmColor = (page: Page): Promise<string> =>
  page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--alarm').trim()");

/** The page as it was first drawn: graphs that were looked at as tables are pictures again. */
async function drawnAgain(page: Page): Promise<Page> {
  for (const button of await page.locator('.widget-head button[aria-expanded="true"]').all()) await button.click();
  await page.locator('section.widget[data-view="timeSeries"] .plot canvas').first().waitFor();
  return page;
}
