import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { chromeArguments } from '../../scripts/e2e/tools.ts';

/** Opens a page of its own in the browser, with everything that went wrong on it written down. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<OpenedPage>;

export interface OpenedPage {
  readonly page: Page;
  /** What the page wrote as errors and what it could not load, oldest first. */
  readonly problems: readonly string[];
}

/** A group of tests with one browser; skipped where there is none. */
export function describeInBrowser(name: string, tests: (open: OpenPage) => void): void {
  const executablePath = inject('chromium');
  describe.skipIf(executablePath === '')(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      const args = [...chromeArguments(process.getuid?.())];
      browser = await chromium.launch({ executablePath, args });
    });
    afterAll(() => browser?.close());
    tests(async (url, options) => {
      if (browser === undefined) throw new Error('the browser has not been started');
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      page.on('requestfailed', (request) => problems.push(`${request.url()}: ${request.failure()?.errorText ?? ''}`));
      await page.goto(url);
      return { page, problems };
    });
  });
}
