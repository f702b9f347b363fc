import { startModelServer } from '../../../../sample/index.ts';
import { type ResolvedAssembly, readAssembly } from '../../../assembly/src/index.ts';
import { type AuthorisationMode, type HttpApi, startHttpApi } from '../api/index.ts';
import { createClock, type RunningClock } from '../clock.ts';
import { createFunctions, startEventSources } from '../functions/index.ts';
import { AlarmService } from '../observability/alarm-service.ts';
import { Inbox } from '../observability/inbox.ts';
import { LogStore } from '../observability/log-store.ts';
import { MetricStore } from '../observability/metric-store.ts';
import { createRandom } from '../random.ts';
import {
  createServicePlugins,
  type Intercept,
  type RunningParts,
  type ServicePlugins,
  startServiceEndpoint,
} from '../services/index.ts';
import { type Faults, NO_FAULTS } from '../types.ts';
import type { Disposers } from './disposers.ts';
import { ErrorLog } from './error-log.ts';
import { orStartError, StartError, unwrap } from './start-error.ts';
import { UnsupportedCalls } from './unsupported-calls.ts';

export interface EnvironmentOptions {
  readonly assemblyDirectory: string;
  readonly speed: number;
  readonly seed: number;
  readonly apiPort: number;
  readonly authorisation?: AuthorisationMode;
  readonly modelUrl?: string;
  readonly intercept?: Intercept;
}

/** What the functions run in: the emulated account, and what is watched of it. */
export interface Environment {
  readonly assembly: ResolvedAssembly;
  readonly clock: RunningClock;
  readonly faults: Faults;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly errors: ErrorLog;
  readonly inbox: Inbox;
  readonly services: ServicePlugins;
  /** Base address of the emulated services. */
  readonly awsEndpointUrl: string;
  readonly unsupported: UnsupportedCalls;
  readonly api: HttpApi;
  readonly alarms: AlarmService;
}

/** Starts the parts in the order in which they need each other. Throws a StartError for what is expected to fail. */
export async function startEnvironment(options: EnvironmentOptions, disposers: Disposers): Promise<Environment> {
  const { assembly } = unwrap(readAssembly(options.assemblyDirectory));
  const clock = disposers.add(createClock({ speed: options.speed }));
  const metrics = new MetricStore();
  const logs = new LogStore({ metrics, clock });
  const errors = disposers.add(new ErrorLog(logs));
  const inbox = new Inbox();
  const faults = { ...NO_FAULTS };
  const unsupported = new UnsupportedCalls();

  const modelUrl = await startModel(options.modelUrl, disposers);
  const random = createRandom(options.seed);
  // Filled in as its parts start; until then the services say that there are none.
  const running: RunningParts = {};
  const services = await orStartError(
    createServicePlugins(assembly, {
      ...{ clock, metrics, logs, inbox, faults, random, modelUrl },
      deployed: assembly,
      running,
    }),
  );
  const onUnsupported = unsupported.note.bind(unsupported);
  const endpoint = disposers.add(
    await startServiceEndpoint(services.all, { onUnsupported, intercept: options.intercept }),
  );
  const { functions } = unwrap(
    createFunctions(assembly, { endpointUrl: endpoint.url, clock, logs, metrics, faults, random }),
  );
  disposers.add(functions);
  disposers.add(unwrap(startEventSources(assembly, { functions, queues: services.queues, clock })).sources);
  const { apiPort: port, authorisation } = options;
  const { api } = unwrap(await startHttpApi(assembly, functions, { clock, logs, metrics, port, authorisation }));
  disposers.add(api);
  running.apiUrl = api.url;
  // Last, so that at a full minute the services have published their metrics before the alarms look.
  const sendToQueue = (queueArn: string, body: string) => services.queues.offer(queueArn, body);
  const alarms = disposers.add(
    new AlarmService({ assembly, metrics, inbox, clock, topics: services.topics, sendToQueue }),
  );
  running.alarms = alarms;
  alarms.start();
  const awsEndpointUrl = endpoint.url;
  return { assembly, clock, faults, metrics, logs, errors, inbox, services, awsEndpointUrl, unsupported, api, alarms };
}

/** Address of the model: the user's own server, which must be there, or the sample's. */
async function startModel(modelUrl: string | undefined, disposers: Disposers): Promise<string> {
  if (modelUrl === undefined) return disposers.add(await orStartError(startModelServer())).url;
  const problem = await pingProblem(modelUrl);
  if (problem === undefined) return modelUrl;
  throw new StartError(
    `${modelUrl}/ping ${problem}: start the container, or leave --model-url out for the sample model`,
  );
}

const PING_TIMEOUT_MS = 5000;

async function pingProblem(modelUrl: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${modelUrl}/ping`, { signal: AbortSignal.timeout(PING_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok ? undefined : `answers ${response.status}`;
  } catch {
    return 'gives no answer';
  }
}
