/// <reference lib="dom" />
import type { TimeRange } from '../../../../dashboard/src/data.ts';
import {
  type AlarmDetail,
  type AlarmSummary,
  type ClockSettings,
  type ConsoleInfo,
  type DashboardData,
  type FaultSettings,
  type InferenceDetail,
  type InferenceView,
  type LiveState,
  type Message,
  PATHS,
  TOKEN_HEADER,
  type TrafficSettings,
} from '../../contract.ts';
import { type ApiAnswer, type Connection, type ConsoleData, RequestError } from './console-data.ts';

/** Real milliseconds before the page asks again for a stream that the server refused; the browser retries the others. */
const RECONNECT_MS = 2000;

/** The server's answers, typed by the contract: it is the same commit's, so they are not parsed again here. */
export function serverData(token: string): ConsoleData {
  const controls = {
    setFaults: (faults: FaultSettings) => put(PATHS.faults, faults, token),
    setTraffic: (traffic: TrafficSettings) => put(PATHS.traffic, traffic, token),
    setClock: (clock: ClockSettings) => put(PATHS.clock, clock, token),
    tryIt: (body: string, contentType: string) => post(body, contentType, token),
  };
  return {
    info: () => get<ConsoleInfo>(PATHS.info),
    follow,
    dashboardData: (name: string, { start, end }: TimeRange) =>
      get<DashboardData>(PATHS.dashboardData, { name, start: Math.floor(start), end: Math.ceil(end) }),
    alarms: () => get<AlarmSummary[]>(PATHS.alarms),
    alarm: (name) => get<AlarmDetail>(PATHS.alarm, { name }),
    inbox: (after) => get<Message[]>(PATHS.inbox, { after }),
    inferences: () => get<InferenceView[]>(PATHS.inferences),
    inference: (requestId) => get<InferenceDetail>(PATHS.inference, { requestId }),
    controls,
  };
}

async function get<T>(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<T> {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  const response = await send(text === '' ? path : `${path}?${text}`, {});
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

async function put(path: string, body: unknown, token: string): Promise<void> {
  const headers = { 'content-type': 'application/json', [TOKEN_HEADER]: token };
  const response = await send(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!response.ok) throw await refusal(response);
}

async function post(body: string, contentType: string, token: string): Promise<ApiAnswer> {
  const started = performance.now();
  const headers = { 'content-type': contentType, [TOKEN_HEADER]: token };
  const response = await send(PATHS.tryIt, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text(), roundTripMs: performance.now() - started };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw new RequestError('no-answer', 'the preview does not answer: has it stopped?', { cause });
  }
}

async function refusal(response: Response): Promise<RequestError> {
  const text = await response.text();
  const { code, message } = readError(text);
  return new RequestError(code ?? String(response.status), message ?? `the preview answered ${response.status}`);
}

/** Reads the server's `{"error": {"code", "message"}}`; both undefined for anything else. */
export function readError(text: string): { readonly code?: string; readonly message?: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    return {
      ...(typeof error?.code === 'string' ? { code: error.code } : {}),
      ...(typeof error?.message === 'string' ? { message: error.message } : {}),
    };
  } catch {
    return {};
  }
}

/** Follows the server's events, and begins anew when the stream ends for good. */
function follow(onLive: (live: LiveState) => void, onConnection: (connection: Connection) => void): () => void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    stream = new EventSource(PATHS.events);
    stream.addEventListener('live', ({ data }: MessageEvent<string>) => {
      onConnection('live');
      onLive(JSON.parse(data) as LiveState);
    });
    stream.addEventListener('error', () => {
      onConnection('reconnecting');
      // After an answer that is no stream, the browser gives up by itself.
      if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(open, RECONNECT_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    stream?.close();
  };
}
