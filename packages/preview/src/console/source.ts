import type {
  AlarmDetail,
  AlarmSummary,
  ClockSettings,
  ConsoleInfo,
  DashboardData,
  FaultSettings,
  InferenceDetail,
  InferenceView,
  LiveState,
  Message,
  TrafficSettings,
} from '../../../console/src/contract.ts';
import type { TimeRange } from '../../../dashboard/src/data.ts';

/** What the console shows, wherever it comes from: a running preview, or a dashboard's body alone. */
export interface ConsoleSource {
  info(): ConsoleInfo;
  live(): LiveState;
  /** Undefined if no dashboard has the name. */
  dashboardData(name: string, range: TimeRange): DashboardData | undefined;
  /** In the order of the templates. */
  alarms(): readonly AlarmSummary[];
  alarm(name: string): AlarmDetail | undefined;
  /** Messages with a higher id, oldest first. */
  inbox(after: number): readonly Message[];
  /** Newest first. */
  inferences(): readonly InferenceView[];
  inference(requestId: string): Promise<InferenceDetail>;
  /** Left out where nothing can be changed. */
  readonly controls?: ConsoleControls;
}

export interface ConsoleControls {
  setFaults(faults: FaultSettings): void;
  setTraffic(traffic: TrafficSettings): void;
  setClock(clock: ClockSettings): void;
  /** Sends a request to the application's API, and gives its answer as it is. */
  tryIt(body: Buffer, contentType: string): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
