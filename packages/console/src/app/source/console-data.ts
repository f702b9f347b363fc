import type { TimeRange } from '../../../../dashboard/src/data.ts';
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
} from '../../contract.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'report';

/** Where the page's contents come from: a running preview, or the report's own file. Rejects with {@link RequestError}. */
export interface ConsoleData {
  info(): Promise<ConsoleInfo>;
  /** Calls back until the answer is called. */
  follow(onLive: (live: LiveState) => void, onConnection: (connection: Connection) => void): () => void;
  dashboardData(name: string, range: TimeRange): Promise<DashboardData>;
  alarms(): Promise<readonly AlarmSummary[]>;
  alarm(name: string): Promise<AlarmDetail>;
  /** Messages with a higher id, oldest first. */
  inbox(after: number): Promise<readonly Message[]>;
  /** Newest first. */
  inferences(): Promise<readonly InferenceView[]>;
  inference(requestId: string): Promise<InferenceDetail>;
  /** Absent where nothing can be changed. */
  readonly controls?: Controls;
  /** What a run came to; only in a report. */
  readonly run?: RunView;
}

export interface Controls {
  setFaults(faults: FaultSettings): Promise<void>;
  setTraffic(traffic: TrafficSettings): Promise<void>;
  setClock(clock: ClockSettings): Promise<void>;
  /** The application's answer, whatever its status. */
  tryIt(body: string, contentType: string): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  /** Real milliseconds, there and back. */
  readonly roundTripMs: number;
}

export interface RunView {
  /** As the command line prints them. */
  readonly lines: readonly string[];
  readonly passed: boolean | null;
  readonly range: TimeRange;
}

/** The server refused, or did not answer. `code` is the server's, or `no-answer`. */
export class RequestError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestError';
    this.code = code;
  }
}
