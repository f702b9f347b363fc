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
