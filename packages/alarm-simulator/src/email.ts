import { formatLongTime, formatNumber } from './format.ts';
import { regionName } from './regions.ts';
import { triggeringChildren } from './sns-message.ts';
import type { AlarmDefinition, MetricAlarm, NotificationContext, Transition } from './types.ts';

/**
 * Subject and body of the e-mail, line for line as captured ones. For `Metrics[]` only shortened captures are known and
 * for anomaly detection none: those forms are *inferred*, as is the line of a triggering child. SNS adds its own footer below, which is not part of this.
 */

/** `ALARM: "High-Latency-Alarm" in US East (N. Virginia)` */
export function emailSubject({ alarm, to }: Transition, { region }: NotificationContext): string {
  return `${to}: "${alarm.name}" in ${regionName(region)}`;
}

/** A line with its value in the column where AWS puts it. */
function line(name: string, value: string, column: number): string {
  return `- ${`${name}:`.padEnd(column - 2)}${value}`;
}

const DETAILS = 30;
const METRIC = 39;

function opening(transition: Transition, region: string): string {
  const { alarm, to, reason, changedAt } = transition;
  const who = `You are receiving this email because your Amazon CloudWatch Alarm "${alarm.name}" in the ${regionName(region)} region has`;
  const when = formatLongTime(changedAt);
  if (alarm.kind === 'composite') return `${who} transitioned to ${to} state on ${when}, because "${reason}".`;
  return `${who} entered the ${to} state, because "${reason}" at "${when}".`;
}

function details(transition: Transition, { accountId }: NotificationContext): string[] {
  const { alarm, from, to, reason, changedAt } = transition;
  return [
    'Alarm Details:',
    line('Name', alarm.name, DETAILS),
    line('Description', alarm.description ?? '', DETAILS),
    line('State Change', `${from} -> ${to}`, DETAILS),
    ...(alarm.kind === 'composite' ? [line('Alarm Rule', alarm.ruleText, DETAILS)] : []),
    line('Reason for State Change', reason, DETAILS),
    line('Timestamp', formatLongTime(changedAt), DETAILS),
    line('AWS Account', accountId, DETAILS),
    line('Alarm Arn', alarm.arn, DETAILS),
  ];
}

function monitored(alarm: MetricAlarm): string[] {
  const { query } = alarm;
  if (query.form === 'classic') {
    const { metric, period, statistic, unit } = query;
    const dimensions = Object.entries(metric.dimensions).map(([name, value]) => `[${name} = ${value}]`);
    return [
      'Monitored Metric:',
      line('MetricNamespace', metric.namespace, METRIC),
      line('MetricName', metric.metricName, METRIC),
      line('Dimensions', dimensions.join(' '), METRIC),
      line('Period', `${period} seconds`, METRIC),
      line('Statistic', statistic.name, METRIC),
      line('Unit', unit ?? 'not specified', METRIC),
      line('TreatMissingData', alarm.treatMissingData, METRIC),
      '',
    ];
  }
  const returned = query.entries.find(({ id }) => id === query.returned);
  const source = returned?.source;
  return [
    'Monitored Metrics:',
    ...(source?.type === 'expression' ? [line('MetricExpression', source.text, DETAILS)] : []),
    ...(source?.type === 'metric' ? [line('MetricName', source.metric.metricName, DETAILS)] : []),
    line('MetricLabel', returned?.label ?? '', DETAILS),
    '',
  ];
}

/** The expression of the band, as there is no number to name. */
function band({ query }: MetricAlarm, id: string): string {
  const entry = query.form === 'metrics' ? query.entries.find((candidate) => candidate.id === id) : undefined;
  return entry?.source.type === 'expression' ? entry.source.text : id;
}

function metricSections(alarm: MetricAlarm): string[] {
  const { comparisonOperator, limit, datapointsToAlarm, evaluationPeriods, period } = alarm;
  const condition = `${comparisonOperator} ${limit.type === 'static' ? formatNumber(limit.threshold) : band(alarm, limit.id)}`;
  const often = `at least ${datapointsToAlarm} of the last ${evaluationPeriods} period(s) of ${period} seconds`;
  return [
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${condition} for ${often}.`,
    '',
    ...monitored(alarm),
  ];
}

function compositeSections(transition: Transition): string[] {
  const children = triggeringChildren(transition).map(({ arn, state }) => {
    const time = Date.parse(state.timestamp.replace('+0000', 'Z'));
    return `- ${arn} ${state.value} ${formatLongTime(time)}`;
  });
  return ['Triggering children (max. 10):', ...children];
}

function actions(alarm: AlarmDefinition): string[] {
  const list = (arns: readonly string[]): string => arns.map((arn) => `[${arn}]`).join(' ');
  return [
    'State Change Actions:',
    `- OK: ${list(alarm.okActions)}`,
    `- ALARM: ${list(alarm.alarmActions)}`,
    `- INSUFFICIENT_DATA: ${list(alarm.insufficientDataActions)}`,
  ];
}

export function emailBody(transition: Transition, context: NotificationContext): string {
  const { alarm } = transition;
  const { region } = context;
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}`;
  return [
    opening(transition, region),
    '',
    'View this alarm in the AWS Management Console:',
    `${console}#alarmsV2:alarm/${encodeURIComponent(alarm.name)}`,
    '',
    ...details(transition, context),
    '',
    ...(alarm.kind === 'composite' ? compositeSections(transition) : metricSections(alarm)),
    '',
    ...actions(alarm),
    '',
  ].join('\n');
}
