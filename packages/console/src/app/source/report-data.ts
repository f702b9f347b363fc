import type { TimeRange, WidgetData } from '../../../../dashboard/src/data.ts';
import type { AlarmDetail, ConsoleInfo, DashboardData, InferenceView, LiveState, Message } from '../../contract.ts';
import { type ConsoleData, RequestError } from './console-data.ts';

/** Everything that a report's file holds. */
export interface ReportContents {
  readonly info: ConsoleInfo;
  /** At the end of the run. */
  readonly live: LiveState;
  /** By name of the dashboard, over the whole run. */
  readonly dashboards: Readonly<Record<string, DashboardData>>;
  /** In the order of the templates. */
  readonly alarms: readonly AlarmDetail[];
  /** Oldest first. */
  readonly inbox: readonly Message[];
  /** Newest first. */
  readonly inferences?: readonly InferenceView[];
  readonly result: {
    /** As the command line prints them. */
    readonly lines: readonly string[];
    /** Null for a run without expectations. */
    readonly passed: boolean | null;
  };
}

/** A report's own contents behind the interface that the server has. */
export function reportData(contents: ReportContents): ConsoleData {
  const { info, live, dashboards, alarms, inbox, inferences = [], result } = contents;
  return {
    info: async () => ({ ...info, controls: false }),
    follow: (onLive, onConnection) => {
      onConnection('report');
      onLive(live);
      return () => undefined;
    },
    dashboardData: async (name, range) => {
      const data = dashboards[name];
      if (data === undefined) throw missing(`the report has no dashboard ${name}`);
      return zoomed(data, range);
    },
    alarms: async () => alarms,
    alarm: async (name) => {
      const alarm = alarms.find((one) => one.name === name);
      if (alarm === undefined) throw missing(`the report has no alarm ${name}`);
      return alarm;
    },
    inbox: async (after) => inbox.filter(({ id }) => id > after),
    inferences: async () => inferences,
    inference: async (requestId) => ({
      view: inferences.find((view) => view.requestId === requestId) ?? null,
      record: null,
      logs: [],
    }),
    run: { ...result, range: { start: info.startedAt, end: live.now } },
  };
}

const missing = (message: string): RequestError => new RequestError('not-found', message);

/** The same data under another range: graphs show the piece, numbers stay those of the run. */
function zoomed({ range: whole, widgets }: DashboardData, range: TimeRange): DashboardData {
  const zoom = (data: WidgetData): WidgetData =>
    data.kind !== 'alarm' && data.range.start === whole.start && data.range.end === whole.end
      ? { ...data, range }
      : data;
  return {
    range,
    widgets: Object.fromEntries(Object.entries(widgets).map(([index, data]) => [index, zoom(data)])),
  };
}
