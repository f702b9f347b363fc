import type { Pricer } from './context.ts';
import { listAt, numberAt, textAt, usageOf, valueAt } from './properties.ts';
import { known, type Quantity, unknown } from './types.ts';

/** Alarms that look more often than once a minute are high-resolution. */
const STANDARD_PERIOD_SECONDS = 60;

/** An anomaly detection alarm counts its metric and the two bounds of the band. @see https://aws.amazon.com/cloudwatch/pricing/ */
const METRICS_OF_A_BAND = 3;

/**
 * A metric alarm is paid by the metrics in it: metric math with three metrics costs three times as much as one metric.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export const priceAlarm: Pricer = (alarm) => {
  const { properties } = alarm;
  const resolution = shortestPeriod(properties) < STANDARD_PERIOD_SECONDS ? 'high-resolution' : 'standard';
  return [
    usageOf(alarm, {
      meter: `cloudwatch.alarms.${resolution}`,
      component: `alarm (${resolution})`,
      quantity: metricsIn(properties),
    }),
  ];
};

export const priceCompositeAlarm: Pricer = (alarm) => [
  usageOf(alarm, { meter: 'cloudwatch.alarms.composite', component: 'composite alarm', quantity: known(1, '1 alarm') }),
];

/** How many metrics an alarm is charged for. */
export function metricsIn(properties: unknown): Quantity {
  const queries = listAt(properties, 'Metrics');
  if (queries.length === 0) return known(1, '1 metric');
  const expressions = queries.map((query) => textAt(query, 'Expression') ?? '');
  if (expressions.some((expression) => /^\s*SELECT\b/i.test(expression))) {
    return unknown('a Metrics Insights query is charged by the metrics that it analyses, which no template tells');
  }
  if (expressions.some((expression) => /\bSEARCH\s*\(/i.test(expression))) {
    return unknown('a search finds as many metrics as there are, which no template tells');
  }
  const metrics = queries.filter((query) => valueAt(query, 'MetricStat') !== undefined).length;
  if (textAt(properties, 'ThresholdMetricId') !== undefined) {
    return known(metrics * METRICS_OF_A_BAND, `${metrics} metric with the two bounds of its band`);
  }
  return known(metrics, `metric math over ${metrics} ${metrics === 1 ? 'metric' : 'metrics, each counted'}`);
}

function shortestPeriod(properties: unknown): number {
  const own = numberAt(properties, 'Period');
  const periods = listAt(properties, 'Metrics').map(
    (query) => numberAt(query, 'MetricStat', 'Period') ?? numberAt(query, 'Period'),
  );
  return Math.min(...[own, ...periods].filter((period) => period !== undefined), Number.POSITIVE_INFINITY);
}
