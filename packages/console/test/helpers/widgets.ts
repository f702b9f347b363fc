import type { LogWidget, MetricWidget, Place, Widget } from '../../../dashboard/src/model.ts';

const place = (index: number, x: number, y: number, width: number, height: number): Place => ({
  index,
  x,
  y,
  width,
  height,
});

/** A metric widget with CloudWatch's defaults. */
export function metricWidget(where: Place, changes: Partial<MetricWidget> = {}): MetricWidget {
  return {
    ...where,
    type: 'metric',
    view: 'timeSeries',
    stacked: false,
    axes: { left: { showUnits: true }, right: { showUnits: true } },
    legend: 'bottom',
    rows: [],
    horizontal: [],
    vertical: [],
    period: 60,
    stat: 'Average',
    sparkline: false,
    singleValueFullPrecision: false,
    liveData: false,
    setPeriodToTimeRange: false,
    tableColumns: [],
    showTimeSeriesData: false,
    ...changes,
  };
}

const logWidget = (where: Place, title: string, view: LogWidget['view']): LogWidget => ({
  ...where,
  type: 'log',
  title,
  query: "SOURCE '/aws/lambda/x' | fields @timestamp, @message",
  view,
});

const MARKDOWN = `# Inference pipeline: ml-endpoint

**Logs:** [function log](https://example.com/logs) · [endpoint log](https://example.com/endpoint) <script>alert(1)</script>

| Alarm | Meaning |
|:--|--:|
| High-Latency-Alarm | p90 over 2 s |

[button:primary:Open the runbook](https://example.com/runbook) ![picture](https://example.com/p.png) [bad](javascript:alert(1))`;

/** A widget of every kind and view. @param now instant that annotations refer to */
export function everyWidget(now: number): Widget[] {
  const limit = { value: 160, label: 'threshold 160', fill: 'above' as const, axis: 'left' as const };
  return [
    { ...place(0, 0, 0, 24, 4), type: 'text', markdown: MARKDOWN, background: 'solid' },
    {
      ...place(1, 0, 4, 24, 3),
      type: 'alarm',
      title: 'Alarms',
      alarms: ['arn:a', 'arn:b'],
      sortBy: 'default',
      states: [],
    },
    metricWidget(place(2, 0, 7, 6, 4), { title: 'Total SuccessCount', view: 'singleValue' }),
    metricWidget(place(3, 6, 7, 6, 4), { title: 'Requests a minute', view: 'singleValue', sparkline: true }),
    metricWidget(place(4, 12, 7, 6, 4), {
      title: 'Processor',
      view: 'gauge',
      axes: { left: { min: 0, max: 100, showUnits: true }, right: { showUnits: true } },
      horizontal: [{ value: 80, fill: 'above', axis: 'left', label: 'too much', color: '#d62728' }],
    }),
    metricWidget(place(5, 18, 7, 6, 4), { title: 'Answers by outcome', view: 'pie' }),
    metricWidget(place(6, 0, 11, 16, 7), {
      title: 'LatencyMs',
      axes: { left: { showUnits: true, label: 'ms' }, right: { showUnits: true } },
      horizontal: [limit],
      vertical: [
        { at: now - 50 * 60_000, to: now - 40 * 60_000, label: 'deployment', fill: 'none' },
        { at: now - 15 * 60_000, label: 'slow model', fill: 'after', color: '#9467bd' },
      ],
    }),
    metricWidget(place(7, 16, 11, 8, 7), { title: 'Requests: succeeded, failed, rejected', stacked: true }),
    metricWidget(place(8, 0, 18, 8, 6), { title: 'API 4xx, 5xx and requests', legend: 'right' }),
    metricWidget(place(9, 8, 18, 8, 6), { title: 'Calls by operation', view: 'bar' }),
    metricWidget(place(10, 16, 18, 8, 6), {
      title: 'Latency by statistic',
      view: 'table',
      tableColumns: ['MIN', 'MAX', 'AVG'],
      horizontal: [limit],
    }),
    metricWidget(place(11, 0, 24, 12, 6), { title: 'High-Latency-Alarm', alarm: 'High-Latency-Alarm' }),
    metricWidget(place(12, 12, 24, 12, 6), { title: 'Nothing yet' }),
    logWidget(place(13, 0, 30, 24, 6), 'Latest errors', 'table'),
    logWidget(place(14, 0, 36, 12, 6), 'Errors in each minute', 'timeSeries'),
    logWidget(place(15, 12, 36, 6, 6), 'Errors by code', 'bar'),
    {
      ...place(16, 18, 36, 6, 6),
      type: 'placeholder',
      of: 'custom',
      title: 'Cost of the month',
      reason: 'A custom widget is drawn by a Lambda function of the account, which is not called here.',
    },
  ];
}
