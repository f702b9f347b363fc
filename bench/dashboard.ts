import { pathToFileURL } from 'node:url';
import { MemorySource, type MetricIdentity } from '../packages/alarm-simulator/src/index.ts';
import { type DataWidget, evaluateWidget, parseDashboardBody } from '../packages/dashboard/src/index.ts';
import { atMost, type BenchResult, median, print, round } from './result.ts';

const WIDGETS = 30;
const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;
const END = Date.UTC(2026, 0, 12);
const ROUNDS = 5;
const LIMIT_SECONDS = 1;

const metricOf = (widget: number): MetricIdentity => ({
  namespace: 'Shop',
  metricName: 'Latency',
  dimensions: { Service: `service-${widget}` },
});

/** Four lines a widget: two percentiles, an average, and an expression over two hidden sums. */
function body(): unknown {
  const metric = (widget: number, rendering: object) => ['Shop', 'Latency', 'Service', `service-${widget}`, rendering];
  return {
    periodOverride: 'inherit',
    widgets: Array.from({ length: WIDGETS }, (_, widget) => ({
      type: 'metric',
      properties: {
        period: 60,
        metrics: [
          metric(widget, { stat: 'p50' }),
          metric(widget, { stat: 'p99' }),
          metric(widget, { stat: 'Average' }),
          [{ expression: '100 * sum / (sum + count)', id: 'share' }],
          metric(widget, { id: 'sum', stat: 'Sum', visible: false }),
          metric(widget, { id: 'count', stat: 'SampleCount', visible: false }),
        ],
      },
    })),
  };
}

/** A sample each minute of a week, of values that no two minutes share. */
function history(): MemorySource {
  const source = new MemorySource();
  for (let widget = 0; widget < WIDGETS; widget++) {
    const timestamps = Float64Array.from({ length: WEEK }, (_, minute) => END - (WEEK - minute) * MINUTE);
    const values = Float64Array.from({ length: WEEK }, (_, minute) => 100 + ((minute * 7919 + widget) % 1009) / 10);
    source.addColumns(metricOf(widget), { length: WEEK, timestamps, values, unit: 'Milliseconds' });
  }
  return source;
}

/** Evaluation of a dashboard over a week of minutes, from columns and sample by sample. */
export async function run(): Promise<BenchResult> {
  const dashboard = parseDashboardBody('bench', body());
  const widgets = dashboard.widgets.filter(
    (widget): widget is DataWidget => widget.type !== 'text' && widget.type !== 'placeholder',
  );
  const memory = history();
  const range = { start: END - WEEK * MINUTE, end: END };
  const measure = (what: string, samples: Pick<MemorySource, 'samples'>) => {
    const sources = { samples, alarm: () => undefined, logs: () => [], now: END + MINUTE };
    let points = 0;
    const seconds = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      points = 0;
      for (const widget of widgets) {
        const data = evaluateWidget(widget, range, sources, dashboard);
        if (data.kind === 'metric') for (const { values } of data.series) points += values.length;
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    return { what, points, cpuSeconds: median(seconds) };
  };
  const rows = [
    measure('from columns', memory),
    measure('sample by sample', { samples: (metric, from, to) => memory.samples(metric, from, to) }),
  ];
  return {
    title: `Dashboard: ${WIDGETS} widgets of four lines, a week of minutes (median of ${ROUNDS} evaluations)`,
    rows: rows.map(({ what, points, cpuSeconds }) => ({ what, points, 'CPU s': round(cpuSeconds) })),
    goals: rows.map(({ what, cpuSeconds }) => atMost(what, cpuSeconds, LIMIT_SECONDS, 's')),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
