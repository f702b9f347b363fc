import { inject } from 'vitest';
import {
  buildReport,
  type Preview,
  type PreviewOptions,
  type PreviewReport,
  parseScenario,
  startPreview,
} from '../../packages/preview/src/index.ts';

/** Starts a preview of the real application. */
export async function startRealPreview(options: Omit<PreviewOptions, 'assemblyDirectory'> = {}): Promise<Preview> {
  const result = await startPreview({ assemblyDirectory: inject('assemblyDirectory'), ...options });
  if (result.status === 'error') throw new Error(result.message);
  return result.preview;
}

/** Requests the preview's API as its own caller, whom the template lets in. */
export function callApi({ api }: Preview, path: string, init: RequestInit & { body?: string } = {}): Promise<Response> {
  const url = `${api.url}${path}`;
  const { method = 'GET', body, headers } = init;
  return fetch(url, {
    ...init,
    headers: { ...Object.fromEntries(new Headers(headers)), ...api.authorise(url, { method, body }) },
  });
}

/** Plays a scenario to its end, lets the queues drain, and reports. */
export async function play(preview: Preview, scenarioText: string): Promise<PreviewReport> {
  const parsed = parseScenario(scenarioText, 'test.yaml');
  if (parsed.status === 'error') throw new Error(parsed.lines.join('\n'));
  const { signal } = new AbortController();
  const run = preview.createRun(parsed.value, signal);
  await run.play(signal);
  await preview.records.drained(preview.clock, 10 * 60_000, signal);
  return buildReport(preview, run, { seed: 1, endedBy: 'scenario', realSeconds: 0, notes: [] });
}
