import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { MetricIdentity } from '../../../alarm-simulator/src/index.ts';
import type { ConsoleInfo, DashboardData, InferenceDetail, LiveState } from '../../../console/src/contract.ts';
import type { TimeRange } from '../../../dashboard/src/data.ts';
import type { Dashboard } from '../../../dashboard/src/model.ts';
import { parseDashboardBody } from '../../../dashboard/src/parse/parse-dashboard-body.ts';
import { NO_FAULTS } from '../types.ts';
import { dashboardValues } from './dashboard-values.ts';
import { MadeUpMetrics } from './made-up-metrics.ts';
import type { ConsoleSource } from './source.ts';

/** Larger bodies are no dashboards: CloudWatch takes 500 widgets. */
const MAX_BYTES = 5_000_000;

export type BodyResult =
  | { readonly status: 'success'; readonly dashboard: Dashboard }
  | { readonly status: 'error'; readonly message: string };

/** Reads a dashboard's body from a file: what `aws cloudwatch get-dashboard` prints, or the body alone. */
export function readDashboardFile(file: string): BodyResult {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { status: 'error', message: `${file}: cannot be read (${codeOf(error)})` };
  }
  if (text.length > MAX_BYTES)
    return { status: 'error', message: `${file}: is larger than 5 MB, which no dashboard is` };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return { status: 'error', message: `${file}: is no JSON: ${error instanceof Error ? error.message : error}` };
  }
  const answer = body as { readonly DashboardBody?: unknown; readonly DashboardName?: unknown } | null;
  const name = typeof answer?.DashboardName === 'string' ? answer.DashboardName : basename(file, '.json');
  const inner = typeof answer?.DashboardBody === 'string' ? answer.DashboardBody : text;
  const dashboard = parseDashboardBody(name, inner);
  if (dashboard.widgets.length > 0) return { status: 'success', dashboard };
  const [problem] = dashboard.problems;
  const reason = problem === undefined ? 'it has no widgets' : `${problem.path}: ${problem.message}`;
  return { status: 'error', message: `${file}: is no dashboard body: ${reason}` };
}

const NOTE =
  'The values are made up: there is no application behind this dashboard, only its layout is real. A search finds what the body itself names.';

/** The console of a dashboard's body, without an application. */
export class BodySource implements ConsoleSource {
  readonly #dashboard: Dashboard;
  readonly #startedAt = Date.now();

  constructor(dashboard: Dashboard) {
    this.#dashboard = dashboard;
  }

  info(): ConsoleInfo {
    return {
      title: this.#dashboard.name,
      dashboards: [this.#dashboard],
      hasApplication: false,
      controls: false,
      startedAt: this.#startedAt,
      apiUrl: null,
      samples: [],
      digits: false,
      notes: [NOTE, ...this.#dashboard.problems.map(({ path, message }) => `${path}: ${message}`)],
    };
  }

  live(): LiveState {
    return {
      now: Date.now(),
      clock: { speed: 1, paused: false },
      faults: NO_FAULTS,
      traffic: { manual: false, requestsPerMinute: 0, invalidRate: 0 },
      scenario: null,
      requests: { sent: 0, ok: 0, failed: 0, rejected: 0 },
      alarms: {},
      newestMessage: 0,
      newestInference: null,
    };
  }

  dashboardData(name: string, range: TimeRange): DashboardData | undefined {
    if (name !== this.#dashboard.name) return undefined;
    const sources = {
      now: Date.now(),
      samples: new MadeUpMetrics(Date.now),
      metrics: () => metricsOf(this.#dashboard),
      alarm: () => undefined,
      logs: () => [],
    };
    return dashboardValues(this.#dashboard, range, sources);
  }

  alarms() {
    return [];
  }

  alarm() {
    return undefined;
  }

  inbox() {
    return [];
  }

  inferences() {
    return [];
  }

  async inference(): Promise<InferenceDetail> {
    return { view: null, record: null, logs: [] };
  }
}

/** The metrics that the body itself names: all that a search can find where there is no account. */
function metricsOf({ widgets }: Dashboard): MetricIdentity[] {
  const rows = widgets.flatMap((widget) => (widget.type === 'metric' ? widget.rows : []));
  return rows.flatMap(({ source }) => {
    if (source.type !== 'metric') return [];
    const { namespace, metricName, dimensions } = source;
    return [{ namespace, metricName, dimensions }];
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
