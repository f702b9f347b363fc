import type {
  AlarmDetail,
  ConsoleInfo,
  InferenceDetail,
  LiveState,
  Message,
} from '../../packages/console/src/contract.ts';
import { NO_FAULTS } from '../../packages/console/src/faults.ts';
import type { TimeRange } from '../../packages/dashboard/src/data.ts';
import type { Dashboard } from '../../packages/dashboard/src/model.ts';
import type { DashboardSources } from '../../packages/dashboard/src/sources.ts';
import { startConsoleServer } from '../../packages/preview/src/console/console-server.ts';
import { dashboardValues } from '../../packages/preview/src/console/dashboard-values.ts';
import type { LocalServer } from '../../packages/preview/src/console/local-server.ts';
import { loadConsolePage } from '../../packages/preview/src/console/page.ts';
import type { ConsoleControls, ConsoleSource } from '../../packages/preview/src/console/source.ts';

/** What a console without a preview shows; whatever is left out is empty. */
export interface FixtureContents {
  /** The clock stands still here, virtual milliseconds since the epoch. */
  readonly now: number;
  readonly startedAt: number;
  readonly dashboards?: readonly Dashboard[];
  readonly sources?: DashboardSources;
  readonly alarms?: readonly AlarmDetail[];
  readonly messages?: readonly Message[];
  /** Newest first. */
  readonly inferences?: readonly (InferenceDetail & { readonly view: NonNullable<InferenceDetail['view']> })[];
  readonly notes?: readonly string[];
  readonly controls?: ConsoleControls;
}

/** A console's contents as a test gives them. */
class FixtureSource implements ConsoleSource {
  readonly controls: ConsoleControls | undefined;
  readonly #given: FixtureContents;

  constructor(given: FixtureContents) {
    this.#given = given;
    this.controls = given.controls;
  }

  info(): ConsoleInfo {
    const { dashboards = [], startedAt, notes = [], controls } = this.#given;
    const fixed = { title: 'Fixture', hasApplication: true, apiUrl: null, samples: [], digits: false };
    return { ...fixed, dashboards, startedAt, notes, controls: controls !== undefined };
  }

  live(): LiveState {
    const { now, alarms = [], messages = [], inferences = [] } = this.#given;
    return {
      now,
      clock: { speed: 1, paused: true },
      faults: NO_FAULTS,
      traffic: { manual: false, requestsPerMinute: 0, invalidRate: 0 },
      scenario: null,
      requests: { sent: 0, ok: 0, failed: 0, rejected: 0 },
      alarms: Object.fromEntries(alarms.map(({ name, state }) => [name, state])),
      newestMessage: messages.at(-1)?.id ?? 0,
      newestInference: inferences[0]?.view.requestId ?? null,
    };
  }

  dashboardData(name: string, range: TimeRange) {
    const { dashboards = [], sources } = this.#given;
    const dashboard = dashboards.find((one) => one.name === name);
    return dashboard && sources && dashboardValues(dashboard, range, sources);
  }

  alarms = () => this.#given.alarms ?? [];
  alarm = (name: string) => this.#given.alarms?.find((alarm) => alarm.name === name);
  inbox = (after: number) => (this.#given.messages ?? []).filter(({ id }) => id > after);
  inferences = () => (this.#given.inferences ?? []).map(({ view }) => view);

  async inference(requestId: string): Promise<InferenceDetail> {
    const found = this.#given.inferences?.find(({ view }) => view.requestId === requestId);
    return found ?? { view: null, record: null, logs: [] };
  }
}

/** Serves any source as the preview serves its own. */
export async function serveConsole(source: ConsoleSource): Promise<LocalServer> {
  const started = await startConsoleServer({ port: 0, source, page: await loadConsolePage() });
  if (started.status === 'error') throw new Error(started.message);
  return started.server;
}

export const serveFixture = (contents: FixtureContents): Promise<LocalServer> =>
  serveConsole(new FixtureSource(contents));
