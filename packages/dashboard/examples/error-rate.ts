import { fileURLToPath } from 'node:url';
import { MemorySource } from '../../alarm-simulator/src/index.ts';
import { type DashboardSources, evaluateWidget, parseDashboardBody } from '../src/index.ts';

/** What does this graph show? The body is that of `AWS::CloudWatch::Dashboard`, as text or parsed. */
const body = {
  start: '-PT1H',
  periodOverride: 'inherit',
  widgets: [
    {
      type: 'metric',
      properties: {
        title: 'Error rate',
        metrics: [
          [{ expression: '100 * errors / requests', label: 'of the cart', id: 'rate' }],
          ['Shop', 'Errors', 'Service', 'cart', { id: 'errors', stat: 'Sum', visible: false }],
          ['.', 'Requests', '.', '.', { id: 'requests', stat: 'Sum', visible: false }],
        ],
      },
    },
    { type: 'custom', properties: { title: 'Cost', endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:cost' } },
  ],
};

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 11, 12);

/** Ten minutes: 20 requests in each, and from the fifth minute on one of them fails. */
function sources(): DashboardSources {
  const samples = new MemorySource();
  const minutes = Array.from({ length: 10 }, (_, minute) => START + minute * MINUTE);
  const dimensions = { Service: 'cart' };
  samples.add(
    { namespace: 'Shop', metricName: 'Requests', dimensions },
    minutes.map((timestamp) => ({ timestamp, value: 20 })),
  );
  samples.add(
    { namespace: 'Shop', metricName: 'Errors', dimensions },
    minutes.map((timestamp, minute) => ({ timestamp, value: minute < 5 ? 0 : 1 })),
  );
  return { samples, alarm: () => undefined, logs: () => [], now: START + 20 * MINUTE };
}

/** Each widget in words. */
export function describeDashboard(): readonly string[] {
  const dashboard = parseDashboardBody('shop', body);
  const range = { start: START, end: START + 10 * MINUTE };
  return dashboard.widgets.map((widget) => {
    if (widget.type === 'placeholder') return `${widget.title}: ${widget.reason}`;
    if (widget.type !== 'metric') return widget.type;
    const { series } = evaluateWidget(widget, range, sources(), dashboard);
    return series.map(({ label, period, values }) => `${label}, each ${period} s: ${values.join(', ')}`).join('\n');
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(describeDashboard().join('\n'));
