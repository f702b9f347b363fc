import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportData } from '../src/app/source/report-data.ts';
import { readError } from '../src/app/source/server-data.ts';
import { bundleConsole, CONTENT_SECURITY_POLICY, type ConsoleBundle } from '../src/bundle.ts';
import { NO_FAULTS } from '../src/faults.ts';
import { consoleReport, embedJson, type ReportContents } from '../src/report.ts';
import {
  fixtureAlarms,
  fixtureDashboardData,
  fixtureDashboards,
  fixtureMessage,
  NOW,
  STARTED,
} from './helpers/fixture-data.ts';

const HOSTILE = '</script><script>alert(1)</script><!-- \u2028';
const RANGE = { start: STARTED, end: NOW };

const contents: ReportContents = {
  info: {
    title: `run ${HOSTILE}`,
    dashboards: fixtureDashboards(),
    hasApplication: true,
    controls: true,
    startedAt: STARTED,
    apiUrl: null,
    samples: [],
    digits: true,
    notes: [],
  },
  live: {
    now: NOW,
    clock: { speed: 10, paused: false },
    faults: NO_FAULTS,
    traffic: { manual: false, requestsPerMinute: 0, invalidRate: 0 },
    scenario: null,
    requests: { sent: 1, ok: 1, failed: 0, rejected: 0 },
    alarms: {},
    newestMessage: 2,
    newestInference: null,
  },
  dashboards: { 'Inference-Monitoring-Dashboard': fixtureDashboardData(RANGE, 'OK') },
  alarms: fixtureAlarms('OK'),
  inbox: [1, 2].map((id) => fixtureMessage(id, 'ALARM')),
  result: { lines: [HOSTILE], passed: true },
};

let bundle: ConsoleBundle;
beforeAll(async () => {
  bundle = await bundleConsole();
});

describe('the page', () => {
  it('loads with less than 200 kB', () => {
    const bytes = [bundle.html('token'), bundle.js, bundle.css].map((text) => gzipSync(text).length);

    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
  });

  it('has no inline script, no inline style and no listener in an attribute', () => {
    const html = bundle.html('token');

    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html.match(/<script[^>]*>[^<]*/g)?.every((script) => script.endsWith('>'))).toBe(true);
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
  });

  it('holds the token as text, whatever it is', () => {
    expect(bundle.html('a"><script>')).toContain('content="a&quot;&gt;&lt;script&gt;"');
  });

  it('is the same for the same sources, and says so by its tag', async () => {
    const again = await bundleConsole();

    expect(again.etag).toBe(bundle.etag);
    expect(bundle.etag).toMatch(/^"[\w-]{22}"$/);
  });
});

describe('a report', () => {
  it('has exactly the elements that it was made of, whatever the data say', () => {
    const html = consoleReport(contents, bundle);

    expect(html.match(/<\/script/gi)).toHaveLength(2);
    expect(html).not.toContain('alert(1)</script>');
    expect(html).toContain('run &lt;/script&gt;');
  });

  it('gives its data back as they were', () => {
    const html = consoleReport(contents, bundle);

    const [, json = ''] = /id="inferwatch-report">(.*?)<\/script>/s.exec(html) ?? [];

    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(contents)));
  });

  it('lets run only the script and the style that it has', () => {
    const html = consoleReport(contents, bundle);
    const hash = (text = '') => `sha256-${createHash('sha256').update(text).digest('base64')}`;

    const [, script] = /<script type="module">(.*?)<\/script>/s.exec(html) ?? [];
    const [, style] = /<style>(.*?)<\/style>/s.exec(html) ?? [];

    expect(html).toContain(`script-src '${hash(script)}'; style-src '${hash(style)}'`);
    expect(html).toContain("default-src 'none'");
  });

  it('asks the network for nothing', () => {
    const html = consoleReport(contents, bundle);

    expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/);
  });

  it('escapes what separates lines in scripts', () => {
    expect(embedJson({ text: HOSTILE })).toBe(
      '{"text":"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\\u003c!-- \\u2028"}',
    );
  });

  it('refuses code that would end its own element', () => {
    expect(() => consoleReport(contents, { js: 'a="</script>"', css: '' })).toThrow('</script');
  });
});

describe('the data of a report', () => {
  const data = reportData(contents);

  it('change nothing', async () => {
    expect(data.controls).toBeUndefined();
    expect((await data.info()).controls).toBe(false);
  });

  it('show a piece of the run when asked for one', async () => {
    const range = { start: STARTED + 60_000, end: NOW - 60_000 };

    const shown = await data.dashboardData('Inference-Monitoring-Dashboard', range);

    expect(shown.range).toEqual(range);
    expect(shown.widgets[6]).toMatchObject({ range });
  });

  it('say what they do not have', async () => {
    await expect(data.dashboardData('Elsewhere', RANGE)).rejects.toThrow('no dashboard Elsewhere');
    await expect(data.alarm('Elsewhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('have the messages after one', async () => {
    expect((await data.inbox(1)).map(({ id }) => id)).toEqual([2]);
  });
});

describe("the server's refusals", () => {
  it.each([
    ['{"error":{"code":"forbidden","message":"no token"}}', { code: 'forbidden', message: 'no token' }],
    ['{"error":{"code":7}}', {}],
    ['<html>', {}],
    ['null', {}],
  ])('%s are read', (text, error) => {
    expect(readError(text)).toEqual(error);
  });
});
