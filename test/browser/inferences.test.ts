import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HANDWRITTEN } from '../../packages/console/test/helpers/handwriting.ts';
import { describeInBrowser } from './browser.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';
import { type PreviewConsole, startPreviewConsole } from './preview-console.ts';

/** Side of the box in which the strokes are given. */
const BOX = 224;

async function draw(page: Page, digit: number): Promise<void> {
  await page.locator('#digit-clear').click();
  const box = await page.locator('#digit-canvas').boundingBox();
  if (box === null) throw new Error('there is no canvas to draw on');
  const place = ({ x, y }: { readonly x: number; readonly y: number }) =>
    [box.x + (x / BOX) * box.width, box.y + (y / BOX) * box.height] as const;
  for (const [first = { x: 0, y: 0 }, ...rest] of HANDWRITTEN[digit] ?? []) {
    await page.mouse.move(...place(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...place(point));
    await page.mouse.up();
  }
}

/** Sends what the form holds, and gives what came back. */
async function send(page: Page): Promise<string> {
  const before = await page.locator('#try-answer').textContent();
  await page.locator('#try-send').click();
  await eventually(() => page.locator('#try-answer').textContent()).not.toBe(before);
  return (await page.locator('#try-answer').textContent()) ?? '';
}

const prediction = (page: Page) => page.locator('#try-prediction').textContent();

/** Rows of a nought that keys ink, an x for each cell. */
const NOUGHT = ['  xxxx  ', '  xxxx  ', ' xx  xx ', ' xx  xx ', ' xx  xx ', ' xx  xx ', '  xxxx  ', '  xxxx  '];

describeInBrowser('the page for inferences', (open) => {
  let console: PreviewConsole;
  beforeAll(async () => {
    console = await startPreviewConsole(1);
  });
  afterAll(() => console?.dispose());
  const openPage = async () => {
    const opened = await open(`${console.url}/#/inferences`);
    await opened.page.locator('#try-form').waitFor({ timeout: PATIENCE_MS });
    return opened;
  };

  it.each([0, 1, 7])('recognises a %i that is drawn with the mouse', async (digit) => {
    const { page, problems } = await openPage();

    await draw(page, digit);
    const answer = await send(page);

    expect(answer).toContain('Answered');
    expect(await prediction(page)).toBe(String(digit));
    expect(problems).toEqual([]);
  });

  it('recognises a nought that is inked with keys alone', async () => {
    const { page } = await openPage();
    await page.locator('#digit-clear').press('Enter');
    await page.locator('#digit-cells button').first().focus();

    for (const [index, row] of NOUGHT.entries()) {
      await page.keyboard.press('Home');
      for (const [column, cell] of [...row].entries()) {
        if (cell === 'x') await page.keyboard.press('Space');
        if (column < row.length - 1) await page.keyboard.press('ArrowRight');
      }
      if (index < NOUGHT.length - 1) await page.keyboard.press('ArrowDown');
    }
    const body = await page.locator('#try-body').inputValue();
    await page.locator('#try-send').focus();
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('#try-answer').textContent()).toContain('Answered');

    expect(body.split(',').map(Number)).toEqual(
      NOUGHT.flatMap((row) => [...row].map((cell) => (cell === 'x' ? 16 : 0))),
    );
    expect(await prediction(page)).toBe('0');
  });

  it('shows a sample that is chosen, and the model gives the answer that its label tells', async () => {
    const { page } = await openPage();
    const option = page.locator('#try-sample option', { hasText: 'the right answer is' }).nth(3);
    const label = /answer is (\d)/.exec((await option.textContent()) ?? '')?.[1];

    await page.locator('#try-sample').selectOption({ index: 4 });
    await send(page);

    const cells = await page.locator('#digit-cells button[aria-pressed="true"]').count();
    const inked = (await page.locator('#try-body').inputValue()).split(',').filter((value) => Number(value) > 0).length;
    expect(cells).toBe(inked);
    expect(await prediction(page)).toBe(label);
  });

  it('explains what is wrong with broken input', async () => {
    const { page } = await openPage();

    await page.locator('#try-body').fill('1,2,three');
    const answer = await send(page);

    expect(answer).toMatch(/^Status 4\d\d [a-z-]+/);
    expect(await page.locator('#try-problem').textContent()).toMatch(/\w+ \w+/);
    expect(await page.locator('#try-answer').getAttribute('class')).toContain('bad');
  });

  it('joins the answer with its record and with the log lines of the same request', async () => {
    const { page } = await openPage();

    await send(page);

    const requestId = (await page.locator('#try-request-id').textContent()) ?? '';
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    await eventually(() => page.locator('#inference-record').textContent()).toContain(`"requestId": "${requestId}"`);
    await eventually(() => page.locator('#inference-logs li').count()).toBeGreaterThan(0);
    const lines = await page.locator('#inference-logs li').allTextContents();
    expect(lines.filter((line) => !line.includes(requestId))).toEqual([]);
    expect(page.url()).toBe(`${console.url}/#/inferences/${requestId}`);
  });

  it('lists the recent requests, newest first, each with what became of it', async () => {
    const { page } = await openPage();
    await page.locator('#try-body').fill('1,2,three');
    await send(page);
    const rejected = (await page.locator('#try-request-id').textContent()) ?? '';

    await page.locator('#try-sample').selectOption({ index: 1 });
    await send(page);
    const answered = (await page.locator('#try-request-id').textContent()) ?? '';

    const row = (requestId: string) => page.locator(`#inferences tr[data-key="${requestId}"]`);
    await eventually(() => row(answered).locator('.badge').textContent()).toBe('✓ answered 200');
    expect(await row(rejected).locator('.badge').textContent()).toMatch(/^– rejected 4\d\d$/);
    expect(await row(answered).locator('.number').textContent()).toMatch(/^[\d.,]+ ms$/);
    const ids = await page
      .locator('#inferences tr')
      .evaluateAll((rows) => rows.map((one) => one.getAttribute('data-key')));
    expect(ids.indexOf(answered)).toBeLessThan(ids.indexOf(rejected));
  });
});
