import type { MetricData, SeriesData, TimeRange, WidgetData } from '../../../dashboard/src/data.ts';
import type { Dashboard } from '../../../dashboard/src/model.ts';
import type { AlarmDetail, AlarmStateName, DashboardData, InferenceView, Message } from '../../src/contract.ts';
import { makeSeries } from './series.ts';
import { everyWidget, metricWidget } from './widgets.ts';

export const NOW = Date.UTC(2026, 10, 21, 14, 30, 20);
export const STARTED = NOW - 90 * 60_000;

export const fixtureDashboards = (now = NOW): Dashboard[] => [
  { name: 'Inference-Monitoring-Dashboard', widgets: everyWidget(now), periodOverride: 'inherit', problems: [] },
  {
    name: 'Other',
    widgets: [metricWidget({ index: 0, x: 0, y: 0, width: 24, height: 8 }, { title: 'Only one' })],
    start: '-PT1H',
    periodOverride: 'auto',
    problems: [{ path: 'widgets[1].type', message: 'is "chart", which is not known' }],
  },
];

const metric = (range: TimeRange, series: readonly SeriesData[], more: Partial<MetricData> = {}): MetricData => ({
  kind: 'metric',
  range,
  series,
  problems: [],
  ...more,
});

/** What every widget of the first dashboard shows. */
export function fixtureDashboardData(range: TimeRange, state: AlarmStateName, name = ''): DashboardData {
  const points = Math.min(10_080, Math.ceil((range.end - range.start) / 60_000));
  const made = (label: string, more: Partial<Parameters<typeof makeSeries>[0]> = {}) =>
    makeSeries({ label, end: range.end, points, ...more });
  const latency = [
    made('p50', { base: 60, unit: 'Milliseconds' }),
    made('p90', { base: 120, unit: 'Milliseconds', gap: [0.3, 0.4] }),
    made('p99', { base: 180, swing: 40, unit: 'Milliseconds' }),
  ];
  if (name === 'Other') return { range, widgets: { 0: metric(range, latency) } };
  const once = (label: string, value: number, unit = 'Count'): SeriesData => ({
    id: label,
    label,
    axis: 'left',
    unit,
    period: 3600,
    timestamps: [range.start],
    values: [value],
  });
  const minute = (index: number) => new Date(range.end - index * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const widgets: Record<number, WidgetData> = {
    1: {
      kind: 'alarm',
      alarms: ['High-Latency-Alarm', 'Inference-Error-Alarm', 'Record-Queue-Age-Alarm', 'Inference-Health-Alarm'].map(
        (alarm, index) => ({
          name: alarm,
          arn: `arn:${alarm}`,
          state: index === 0 ? state : index === 2 ? ('INSUFFICIENT_DATA' as const) : ('OK' as const),
          since: index === 2 ? null : range.end - index * 600_000,
        }),
      ),
      unknown: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:Elsewhere'],
    },
    2: metric(range, [{ ...once('SuccessCount', 1_234_567), color: '#2ca02c' }]),
    3: metric(range, [made('Requests a minute', { base: 31, swing: 8 })]),
    4: metric(range, [once('CPUUtilization', 63.4, 'Percent')]),
    5: metric(range, [once('succeeded', 940), once('rejected', 41), once('failed', 19)]),
    6: metric(range, latency),
    7: metric(range, [
      made('SuccessCount', { base: 30, swing: 5, color: '#2ca02c' }),
      made('ErrorCount', { base: 3, swing: 3, color: '#d62728' }),
      made('RejectedCount', { base: 2, swing: 2 }),
    ]),
    8: metric(range, [
      made('4xx', { base: 2, swing: 2, unit: 'Count' }),
      made('5xx', { base: 1, swing: 1, unit: 'Count' }),
      made('Requests', {
        base: 900,
        swing: 300,
        axis: 'right',
        unit: 'Count',
        period: 300,
        points: Math.ceil(points / 5),
      }),
    ]),
    9: metric(range, [
      once('PutItem', 1204),
      once('GetItem', 311),
      once('Query', 87),
      once('a very long name of an operation', 12),
    ]),
    10: metric(range, latency),
    11: metric(range, [made('p90', { base: 120, unit: 'Milliseconds' })], {
      alarm: { name: 'High-Latency-Alarm', state, threshold: 150 },
    }),
    12: metric(range, [], { problems: ['The expression "FOO(m1)" cannot be run: FOO is no function of metric math.'] }),
    13: {
      kind: 'log',
      range,
      columns: ['@timestamp', 'level', '@message'],
      rows: Array.from({ length: 12 }, (_, index) => [
        `${minute(index)}:07.123`,
        'ERROR',
        `{"message":"model failed","code":"model-error","requestId":"3f0c9a1e-0000-4000-8000-00000000000${index % 10}","attempt":${index}}`,
      ]),
    },
    14: {
      kind: 'log',
      range,
      columns: ['bin(1m)', 'count(*)'],
      rows: [9, 7, 6, 5, 2, 1].map((index) => [`${minute(index)}:00.000`, index * 2]),
    },
    15: {
      kind: 'log',
      range,
      columns: ['code', 'count(*)'],
      rows: [
        ['model-error', 42],
        ['throttled', 7],
      ],
    },
  };
  return { range, widgets };
}

const REASON =
  'Threshold Crossed: 2 out of the last 3 datapoints [2511.2 (21/11/26 14:28:00), 2502.9 (21/11/26 14:27:00)] were greater than the threshold (150.0) (minimum 2 datapoints for OK -> ALARM transition).';

const NAMES = [
  'High-Latency-Alarm',
  'Inference-Error-Alarm',
  'Record-Queue-Age-Alarm',
  'Inference-Health-Alarm',
  'Function-Throttles-Alarm',
] as const;

/** Alarms of every state and kind; the first has the state that is given. */
export function fixtureAlarms(state: AlarmStateName, now = NOW): AlarmDetail[] {
  return NAMES.map((name, index): AlarmDetail => {
    const own: AlarmStateName = index === 0 || index === 3 ? state : index === 2 ? 'INSUFFICIENT_DATA' : 'OK';
    const composite = index === 3;
    const series = makeSeries({ label: 'LatencyMs p90', end: now, points: 60, base: 120, unit: 'Milliseconds' });
    const last = series.timestamps.slice(-3);
    return {
      name,
      kind: composite ? 'composite' : 'metric',
      state: own,
      since: index === 2 ? null : now - 125_000 * (index + 1),
      reason:
        own === 'ALARM'
          ? REASON
          : index === 2
            ? 'Unchecked: Initial alarm creation'
            : 'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
      certainty: index === 1 ? 'inferred' : 'documented',
      description: `[${index % 2 === 0 ? 'critical' : 'warning'}] What callers see. Runbook: docs/runbooks/${name}.md`,
      severity: index % 2 === 0 ? 'critical' : 'warning',
      arn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${name}`,
      rule: composite ? 'composite' : 'M out of N',
      actionsEnabled: index !== 4,
      actionsSuppressedBy: index === 1 ? 'Planned-Maintenance-Alarm' : null,
      actions: { alarm: ['arn:aws:sns:eu-central-1:123456789012:critical'], ok: [], insufficientData: [] },
      condition: composite
        ? 'ALARM("High-Latency-Alarm") OR NOT OK("Inference-Error-Alarm")'
        : 'LatencyMs p90 > 150 for 2 of 3 periods of 60 s; missing data: notBreaching',
      ...(composite ? {} : { graph: { series: [series], threshold: 150 } }),
      evaluated: composite
        ? []
        : [
            { timestamp: last[0] ?? 0, value: 131.2, verdict: 'ok' },
            { timestamp: last[1] ?? 0, value: null, verdict: 'missing' },
            { timestamp: last[2] ?? 0, value: 171.9, verdict: 'breaching' },
          ],
      history:
        index === 2
          ? []
          : [
              {
                at: now - 125_000,
                from: 'OK',
                to: own,
                reason: REASON,
                certainty: 'documented',
                notified: ['arn:aws:sns:eu-central-1:123456789012:critical'],
              },
              {
                at: now - 4_000_000,
                from: 'INSUFFICIENT_DATA',
                to: 'OK',
                reason: 'Threshold Crossed: 1 datapoint was not greater than the threshold.',
                certainty: 'inferred',
                notified: [],
              },
            ],
      ...(composite
        ? {
            tree: {
              text: 'OR',
              holds: state === 'ALARM',
              children: [
                { text: 'ALARM', holds: state === 'ALARM', alarm: { name: 'High-Latency-Alarm', state }, children: [] },
                {
                  text: 'NOT',
                  holds: false,
                  children: [
                    { text: 'OK', holds: true, alarm: { name: 'Inference-Error-Alarm', state: 'OK' }, children: [] },
                  ],
                },
              ],
            },
          }
        : {}),
      runbook:
        index === 0
          ? {
              url: `docs/runbooks/${name}.md`,
              html: '<h1>High-Latency-Alarm</h1><h2>Description</h2><p>Answers take <em>long</em>.</p><script>alert(1)</script><pre><code>aws logs tail</code></pre>',
            }
          : null,
    };
  });
}

export function fixtureMessage(id: number, state: 'ALARM' | 'OK', at = NOW): Message {
  return {
    id,
    at,
    channel: id % 3 === 0 ? 'sms' : 'email',
    from: id % 3 === 0 ? 'AWS' : 'AWS Notifications <no-reply@sns.amazonaws.com>',
    to: id % 3 === 0 ? '+49151000000' : 'me@example.com',
    subject: `${state}: "High-Latency-Alarm" in EU (Frankfurt)`,
    body:
      id % 3 === 0
        ? `${state}: "High-Latency-Alarm" in EU (Frankfurt)`
        : `You are receiving this email because your Amazon CloudWatch Alarm "High-Latency-Alarm" in the EU (Frankfurt) region has entered the ${state} state, because "${REASON}".\n\nAlarm Details:\n- Name:                       High-Latency-Alarm\n- State Change:               OK -> ${state}`,
  };
}

export const fixtureInferences = (now = NOW): InferenceView[] =>
  Array.from({ length: 24 }, (_, index) => ({
    requestId: `3f0c9a1e-0000-4000-8000-${String(index).padStart(12, '0')}`,
    at: now - index * 2000,
    outcome: index % 7 === 3 ? 'failed' : index % 9 === 4 ? 'rejected' : 'ok',
    status: index % 7 === 3 ? 502 : index % 9 === 4 ? 400 : 200,
    latencyMs: 12.5 + index,
    prediction: index % 7 === 3 ? null : String(index % 10),
    correct: index % 7 === 3 ? null : index % 5 !== 0,
  }));
