import { Duration } from 'aws-cdk-lib';
import { AlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import { plannedMaintenance } from '../metrics/operator-metrics.ts';
import type { AlarmRegistry, RegisteredAlarm, RegisteredMetricAlarm } from './alarm-registry.ts';

/** Maintenance is announced before it begins, so that there is hardly anything to wait for. */
const SUPPRESSOR_WAIT = Duration.seconds(10);
/** After maintenance, the slowest of the critical alarms needs up to five minutes to return to OK. */
const SUPPRESSOR_EXTENSION = Duration.minutes(5);

export interface HealthAlarms {
  readonly health: RegisteredAlarm;
  readonly maintenance: RegisteredMetricAlarm;
}

/**
 * One state for the whole pipeline: in ALARM while any critical alarm is. Planned maintenance keeps it quiet.
 *
 * The maintenance alarm watches a metric that only people publish. One value of 1 puts it into ALARM; with missing data
 * ignored it stays there (documented: "the current alarm state is maintained") until somebody publishes a 0.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export function addHealthAlarms(registry: AlarmRegistry, prefix: string): HealthAlarms {
  const critical = registry.alarms.filter(({ severity, role }) => severity === 'critical' && role === 'alarm');
  const maintenance = registry.addMetricAlarm({
    name: 'Planned-Maintenance-Alarm',
    title: 'Planned maintenance',
    meaning: 'Somebody has announced planned maintenance: Inference-Health-Alarm sends nothing until it is over.',
    firstStep: 'ask who is working on the pipeline; if nobody is, end it with the command in the runbook.',
    severity: 'warning',
    role: 'maintenance',
    rule: {
      threshold: 1,
      comparison: 'atLeast',
      period: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      statistic: 'Maximum',
      treatMissingData: 'ignore',
    },
    metric: plannedMaintenance(prefix),
  });
  const health = registry.addCompositeAlarm({
    name: 'Inference-Health-Alarm',
    title: 'Health of the pipeline',
    meaning: 'At least one critical alarm of the inference pipeline is in ALARM: callers are affected.',
    firstStep: 'open the dashboard; its first row shows which alarms fire, and each has a runbook of its own.',
    severity: 'critical',
    role: 'health',
    // Never empty, whatever is switched off: the fast burn rate is always among them.
    when: AlarmRule.anyOf(...critical.map(({ alarm }) => alarm)),
    suppressor: { alarm: maintenance.alarm, wait: SUPPRESSOR_WAIT, extension: SUPPRESSOR_EXTENSION },
  });
  return { health, maintenance };
}
