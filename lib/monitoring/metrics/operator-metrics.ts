import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './service-metric.ts';

/**
 * The one metric that people publish, not programs: 1 when planned maintenance begins, 0 when it ends. The commands are
 * in the runbook `Planned-Maintenance-Alarm`; a test compares them with these names.
 */
export const PLANNED_MAINTENANCE = {
  namespace: 'Inferwatch/Operations',
  metricName: 'PlannedMaintenance',
  dimension: 'Deployment',
} as const;

/** Value of the dimension for a deployment without a prefix. */
export const DEFAULT_DEPLOYMENT = 'default';

export function plannedMaintenance(prefix: string, label?: string): Metric {
  return new Metric({
    namespace: PLANNED_MAINTENANCE.namespace,
    metricName: PLANNED_MAINTENANCE.metricName,
    dimensionsMap: { [PLANNED_MAINTENANCE.dimension]: prefix === '' ? DEFAULT_DEPLOYMENT : prefix },
    statistic: 'Maximum',
    period: ONE_MINUTE,
    label,
  });
}
