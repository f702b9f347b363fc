import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmId, MissingDataTreatment, Severity } from '../alarm-ids.ts';
import type { MetricReading } from '../metrics/service-metric.ts';
import type { WatchedMetrics } from '../metrics/watched-metrics.ts';
import type { MonitoringTargets } from '../targets.ts';

/** On which side of the threshold the trouble is. */
export type Comparison = 'above' | 'atLeast' | 'below';

/** When a metric alarm fires: everything CloudWatch needs but the metric itself. */
export interface AlarmRule {
  /** In the alarm's unit. */
  readonly threshold: number;
  readonly comparison: Comparison;
  /** Seconds; a multiple of 60, since no metric here is published more often than once a minute. */
  readonly period: number;
  /** N: how many periods are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  /** A CloudWatch statistic; left out where the metric is math over fixed statistics. */
  readonly statistic?: string;
  readonly treatMissingData: MissingDataTreatment;
}

/** What people are told about an alarm, whatever kind it is. */
export interface AlarmText {
  /** Name in CloudWatch without the deployment's prefix, and name of the runbook. */
  readonly name: string;
  /** A few words for graphs. */
  readonly title: string;
  /** One sentence: what is wrong for whom. Part of the description that the e-mail carries. */
  readonly meaning: string;
  /** One sentence: where to look first. Part of the description too. */
  readonly firstStep: string;
}

/** An entry of the catalogue: one alarm that a user can change under `alarms.<id>`. */
export interface AlarmSpec extends AlarmText {
  readonly id: AlarmId;
  readonly severity: Severity;
  /** Unit of threshold and values. */
  readonly unit: string;
  readonly enabledByDefault: boolean;
  /** What must be among the targets for the alarm to have something to watch. */
  readonly needs: keyof MonitoringTargets;
  /** The rule without any setting. */
  readonly rule: (targets: MonitoringTargets) => AlarmRule;
  /** The metric, read as the rule says; nothing when its target is not watched. */
  readonly metric: (watched: WatchedMetrics, reading: MetricReading) => IMetric | undefined;
}
