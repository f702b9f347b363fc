import { fileURLToPath } from 'node:url';
import { type Preview, parseScenario } from '../../packages/preview/src/index.ts';
import { startRealPreview } from '../integ/harness.ts';

const RUNBOOKS = fileURLToPath(new URL('../../docs/runbooks', import.meta.url));

/** A preview of the real application with its console. */
export interface PreviewConsole {
  readonly preview: Preview;
  readonly url: string;
  dispose(): Promise<void>;
}

/** Traffic without end, so that alarms have something to watch. */
const STEADY = 'name: steady\nphases:\n  - { name: normal traffic, duration: endless, requestsPerMinute: 30 }\n';

/** Starts the application with its console on any free port, and traffic. */
export async function startPreviewConsole(speed: number): Promise<PreviewConsole> {
  const scenario = parseScenario(STEADY, 'steady.yaml');
  if (scenario.status === 'error') throw new Error(scenario.lines.join('\n'));
  const preview = await startRealPreview({ speed, statusPort: 0, runbookDirectories: [RUNBOOKS] });
  const stop = new AbortController();
  const played = preview.createRun(scenario.value, stop.signal).play(stop.signal);
  const dispose = async () => {
    stop.abort();
    await played;
    await preview.dispose();
  };
  return { preview, url: preview.statusUrl ?? '', dispose };
}
