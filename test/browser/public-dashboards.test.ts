import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '../../packages/dashboard/src/index.ts';
import { BodySource, readDashboardFile } from '../../packages/preview/src/console/body-source.ts';
import type { LocalServer } from '../../packages/preview/src/console/local-server.ts';
import { accessibilityFindings } from './axe.ts';
import { describeInBrowser, type OpenedPage } from './browser.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';
import { serveConsole } from './fixture-console.ts';

/** Bodies in the shapes that public CDK projects deploy. */
const FOLDER = new URL('../../packages/dashboard/test/fixtures/', import.meta.url);
const BODIES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function read(name: string) {
  const result = readDashboardFile(fileURLToPath(new URL(name, FOLDER)));
  if (result.status === 'error') throw new Error(result.message);
  return result.dashboard;
}

/** A search finds what there is, which may be nothing: there is no account behind a body. */
const searches = ({ widgets }: Dashboard, index: number): boolean =>
  widgets.some(
    (widget) =>
      widget.index === index &&
      widget.type === 'metric' &&
      widget.rows.some(({ source }) => source.type === 'expression' && source.text.includes('SEARCH(')),
  );

describeInBrowser('a dashboard from elsewhere', (open) => {
  it('is among the fixtures', () => expect(BODIES.length).toBeGreaterThan(2));

  describe.each(BODIES)('%s', (name) => {
    const dashboard = read(name);
    let server: LocalServer;
    let opened: OpenedPage;
    beforeAll(async () => {
      server = await serveConsole(new BodySource(dashboard));
      opened = await open(server.url);
      await opened.page.locator('.grid:not([aria-busy])').waitFor();
    });
    afterAll(async () => {
      await opened?.page.context().close();
      await server?.dispose();
    });

    it('has a box only for what a function draws', async () => {
      const { page } = opened;

      const boxes = await page.locator('.widget-placeholder strong').allTextContents();

      expect(await page.locator('section.widget').count()).toBe(dashboard.widgets.length);
      expect(boxes.filter((text) => text !== 'Widget of the kind “custom”')).toEqual([]);
    });

    it('draws every graph with values, or says why it cannot', async () => {
      const graphs = await opened.page.locator('section.widget-metric[data-view="timeSeries"]').all();

      expect(graphs.length).toBeGreaterThan(0);
      for (const graph of graphs) {
        await graph.scrollIntoViewIfNeeded();
        await graph.locator('canvas').waitFor({ timeout: PATIENCE_MS });
        const problem = await graph.locator('> .widget-problem').textContent();
        const text = await graph.locator('.plot > p.visually-hidden').first().textContent();
        const mayBeEmpty = problem !== '' || searches(dashboard, Number(await graph.getAttribute('data-index')));
        expect(text).toMatch(mayBeEmpty ? /: latest [\d.,-]+|: no datapoints\.|^No data\./ : /: latest [\d.,-]+/);
      }
    });

    it('fills every widget of numbers', async () => {
      const { page } = opened;
      const kinds = {
        singleValue: '.single-number',
        gauge: '.gauge-value',
        pie: '.slice',
        bar: '.bar-value',
        table: 'td',
      };

      for (const [view, part] of Object.entries(kinds)) {
        for (const widget of await page.locator(`section.widget-metric[data-view="${view}"]`).all()) {
          await widget.scrollIntoViewIfNeeded();
          await eventually(() => widget.locator(part).count()).toBeGreaterThan(0);
        }
      }
    });

    it('says that the values are made up, and offers nothing that needs an application', async () => {
      const { page } = opened;

      expect(await page.locator('.nav-notes').textContent()).toContain('The values are made up');
      expect(await page.locator('nav[aria-label="Pages"] a').allTextContents()).toEqual(['▦Dashboard']);
    });

    it('has nothing that axe finds, and no errors', async () => {
      expect(await accessibilityFindings(opened.page)).toEqual([]);
      expect(opened.problems).toEqual([]);
    });
  });
});
