/// <reference lib="dom" />
/** Takes the README's pictures of the console from a real preview: `npm run screenshots`. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { synthesise } from '../packages/cli/src/synthesise.ts';
import { type Preview, readScenario, startPreview } from '../packages/preview/src/index.ts';
import { chromeArguments, findChrome } from './e2e/tools.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const IMAGES = at('docs/images');
/** Pixels. */
const WIDTH = 1280;
/** As much of a page as a README has room for; a dashboard needs more, or its graphs are below the end. */
const HEIGHT = 900;
const DASHBOARD_HEIGHT = 1500;
/** A README with larger pictures is slow to read. */
const MAX_BYTES = 300_000;
/** The fastest at which the scenario means something. */
const SPEED = 20;
/** Real milliseconds that a state of the scenario may take to come. */
const PATIENCE_MS = 300_000;

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** A 7 as somebody writes it, in shares of the drawing area. */
const SEVEN = [
  [0.28, 0.17],
  [0.7, 0.17],
  [0.45, 0.86],
] as const;

class Photographer {
  readonly #page: Page;
  readonly #url: string;
  readonly #preview: Preview;

  constructor(page: Page, preview: Preview, url: string) {
    this.#page = page;
    this.#preview = preview;
    this.#url = url;
  }

  /** Waits for an alarm, without looking more often than is of use. */
  async waitFor(alarm: string, state: string): Promise<void> {
    say(`Waiting for ${alarm} to be ${state}`);
    const gone = Date.now() + PATIENCE_MS;
    while (this.#preview.alarms.states().get(alarm)?.state !== state) {
      if (Date.now() > gone) throw new Error(`${alarm} was not ${state} within ${PATIENCE_MS / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** While the clock stands still, what is shown stays as it is. */
  pause(): void {
    this.#preview.clock.setPace({ speed: SPEED, paused: true });
  }

  /** @param speed virtual seconds in a real second. @default SPEED */
  run(speed = SPEED): void {
    this.#preview.clock.setPace({ speed, paused: false });
  }

  async goTo(hash: string, complete: string): Promise<Page> {
    await this.#page.goto(`${this.#url}/${hash}`);
    await this.#page.reload();
    await this.#page.locator(complete).first().waitFor();
    await this.#page.locator('#connection', { hasText: 'live' }).waitFor();
    return this.#page;
  }

  async take(name: string, height = HEIGHT): Promise<void> {
    const file = `${name}.png`;
    await this.#page.setViewportSize({ width: WIDTH, height });
    await this.#drawn();
    // The pointer and the focus are no part of the picture.
    await this.#page.mouse.move(0, height - 1);
    const picture = await this.#page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (picture.length > MAX_BYTES) throw new Error(`${file} has ${picture.length} bytes, more than ${MAX_BYTES}`);
    await writeFile(join(IMAGES, file), picture);
    say(`docs/images/${file}  ${Math.ceil(picture.length / 1024)} KiB`);
  }

  /** Waits for the graphs that came into sight, which are drawn one after the other. */
  async #drawn(): Promise<void> {
    const waiting = this.#page.locator('section.widget .plot:not(:has(canvas))');
    const isInSight = (graphs: readonly Element[]) =>
      graphs.some((graph) => graph.getBoundingClientRect().top < document.documentElement.clientHeight);
    while (await waiting.evaluateAll(isInSight)) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function tellTheStory(photographer: Photographer): Promise<void> {
  await photographer.waitFor('High-Latency-Alarm', 'OK');
  // At the pace of real time the model is still healthy when the picture is taken, however slow the machine is.
  photographer.run(1);
  const page = await photographer.goTo('#/inferences', '#digit-canvas');
  await drawSeven(page);
  await page.locator('#inference-record').waitFor();
  await page.locator('#inference-logs li').first().waitFor();
  await photographer.take('inference');
  photographer.run();

  await photographer.waitFor('High-Latency-Alarm', 'ALARM');
  photographer.pause();
  await photographer.goTo('#/alarms/High-Latency-Alarm', '.alarm-graph canvas');
  await photographer.take('alarm');
  await photographer.goTo('#/faults', '.fault-words.on');
  await photographer.take('faults');
  photographer.run();

  await photographer.waitFor('Inference-Error-Alarm', 'OK');
  await photographer.waitFor('Inference-Error-Alarm', 'ALARM');
  photographer.pause();
  await photographer.goTo('#/inbox', '#message h2');
  await page.locator('#inbox a', { hasText: 'ALARM: "High-Latency-Alarm"' }).first().click();
  await page.locator('#message h2', { hasText: 'High-Latency-Alarm' }).waitFor();
  await photographer.take('inbox');
  await photographer.goTo('#/dashboard', '.grid:not([aria-busy]) .plot canvas');
  await photographer.take('dashboard', DASHBOARD_HEIGHT);
  await page.emulateMedia({ colorScheme: 'dark' });
  await photographer.goTo('#/dashboard', '.grid:not([aria-busy]) .plot canvas');
  await photographer.take('dashboard-dark', DASHBOARD_HEIGHT);
}

async function drawSeven(page: Page): Promise<void> {
  await page.locator('#digit-clear').click();
  const box = await page.locator('#digit-canvas').boundingBox();
  if (box === null) throw new Error('the page for inferences has no drawing area');
  const move = ([x, y]: readonly [number, number], steps: number) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps });
  await move(SEVEN[0], 1);
  await page.mouse.down();
  for (const point of SEVEN.slice(1)) await move(point, 20);
  await page.mouse.up();
  await page.locator('#try-send').click();
}

async function photograph(preview: Preview, executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: [...chromeArguments(process.getuid?.())] });
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'light' });
    page.setDefaultTimeout(PATIENCE_MS);
    await tellTheStory(new Photographer(page, preview, preview.statusUrl ?? ''));
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const chrome = findChrome(process.env);
  if (chrome === undefined) throw new Error('the pictures need Chrome or Chromium on the path, or KARATE_CHROME');
  const scenario = readScenario(at('scenarios/latency-and-errors.yaml'));
  if (scenario.status === 'error') throw new Error(scenario.lines.join('\n'));
  await mkdir(IMAGES, { recursive: true });
  const assemblyDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-pictures-'));
  try {
    say('Synthesising the application');
    const result = await synthesise({ applicationDirectory: at('.'), outputDirectory: assemblyDirectory, context: {} });
    if (result.status === 'error') throw new Error(result.message);
    const started = await startPreview({
      assemblyDirectory,
      speed: SPEED,
      seed: 1,
      statusPort: 0,
      runbookDirectories: [at('docs/runbooks')],
    });
    if (started.status === 'error') throw new Error(started.message);
    const { preview } = started;
    const stop = new AbortController();
    const played = preview.createRun(scenario.value, stop.signal).play(stop.signal);
    try {
      await photograph(preview, chrome);
    } finally {
      stop.abort();
      await played;
      await preview.dispose();
    }
  } finally {
    await rm(assemblyDirectory, { recursive: true, force: true });
  }
}

await main();
