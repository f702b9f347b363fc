import { startModelServer } from '../../../../sample/index.ts';
import { startHttpApi } from '../api/index.ts';
import { readAssembly } from '../assembly/index.ts';
import { createClock } from '../clock.ts';
import { createFunctions, startEventSources } from '../functions/index.ts';
import { type AlarmProblem, AlarmService } from '../observability/alarm-service.ts';
import { Inbox } from '../observability/inbox.ts';
import { LogStore } from '../observability/log-store.ts';
import { MetricStore } from '../observability/metric-store.ts';
import { createRandom } from '../random.ts';
import { createServicePlugins, startServiceEndpoint } from '../services/index.ts';
import { heldoutLabel, heldoutRequests } from '../traffic/heldout.ts';
import { createSender } from '../traffic/send.ts';
import { createTrafficSource } from '../traffic/source.ts';
import type { TrafficRequest } from '../traffic/types.ts';
import { NO_FAULTS } from '../types.ts';
import { startStatusServer } from '../ui/status-server.ts';
import { Disposers } from './disposers.ts';
import { ErrorLog } from './error-log.ts';
import type { Preview } from './preview.ts';
import { RecordCounter } from './record-counter.ts';
import { RecordFinder } from './records.ts';
import { ScenarioRun } from './scenario-run.ts';
import { createStatus } from './status.ts';
import { UnsupportedCalls } from './unsupported-calls.ts';

export interface PreviewOptions {
  /** A `cdk.out`. */
  readonly assemblyDirectory: string;
  /** Virtual seconds in a real second. @default 10 */
  readonly speed?: number;
  /** Decides the traffic and who meets a fault. @default 1 */
  readonly seed?: number;
  /** Port of the API on 127.0.0.1. @default 0, any free one */
  readonly apiPort?: number;
  /** Port of the status page on 127.0.0.1, 0 for any free one. @default - no status page */
  readonly statusPort?: number;
  /** Base URL of a server with the SageMaker container contract. @default - the sample model is served */
  readonly modelUrl?: string;
  /** Requests to send. @default - the sample model's held-out rows, whose answers are graded */
  readonly samples?: readonly TrafficRequest[];
  /** Sentences for the user besides the preview's own. */
  readonly notes?: readonly string[];
}

export type PreviewResult =
  | { readonly status: 'success'; readonly preview: Preview }
  | { readonly status: 'error'; readonly message: string };

export const DEFAULT_SPEED = 10;
export const DEFAULT_SEED = 1;

/** An expected failure on the way up; what was started before it is stopped. */
class StartError extends Error {}

/** Starts the application of a `cdk.out` on this machine. Everything listens on 127.0.0.1 only. */
export async function startPreview(options: PreviewOptions): Promise<PreviewResult> {
  const disposers = new Disposers();
  try {
    return { status: 'success', preview: await wire(options, disposers) };
  } catch (error) {
    await disposers.dispose();
    if (error instanceof StartError) return { status: 'error', message: error.message };
    throw error;
  }
}

