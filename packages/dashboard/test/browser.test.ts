import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Bundles the library as a browser would get it; a `node:` import or a dependency would fail here. */
async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'dashboard',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

const SCRIPT = `
  const body = { widgets: [{ type: 'metric', properties: { period: 60, metrics: [['N', 'M']] } }] };
  const { widgets } = dashboard.parseDashboardBody('d', JSON.stringify(body));
  const samples = { samples: () => [{ timestamp: 0, value: 7 }] };
  const sources = { samples, alarm: () => undefined, logs: () => [], now: 600000 };
  JSON.stringify(dashboard.evaluateWidget(widgets[0], { start: 0, end: 120000 }, sources).series[0].values);
`;

describe('the library', () => {
  it('runs where there is nothing but the language: no Node, no page, no clock, no dice', async () => {
    const context = createContext({});
    runInContext('Date.now = Math.random = () => { throw new Error("asked") };', context);
    runInContext(await bundle(), context);

    expect(JSON.parse(String(runInContext(SCRIPT, context)))).toEqual([7, null]);
  });
});
