import type { SeriesData, WidgetData } from '../../dashboard/src/data.ts';
import type { Dashboard } from '../../dashboard/src/model.ts';
import type { FaultSettings } from './faults.ts';

export type { FaultSettings };

/**
 * What the preview's server and the console agree on: paths, bodies and answers. Types and names only, so that it costs
 * the browser nothing; settings-schema.ts has the schemas that the server parses with. Times are virtual milliseconds
 * since the epoch.
 */

/** Sent with everything that changes state; the page finds the token in `<meta name="inferwatch-token">`. */
export const TOKEN_HEADER = 'x-inferwatch-token';

export const PATHS = {
  /** Server-sent events: `live` ({@link LiveState}) about once a second. */
  events: '/api/events',
  /** {@link ConsoleInfo} */
  info: '/api/info',
  /** `?name=…&start=…&end=…`: {@link DashboardData} */
  dashboardData: '/api/dashboard-data',
  /** {@link AlarmSummary}[] */
  alarms: '/api/alarms',
  /** `?name=…`: {@link AlarmDetail} */
  alarm: '/api/alarm',
  /** `?after=<id>`: {@link Message}[], oldest first */
  inbox: '/api/inbox',
  /** {@link InferenceView}[], newest first */
  inferences: '/api/inferences',
  /** `?requestId=…`: {@link InferenceDetail} */
  inference: '/api/inference',
  /** POST, passed on to the application's API as it is; the answer likewise */
  tryIt: '/api/try',
  /** PUT {@link FaultSettings}, all of them */
  faults: '/api/faults',
  /** PUT {@link TrafficSettings} */
  traffic: '/api/traffic',
  /** PUT {@link ClockSettings} */
  clock: '/api/clock',
} as const;

/** By hand instead of the scenario's; `manual: false` gives the scenario back its say. */
export type TrafficSettings =
  | { readonly manual: false }
  | {
      readonly manual: true;
      /** At most 60,000. */
      readonly requestsPerMinute: number;
      /** Share of requests that are wrong on purpose. */
      readonly invalidRate: number;
    };

export interface ClockSettings {
  /** Virtual seconds in a real second: above 0, at most 1,000. */
  readonly speed: number;
  readonly paused: boolean;
}

/** What does not change while the preview runs. */
export interface ConsoleInfo {
  readonly title: string;
  readonly dashboards: readonly Dashboard[];
  /** False for `--dashboard`, where there is no application and hence no alarms, inbox, inferences and faults. */
  readonly hasApplication: boolean;
  /** False in a report, which nothing can change. */
  readonly controls: boolean;
  readonly startedAt: number;
  readonly apiUrl: string | null;
  /** Samples that the form offers. */
  readonly samples: readonly { readonly body: string; readonly contentType: string; readonly label: number | null }[];
  /** The model reads images of digits, 8 x 8 with values from 0 to 16, so that one can be drawn by hand. */
  readonly digits: boolean;
  readonly notes: readonly string[];
}

/** The head of the page, pushed about once a second. */
export interface LiveState {
  readonly now: number;
  readonly clock: ClockSettings;
  readonly faults: FaultSettings;
  readonly traffic: { readonly manual: boolean; readonly requestsPerMinute: number; readonly invalidRate: number };
  readonly scenario: {
    readonly name: string;
    readonly phase: string;
    readonly phaseNumber: number;
    readonly phaseCount: number;
    readonly phaseLeftMs: number | null;
    readonly finished: boolean;
  } | null;
  readonly requests: { readonly sent: number; readonly ok: number; readonly failed: number; readonly rejected: number };
  /** Name to state. */
  readonly alarms: Readonly<Record<string, AlarmStateName>>;
  /** Id of the newest message; 0 if there is none. */
  readonly newestMessage: number;
  /** Changes when there is another inference. */
  readonly newestInference: string | null;
}

export interface DashboardData {
  readonly range: { readonly start: number; readonly end: number };
  /** By index of the widget; text and placeholder widgets have none. */
  readonly widgets: Readonly<Record<number, WidgetData>>;
}

export type AlarmStateName = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type CertaintyName = 'documented' | 'inferred' | 'undocumented';

export interface AlarmSummary {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: AlarmStateName;
  readonly since: number | null;
  /** As CloudWatch words it. */
  readonly reason: string;
  readonly certainty: CertaintyName;
  readonly description: string;
  readonly severity: string | null;
}

export interface AlarmDetail extends AlarmSummary {
  readonly arn: string;
  /** Name of the simulator's rule behind the present verdict. */
  readonly rule: string;
  readonly actionsEnabled: boolean;
  readonly actionsSuppressedBy: string | null;
  readonly actions: {
    readonly alarm: readonly string[];
    readonly ok: readonly string[];
    readonly insufficientData: readonly string[];
  };
  /** `LatencyMs p90 > 2000 for 2 of 3 periods of 60 s; missing data: notBreaching`. */
  readonly condition: string;
  /** Absent for composite alarms. */
  readonly graph?: {
    readonly series: readonly SeriesData[];
    readonly threshold: number | null;
    readonly band?: { readonly lower: SeriesData; readonly upper: SeriesData };
  };
  /** Datapoints of the last evaluation, oldest first. */
  readonly evaluated: readonly {
    readonly timestamp: number;
    readonly value: number | null;
    readonly verdict: 'breaching' | 'ok' | 'missing';
  }[];
  /** Newest first. */
  readonly history: readonly {
    readonly at: number;
    readonly from: AlarmStateName;
    readonly to: AlarmStateName;
    readonly reason: string;
    readonly certainty: CertaintyName;
    readonly notified: readonly string[];
  }[];
  /** Of a composite alarm. */
  readonly tree?: RuleView;
  /** Runbook as sanitised HTML, and where it is; null if the description names none. */
  readonly runbook: { readonly url: string; readonly html: string | null } | null;
}

/** An alarm rule as a tree whose every node knows whether it holds now. */
export interface RuleView {
  /** `AND`, `OR`, `NOT`, `AT_LEAST 2`, `ALARM`, `OK`, `INSUFFICIENT_DATA`, `TRUE`, `FALSE`. */
  readonly text: string;
  readonly holds: boolean;
  /** Of a leaf that names an alarm. */
  readonly alarm?: { readonly name: string; readonly state: AlarmStateName | null };
  readonly children: readonly RuleView[];
}

export interface Message {
  /** Grows by one with each message, from 1. */
  readonly id: number;
  readonly at: number;
  readonly channel: 'email' | 'sms';
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface InferenceView {
  readonly requestId: string;
  readonly at: number;
  readonly outcome: 'ok' | 'failed' | 'rejected';
  /** HTTP status. */
  readonly status: number;
  readonly latencyMs: number | null;
  readonly prediction: string | null;
  /** `true` if the prediction is the right one, `false` if not, null where the right one is not known. */
  readonly correct: boolean | null;
}

export interface InferenceDetail {
  readonly view: InferenceView | null;
  /** As `GET /inference/{requestId}` gives it. */
  readonly record: unknown;
  /** Function's and endpoint's lines that name the request, oldest first. */
  readonly logs: readonly { readonly at: number; readonly logGroup: string; readonly message: string }[];
}

/** Every answer that is no success. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}
