import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

const Metric = { Namespace: 'Shop', MetricName: 'Orders' };
const classic = { Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined };
const orders = alarm('Orders-Out-Of-Band', {
  ...classic,
  Threshold: undefined,
  ThresholdMetricId: 'expected',
  ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
  Metrics: [
    { Id: 'orders', MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
    { Id: 'expected', Expression: 'ANOMALY_DETECTION_BAND(orders, 2)' },
  ],
});

// The model is AWS's own secret: the band is given, here 80 to 120.
const options = { band: () => () => ({ lower: 80, upper: 120 }) };
const source = samples('Orders', '100 104 97 41 99 101');

const { transitions } = simulate({ alarms: [orders], source, from: NOON + MINUTE, to: NOON + 6 * MINUTE, options });
console.log(timeline(transitions).join('\n'));
console.log(transitions.find(({ to }) => to === 'ALARM')?.reason);
