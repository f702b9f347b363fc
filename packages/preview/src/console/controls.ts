import type { ClockSettings, FaultSettings, TrafficSettings } from '../../../console/src/contract.ts';
import type { Preview } from '../preview/preview.ts';
import type { ScenarioRun } from '../preview/scenario-run.ts';
import { classifyAnswer } from '../traffic/send.ts';
import type { TrafficSource } from '../traffic/types.ts';
import type { InferenceLog } from './inference-log.ts';
import type { ApiAnswer, ConsoleControls } from './source.ts';

/** Real milliseconds until the form gives up; above the 30 s after which an HTTP API answers by itself. */
const TIMEOUT_MS = 35_000;

export interface ControlParts {
  readonly preview: Pick<Preview, 'clock' | 'faults'> & { readonly api: Pick<Preview['api'], 'url' | 'authorise'> };
  readonly inferences: InferenceLog;
  readonly run: () => Pick<ScenarioRun, 'setManual'> | undefined;
  /** Label that a prediction stands for. @default - predictions are shown as they are */
  readonly predictedLabel?: TrafficSource['predictedLabel'];
}

/** What the console can change in a running preview. */
export function createControls({ preview, inferences, run, predictedLabel }: ControlParts): ConsoleControls {
  return {
    setFaults: (faults: FaultSettings) => void Object.assign(preview.faults, faults),
    setTraffic: (traffic: TrafficSettings) => {
      if (!traffic.manual) return run()?.setManual();
      const { requestsPerMinute, invalidRate } = traffic;
      return run()?.setManual({ requestsPerMinute, invalidRate });
    },
    setClock: (clock: ClockSettings) => preview.clock.setPace(clock),
    /**
     * The page cannot call the API itself: it is another origin, and which origins an API allows (CORS) is the
     * application's own setting, not the preview's.
     */
    async tryIt(body, contentType): Promise<ApiAnswer> {
      const at = preview.clock.now();
      const started = performance.now();
      const answer = await post(preview.api, body, contentType);
      const latencyMs = performance.now() - started;
      const {
        kind,
        requestId,
        prediction = null,
      } = classifyAnswer(answer.status, answer.body, undefined, predictedLabel);
      if (requestId !== undefined) {
        const { status } = answer;
        inferences.add({ requestId, at, outcome: kind, status, latencyMs, prediction, correct: null });
      }
      return answer;
    },
  };
}

async function post(api: ControlParts['preview']['api'], body: Buffer, contentType: string): Promise<ApiAnswer> {
  const url = `${api.url}/inference`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType, ...api.authorise(url, { method: 'POST', body }) },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const type = response.headers.get('content-type') ?? '';
    // Whatever a model answers, it is shown as text and must not become a page of this origin.
    return {
      status: response.status,
      contentType: /json/.test(type) ? 'application/json' : 'text/plain; charset=utf-8',
      body: await response.text(),
    };
  } catch (error) {
    const message = `the API gave no answer: ${error instanceof Error ? error.message : String(error)}`;
    const answer = JSON.stringify({ error: { code: 'no-answer', message } });
    return { status: 504, contentType: 'application/json', body: answer };
  }
}
