import type { AlarmDefinition, ComparisonOperator, MetricAlarm } from '../../../../alarm-simulator/src/index.ts';
import { offsetText } from '../run/history.ts';
import { describeMetric } from '../run/metrics.ts';

const SYMBOLS: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside',
  LessThanLowerThreshold: 'below',
  GreaterThanUpperThreshold: 'above',
};

/** What an alarm does, in one line: `p90 of Shop Latency {} > 2000, 3 of 5 x 1m, missing data notBreaching`. */
export function describeAlarm(alarm: AlarmDefinition): string {
  if (alarm.kind === 'composite') return withoutArns(alarm.ruleText);
  const { comparisonOperator, limit, datapointsToAlarm, evaluationPeriods, period, treatMissingData } = alarm;
  const edge = limit.type === 'static' ? String(limit.threshold) : `the band ${limit.id}`;
  const periods = `${datapointsToAlarm} of ${evaluationPeriods} x ${offsetText(period * 1000)}`;
  return `${watched(alarm)} ${SYMBOLS[comparisonOperator]} ${edge}, ${periods}, missing data ${treatMissingData}`;
}

function watched({ query }: MetricAlarm): string {
  if (query.form === 'classic') return `${query.statistic.name} of ${describeMetric(query.metric)}`;
  const source = query.entries.find(({ id }) => id === query.returned)?.source;
  if (source === undefined) return query.returned;
  return source.type === 'expression' ? source.text : `${source.statistic.name} of ${describeMetric(source.metric)}`;
}

/** A rule with the names of the alarms instead of their ARNs. */
export function withoutArns(rule: string): string {
  return rule.replaceAll(/arn:[^:"]*:cloudwatch:[^:"]*:[^:"]*:alarm:/g, '');
}