async function wire(options: PreviewOptions, disposers: Disposers): Promise<Preview> {
  const { speed = DEFAULT_SPEED, seed = DEFAULT_SEED, apiPort = 0, statusPort } = options;
  const { assembly } = unwrap(readAssembly(options.assemblyDirectory));
  const clock = disposers.add(createClock({ speed }));
  const startedAt = clock.now();
  const metrics = new MetricStore();
  const logs = new LogStore({ metrics, clock });
  const errors = disposers.add(new ErrorLog(logs));
  const inbox = new Inbox();
  let messageCount = 0;
  inbox.subscribe(() => messageCount++);
  const faults = { ...NO_FAULTS };
  const unsupported = new UnsupportedCalls();

  const modelUrl = options.modelUrl ?? disposers.add(await orStartError(startModelServer())).url;
  if (options.modelUrl !== undefined) await requireModel(options.modelUrl);
  const random = createRandom(seed);
  const dependencies = { clock, metrics, logs, inbox, faults, random, modelUrl };
  const services = await orStartError(createServicePlugins(assembly, dependencies));
  const onUnsupported = unsupported.note.bind(unsupported);
  const endpoint = disposers.add(await startServiceEndpoint(services.all, { onUnsupported }));
  const { functions } = unwrap(createFunctions(assembly, { endpointUrl: endpoint.url, clock, logs, metrics }));
  disposers.add(functions);
  disposers.add(unwrap(startEventSources(assembly, { functions, queues: services.queues, clock })).sources);
  const { api } = unwrap(await startHttpApi(assembly, functions, { clock, logs, metrics, port: apiPort }));
  disposers.add(api);
  const alarms = disposers.add(new AlarmService({ assembly, metrics, inbox, clock }));
  alarms.start();

  const records = new RecordFinder(assembly, services.tables, services.queues);
  const samples = options.samples ?? heldoutRequests();
  const grade = options.samples ? undefined : heldoutLabel;
  const runs: ScenarioRun[] = [];
  const preview: Preview = {
    assembly,
    clock,
    startedAt,
    faults,
    api,
    metrics,
    logs,
    inbox,
    alarms,
    records,
    unsupported: () => unsupported.list(),
    notes: [...PREVIEW_NOTES, ...alarms.problems.map(describeProblem), ...(options.notes ?? [])],
    curl: curlCommand(api.url, samples[0]),
    statusUrl: undefined,
    status: () => {
      const parts = { run: runs.at(-1), errors: errors.errors, records: recordCounts.latest, messageCount };
      return createStatus(preview, parts);
    },
    createRun(scenario, signal) {
      const send = createSender({ url: `${api.url}/inference`, predictedLabel: grade, signal });
      const source = createTrafficSource({ samples, random, predictedLabel: grade });
      const run = new ScenarioRun({ scenario, clock, faults, random: createRandom(seed), source, send });
      runs.push(run);
      return run;
    },
    dispose: () => disposers.dispose(),
  };
  const recordCounts = disposers.add(new RecordCounter(records));
  if (statusPort === undefined) return preview;
  const { server } = unwrap(await startStatusServer({ port: statusPort, status: preview.status }));
  return { ...preview, statusUrl: disposers.add(server).url };
}

function curlCommand(apiUrl: string, sample: TrafficRequest | undefined): string {
  const { body, contentType } = sample ?? { body: '', contentType: 'text/csv' };
  return `curl -s ${apiUrl}/inference -H 'content-type: ${contentType}' -d '${body.replaceAll("'", "'\\''")}'`;
}

/** Fails early and in words if the user's own model server is not there. */
async function requireModel(modelUrl: string): Promise<void> {
  const hint = 'start the container, or leave --model-url out to use the sample model';
  try {
    const response = await fetch(`${modelUrl}/ping`, { signal: AbortSignal.timeout(MODEL_PING_TIMEOUT_MS) });
    await response.body?.cancel();
    if (!response.ok)
      throw new StartError(`${modelUrl}/ping answers ${response.status}: the model is not ready; ${hint}`);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${modelUrl}/ping gives no answer: ${hint}`);
  }
}

const MODEL_PING_TIMEOUT_MS = 5000;

/** What differs from AWS in every preview. */
const PREVIEW_NOTES = [
  "the API's authorisation is not enforced here: in AWS a request without a valid signature or token gets a 401 or 403",
];

function describeProblem({ stack, logicalId, message }: AlarmProblem): string {
  return `the alarm ${logicalId} of ${stack} is not evaluated: ${message}`;
}

/** What a part refuses on the way up is about the template or the machine, not a bug. */
async function orStartError<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function unwrap<T extends { readonly status: 'success' }>(
  result: T | { readonly status: 'error'; readonly message: string },
): T {
  if (result.status === 'error') throw new StartError(result.message);
  return result;
}
