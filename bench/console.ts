import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bundleConsole } from '../packages/console/src/bundle.ts';
import { NOW } from '../packages/console/test/helpers/fixture-data.ts';
import { startFixtureServer } from '../packages/console/test/helpers/fixture-server.ts';
import { WEEK_MS, WEEK_POINTS, weekDashboard, weekData } from '../packages/console/test/helpers/week.ts';
import { atMost, type BenchResult, median, print, quantile, round } from './result.ts';

const WIDGETS = 30;
const LINES = 2;
/** Real milliseconds of each measurement. */
const MEASURE_MS = 6000;
const BUNDLINGS = 7;

const MAX_GZIP_KB = 200;
const MAX_BUNDLING_MS = 300;
/** 60 frames a second. */
const FRAME_MS = 1000 / 60;

/** The browser of the machine. */
const CHROMIUM = process.env.KARATE_CHROME ?? '/usr/bin/chromium';

interface Frames {
  /** Milliseconds from one frame to the next, as a reader sees them; other programs of the machine count too. */
  readonly intervals: readonly number[];
  /** Milliseconds of processor time that the page's main thread takes for each: scripts, layout, painting, committing. */
  readonly work: readonly number[];
}

/**
 * Size and bundling time of the console, and its frames in a real browser on a dashboard of 30 graphs with a week of
 * one-minute datapoints each: while the pointer moves over a graph, and while the page scrolls.
 */
export async function run(): Promise<BenchResult> {
  const bundling: number[] = [];
  let kB = 0;
  for (let index = 0; index < BUNDLINGS; index += 1) {
    const started = performance.now();
    const { js, css, html } = await bundleConsole();
    bundling.push(performance.now() - started);
    kB = [js, css, html('x'.repeat(43))].reduce((sum, text) => sum + gzipSync(text).length, 0) / 1000;
  }
  const frames = await measureFrames();
  const rows = Object.entries(frames).map(([name, { intervals, work }]) => ({
    while: name,
    frames: intervals.length,
    'frame ms (median)': round(median(intervals)),
    'frame ms (p99)': round(quantile(intervals, 0.99)),
    'processor ms (median)': round(median(work)),
    'processor ms (p99)': round(quantile(work, 0.99)),
  }));
  return {
    title: `Console: ${WIDGETS} graphs of ${LINES} lines with ${WEEK_POINTS} datapoints each, in Chromium without a graphics card`,
    rows,
    goals: [
      atMost('first load, gzipped', kB, MAX_GZIP_KB, 'kB'),
      atMost('bundling, median', median(bundling), MAX_BUNDLING_MS, 'ms'),
      ...Object.entries(frames).map(([name, { work }]) =>
        atMost(`processor time of a frame while ${name}, p99`, quantile(work, 0.99), FRAME_MS, 'ms'),
      ),
    ],
  };
}

async function measureFrames(): Promise<Readonly<Record<string, Frames>>> {
  const data = new Map<string, ReturnType<typeof weekData>>();
  const server = await startFixtureServer({
    dashboards: [weekDashboard(WIDGETS)],
    startedAt: NOW - WEEK_MS,
    dashboardData: (_, start, end) => {
      // Made once: the server is not what is measured.
      const known = data.get('week') ?? weekData({ start, end }, WIDGETS, LINES);
      data.set('week', known);
      return known;
    },
  });
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await page.goto(`${server.url}/`);
    await page.waitForSelector('.plot canvas');
    await page.waitForTimeout(2000);
    const still = await record(browser, page, async () => page.waitForTimeout(MEASURE_MS / 2));
    const hovering = await record(browser, page, () => hover(page));
    const scrolling = await record(browser, page, () => scroll(page));
    return { still, hovering, scrolling };
  } finally {
    await browser?.close();
    await server.dispose();
  }
}

/** The pointer goes to and fro over a graph. */
async function hover(page: Page): Promise<void> {
  const box = await page.locator('.plot-over').nth(4).boundingBox();
  if (box === null) throw new Error('the graph to hover over is not drawn');
  const until = performance.now() + MEASURE_MS;
  for (let step = 0; performance.now() < until; step += 1) {
    const share = Math.abs(((step * 3) % 200) - 100) / 100;
    await page.mouse.move(box.x + 2 + share * (box.width - 4), box.y + box.height / 2);
  }
}

/** The wheel goes down the page and up again. */
async function scroll(page: Page): Promise<void> {
  const until = performance.now() + MEASURE_MS;
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.wheel(0, step % 120 < 60 ? 60 : -60);
  }
}

const RECORDER = `
  window.recorded = { intervals: [], on: true, last: 0 };
  const tick = (at) => {
    if (recorded.last) recorded.intervals.push(at - recorded.last);
    recorded.last = at;
    if (recorded.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
`;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function record(browser: Browser, page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(RECORDER);
  await browser.startTracing(page, { categories: ['cc', 'devtools.timeline'] });
  await act();
  const trace: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString());
  const intervals = await page.evaluate<number[]>('(recorded.on = false, recorded.intervals)');
  const main = trace.traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const work = trace.traceEvents
    .filter(({ name, pid, tid }) => name === MAIN_FRAME && main.some((one) => one.pid === pid && one.tid === tid))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]));
  return { intervals, work };
}

/** All that Chromium's main thread does for a frame. */
const MAIN_FRAME = 'ProxyMain::BeginMainFrame';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
