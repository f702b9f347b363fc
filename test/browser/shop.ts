import { readFileSync } from 'node:fs';
import type { DashboardSources, LogEvent } from '../../packages/dashboard/src/index.ts';
import { parseDashboardBody } from '../../packages/dashboard/src/index.ts';
import { alarmView, latencyAlarm, MINUTE, NOON } from '../../packages/dashboard/test/helpers/sources.ts';
import { MetricStore } from '../../packages/preview/src/observability/metric-store.ts';

/** A shop's last hour, known to the sample: what the fixture's widgets show. */

export const START = NOON - 60 * MINUTE;
/** The hour is over, and the minute in which its last periods are drawn. */
export const NOW = NOON + 2 * MINUTE;

/** Minutes (from the start on) in which nothing was measured. */
export const GAP = { from: 20, to: 30 };

export const cart = (metricName: string, service = 'cart') => ({
  namespace: 'Shop',
  metricName,
  dimensions: { Service: service },
});

/** The metric store, filled. */
export function shopMetrics(): MetricStore {
  const store = new MetricStore();
  for (let minute = 0; minute < 60; minute += 1) {
    const timestamp = START + minute * MINUTE + 5000;
    const publish = (metric: ReturnType<typeof cart>, value: number, unit: string, offset = 0) =>
      store.publish({ ...metric, timestamp: timestamp + offset, value, unit });
    publish(cart('Orders'), 10 + (minute % 5), 'Count');
    publish(cart('Orders', 'stock'), 5, 'Count');
    publish(cart('Errors'), minute % 10 === 0 ? 1 : 0, 'Count');
    publish(cart('Load'), 60.25 + minute, 'Percent');
    if (minute >= GAP.from && minute < GAP.to) continue;
    for (const offset of [-10, 10])
      publish(cart('Latency'), 100 + 2 * minute + offset, 'Milliseconds', offset * 1000 + 20_000);
  }
  return store;
}

const CAUSES = ['timeout', 'timeout', 'refused', 'timeout'];

export const FAILURES: readonly LogEvent[] = CAUSES.map((error, index) => ({
  logGroup: '/shop/cart',
  logStream: 'one',
  timestamp: START + (10 + index) * MINUTE,
  message: JSON.stringify({ level: 'ERROR', service: 'cart', error }),
}));

const CHATTER: LogEvent = {
  logGroup: '/shop/cart',
  logStream: 'one',
  timestamp: START + 15 * MINUTE,
  message: JSON.stringify({ level: 'INFO', service: 'cart', message: 'an order' }),
};

const ALARMS = [
  latencyAlarm('Cart-Latency', 'OK', START + 5 * MINUTE),
  alarmView({ AlarmName: 'Cart-Errors', AlarmRule: 'TRUE' }, 'ALARM', START + 12 * MINUTE),
];

export function shopSources(store: MetricStore): DashboardSources {
  return {
    samples: { samples: (metric, from, to) => store.samples(metric, from, to) },
    metrics: () => store.list(),
    alarm: (wanted) => ALARMS.find(({ definition: { name, arn } }) => name === wanted || arn === wanted),
    logs: (group, { start, end }) =>
      [...FAILURES, CHATTER].filter(
        (event) => event.logGroup === group && event.timestamp >= start && event.timestamp < end,
      ),
    now: NOW,
  };
}

/** A body with every kind of widget and every view. */
export const everyWidget = () =>
  parseDashboardBody('every-widget', readFileSync(new URL('fixtures/every-widget.json', import.meta.url), 'utf8'));
