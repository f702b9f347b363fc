import { DIMENSION_SETS, EVERYDAY_METRICS } from '../../../../contract/metrics.ts';
import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { metricsFunctions, type Pricer, type PricingContext } from './context.ts';
import { show } from './numbers.ts';
import { listAt, rawTextAt, usageOf, valueAt } from './properties.ts';
import { known, type Quantity, type Usage } from './types.ts';

/** A dashboard, and with it the custom metrics, which have no resource of their own. */
export const priceDashboard: Pricer = (dashboard) => [
  usageOf(dashboard, { meter: 'cloudwatch.dashboards', component: 'dashboard', quantity: known(1, '1 dashboard') }),
];

/** Custom metrics and, with the `PutMetricData` transport, its requests; both belong to the function that emits them. */
export function metricUsages(fn: AccessResource, context: PricingContext): Usage[] {
  const { transport, inferences } = context;
  const usages = [
    usageOf(fn, { meter: 'cloudwatch.metrics', component: 'custom metrics', quantity: customMetrics(fn, context) }),
  ];
  if (transport === 'put-metric-data') {
    usages.push(
      usageOf(fn, {
        meter: 'cloudwatch.api-requests',
        component: 'PutMetricData',
        quantity: known(inferences, `${show(inferences)} inferences, one request each`),
        metrics: true,
      }),
    );
  }
  return usages;
}

function customMetrics(fn: AccessResource, { template, profile }: PricingContext): Quantity {
  const given = profile.optional('metrics.custom');
  if (given !== undefined) return known(given, 'as the profile says');
  if (metricsFunctions(template).includes(fn)) {
    const names = EVERYDAY_METRICS.length;
    return known(
      names * DIMENSION_SETS.length,
      `${names} names x ${DIMENSION_SETS.length} dimension sets, one endpoint`,
    );
  }
  const count = referencedMetrics(template.resources).size;
  return known(count, 'metrics of other namespaces than AWS/ in the alarms; what else the code emits is not seen');
}

/** Custom metrics that alarms name, each by namespace, name and dimensions. */
function referencedMetrics(resources: readonly AccessResource[]): Set<string> {
  const metrics = resources
    .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
    .flatMap(({ properties }) => [
      properties,
      ...listAt(properties, 'Metrics').map((query) => valueAt(query, 'MetricStat', 'Metric')),
    ]);
  return new Set(
    metrics
      .filter((metric) => !(rawTextAt(metric, 'Namespace') ?? 'AWS/').startsWith('AWS/'))
      .map((metric) =>
        JSON.stringify([valueAt(metric, 'Namespace'), valueAt(metric, 'MetricName'), valueAt(metric, 'Dimensions')]),
      ),
  );
}
