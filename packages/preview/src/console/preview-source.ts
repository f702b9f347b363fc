import type { AlarmDefinition, AlarmStatus, Transition } from '../../../alarm-simulator/src/index.ts';
import type {
  AlarmDetail,
  AlarmSummary,
  ConsoleInfo,
  DashboardData,
  InferenceDetail,
  LiveState,
  Message,
  RuleView,
} from '../../../console/src/contract.ts';
import type { MetricData, TimeRange } from '../../../dashboard/src/data.ts';
import { evaluateWidget } from '../../../dashboard/src/evaluate/evaluate-widget.ts';
import type { Dashboard, MetricWidget } from '../../../dashboard/src/model.ts';
import { parseDashboardBody } from '../../../dashboard/src/parse/parse-dashboard-body.ts';
import type { AlarmView, DashboardSources } from '../../../dashboard/src/sources.ts';
import type { RunningParts } from '../preview/preview.ts';
import type { ScenarioRun } from '../preview/scenario-run.ts';
import type { TrafficRequest, TrafficSource } from '../traffic/types.ts';
import { alarmDetail, alarmSummary } from './alarm-views.ts';
import { createControls } from './controls.ts';
import { dashboardValues } from './dashboard-values.ts';
import type { InferenceLog } from './inference-log.ts';
import { ruleView } from './rule-view.ts';
import { Runbooks } from './runbooks.ts';
import type { ConsoleControls, ConsoleSource } from './source.ts';

/** What the console needs besides the preview itself. */
export interface PreviewSourceParts {
  readonly preview: RunningParts;
  readonly inferences: InferenceLog;
  /** The traffic of this moment; undefined before the first. */
  readonly run: () => ScenarioRun | undefined;
  /** Samples that the form offers. */
  readonly samples: readonly TrafficRequest[];
  /** Label that a prediction stands for; given only for the sample model, whose digits can be drawn. */
  readonly predictedLabel?: TrafficSource['predictedLabel'];
  /** Messages ever delivered; the inbox keeps only the newest. */
  readonly messageCount: () => number;
  /** Folders of runbooks. @default - runbooks are linked to, and not shown */
  readonly runbookDirectories?: readonly string[];
}

/** Samples that the form offers. */
export const SAMPLES_OFFERED = 30;

const NO_REQUESTS = { sent: 0, ok: 0, failed: 0, rejected: 0 };

/** Sender of the e-mails, as AWS documents it. */
const EMAIL_SENDER = 'no-reply@sns.amazonaws.com';

/** The console of a running preview. */
export class PreviewSource implements ConsoleSource {
  readonly controls: ConsoleControls;
  readonly #parts: PreviewSourceParts;
  readonly #dashboards: readonly Dashboard[];
  readonly #runbooks: Runbooks;
  readonly #byArn: ReadonlyMap<string, AlarmDefinition>;

  constructor(parts: PreviewSourceParts) {
    const { preview, runbookDirectories } = parts;
    this.#parts = parts;
    this.#dashboards = preview.assembly
      .ofType('AWS::CloudWatch::Dashboard')
      .map(({ physicalId, properties }) => parseDashboardBody(physicalId, String(properties.DashboardBody ?? '')));
    this.#runbooks = new Runbooks(runbookDirectories);
    this.#byArn = new Map(preview.alarms.alarms.map((alarm) => [alarm.arn, alarm]));
    this.controls = createControls(parts);
  }

  info(): ConsoleInfo {
    const { preview, samples, predictedLabel } = this.#parts;
    return {
      title: 'Inferwatch preview',
      dashboards: this.#dashboards,
      hasApplication: true,
      controls: true,
      startedAt: preview.startedAt,
      apiUrl: preview.api.url,
      samples: samples
        .slice(0, SAMPLES_OFFERED)
        .map(({ body, contentType, label }) => ({ body, contentType, label: label ?? null })),
      digits: predictedLabel !== undefined,
      notes: preview.notes,
    };
  }

  live(): LiveState {
    const { preview, inferences, messageCount } = this.#parts;
    const { clock, faults, alarms } = preview;
    const run = this.#parts.run();
    const now = clock.now();
    const manual = run?.manual;
    const phase = run?.current?.phase;
    const load = manual ?? (run?.finished ? undefined : phase);
    const { sent, ok, failed, rejected } = run?.tally.total.counts ?? NO_REQUESTS;
    return {
      now,
      clock: clock.pace,
      faults: { ...faults },
      traffic: {
        manual: manual !== undefined,
        requestsPerMinute: load?.requestsPerMinute ?? 0,
        invalidRate: load?.invalidRate ?? 0,
      },
      scenario: run === undefined ? null : scenarioOf(run, now),
      requests: { sent, ok, failed, rejected },
      alarms: Object.fromEntries([...alarms.states()].map(([name, { state }]) => [name, state])),
      newestMessage: messageCount(),
      newestInference: inferences.newest,
    };
  }

  dashboardData(name: string, range: TimeRange): DashboardData | undefined {
    const dashboard = this.#dashboards.find((one) => one.name === name);
    if (dashboard === undefined) return undefined;
    return dashboardValues(dashboard, range, this.#sources());
  }

  alarms(): readonly AlarmSummary[] {
    return this.#withStatus().map(({ alarm, status }) => alarmSummary(alarm, status));
  }

  alarm(name: string): AlarmDetail | undefined {
    const found = this.#withStatus().find(({ alarm }) => alarm.name === name);
    if (found === undefined) return undefined;
    const { alarm, status } = found;
    const { alarms, clock } = this.#parts.preview;
    return alarmDetail({
      alarm,
      status,
      history: alarms.history.filter((transition: Transition) => transition.alarm.name === name),
      verdict: alarm.kind === 'metric' ? alarms.explain(name, clock.now()) : undefined,
      graph: alarm.kind === 'metric' ? this.#graphOf(alarm) : undefined,
      tree: alarm.kind === 'composite' ? this.#treeOf(alarm) : undefined,
      runbooks: this.#runbooks,
    });
  }

  inbox(after: number): readonly Message[] {
    const { preview, messageCount } = this.#parts;
    const newest = messageCount();
    const { messages } = preview.inbox;
    return messages
      .map(({ at, channel, to, subject, body }, index) => {
        const id = newest - messages.length + index + 1;
        return { id, at, channel, from: channel === 'email' ? EMAIL_SENDER : '', to, subject, body };
      })
      .filter(({ id }) => id > after);
  }

  inferences() {
    return this.#parts.inferences.list();
  }

  async inference(requestId: string): Promise<InferenceDetail> {
    const { preview, inferences } = this.#parts;
    const logs = preview.logs
      .read({ limit: Number.POSITIVE_INFINITY })
      .filter(({ message }) => message.includes(requestId))
      .map(({ timestamp, logGroup, message }) => ({ at: timestamp, logGroup, message }));
    return {
      view: inferences.find(requestId) ?? null,
      record: await fetchRecord(preview.api, requestId),
      logs,
    };
  }

  #withStatus(): { readonly alarm: AlarmDefinition; readonly status: AlarmStatus }[] {
    const { alarms } = this.#parts.preview;
    const states = alarms.states();
    return alarms.alarms.flatMap((alarm) => {
      const status = states.get(alarm.name);
      return status === undefined ? [] : [{ alarm, status }];
    });
  }

  #sources(): DashboardSources {
    const { clock, metrics, logs, alarms } = this.#parts.preview;
    const states = alarms.states();
    return {
      now: clock.now(),
      samples: alarms.source,
      metrics: () => metrics.list(),
      alarm: (nameOrArn): AlarmView | undefined => {
        const definition = this.#find(nameOrArn);
        const status = definition === undefined ? undefined : states.get(definition.name);
        if (definition === undefined || status === undefined) return undefined;
        return { definition, state: status.state, since: status.since };
      },
      logs: (logGroup, { start, end }) =>
        logs
          .read({ logGroup, limit: Number.POSITIVE_INFINITY })
          .filter(({ timestamp }) => timestamp >= start && timestamp < end),
    };
  }

  #find(nameOrArn: string): AlarmDefinition | undefined {
    return this.#byArn.get(nameOrArn) ?? this.#parts.preview.alarms.alarms.find(({ name }) => name === nameOrArn);
  }

  /** What CloudWatch draws on the alarm's page: the last hours of what it watches, with the threshold. */
  #graphOf(alarm: AlarmDefinition & { kind: 'metric' }): MetricData | undefined {
    const { clock, startedAt } = this.#parts.preview;
    const now = clock.now();
    const start = Math.max(now - GRAPH_PERIODS * alarm.period * 1000, startedAt - alarm.period * 1000);
    const data = evaluateWidget(alarmGraph(alarm.arn), { start, end: now }, this.#sources());
    return data.kind === 'metric' ? data : undefined;
  }

  #treeOf(alarm: AlarmDefinition & { kind: 'composite' }): RuleView {
    const states = this.#parts.preview.alarms.states();
    return ruleView(alarm.rule, (reference) => {
      const name = this.#find(reference)?.name;
      return { name: name ?? reference, state: name === undefined ? null : (states.get(name)?.state ?? null) };
    });
  }
}

/** Periods that an alarm's graph shows. */
const GRAPH_PERIODS = 180;

function alarmGraph(arn: string): MetricWidget {
  return {
    type: 'metric',
    index: 0,
    x: 0,
    y: 0,
    width: 24,
    height: 6,
    view: 'timeSeries',
    stacked: false,
    axes: { left: { showUnits: true }, right: { showUnits: true } },
    legend: 'bottom',
    rows: [],
    alarm: arn,
    horizontal: [],
    vertical: [],
    period: 60,
    stat: 'Average',
    sparkline: false,
    singleValueFullPrecision: false,
    liveData: true,
    setPeriodToTimeRange: false,
    tableColumns: [],
    showTimeSeriesData: false,
  };
}

function scenarioOf(run: ScenarioRun, now: number): LiveState['scenario'] {
  const played = run.current;
  if (played === undefined) return null;
  const left = played.endsAt - now;
  return {
    name: run.scenario.name,
    phase: played.phase.name,
    phaseNumber: run.phases.length,
    phaseCount: run.scenario.phases.length,
    phaseLeftMs: Number.isFinite(left) ? Math.max(left, 0) : null,
    finished: run.finished,
  };
}

/** Real milliseconds that a look-up of a record may take. */
const RECORD_TIMEOUT_MS = 5000;

/** The record as a caller of the API gets it, or the API's own words why not. */
async function fetchRecord(api: RunningParts['api'], requestId: string): Promise<unknown> {
  const url = `${api.url}/inference/${encodeURIComponent(requestId)}`;
  try {
    const response = await fetch(url, {
      headers: api.authorise(url, { method: 'GET' }),
      signal: AbortSignal.timeout(RECORD_TIMEOUT_MS),
    });
    return await response.json();
  } catch (error) {
    return { error: { code: 'no-answer', message: error instanceof Error ? error.message : String(error) } };
  }
}
