import { formatReasonData, formatTimestamp } from './format.ts';
import { notification } from './notification.ts';
import { type LoggedState, loggedChanges } from './state-log.ts';
import type { AlarmDefinition, MetricAlarm, NotificationContext, Transition } from './types.ts';

/** An item as `DescribeAlarmHistory` gives it. */
export interface AlarmHistoryItem {
  readonly AlarmName: string;
  readonly AlarmType: 'MetricAlarm' | 'CompositeAlarm';
  /** `2022-11-02T15:55:30.960Z` */
  readonly Timestamp: string;
  readonly HistoryItemType: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly HistorySummary: string;
  /** JSON. */
  readonly HistoryData: string;
}

/** What the history of alarms is written from. */
export interface HistoryInput {
  readonly alarms: readonly AlarmDefinition[];
  /** Of these alarms, oldest first. */
  readonly transitions: readonly Transition[];
  /** When the alarms were made, milliseconds since the epoch. */
  readonly createdAt: number;
  readonly context: NotificationContext;
  /** The instant of the question: older items than two weeks are gone. @default - everything is still there */
  readonly asOf?: number;
}

/** "CloudWatch retains the history of an alarm for two weeks." */
const KEPT_MS = 14 * 86_400_000;

function item(
  alarm: AlarmDefinition,
  at: number,
  rest: Pick<AlarmHistoryItem, 'HistoryItemType' | 'HistorySummary' | 'HistoryData'>,
): { readonly at: number; readonly item: AlarmHistoryItem } {
  return {
    at,
    item: {
      AlarmName: alarm.name,
      AlarmType: alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
      Timestamp: new Date(at).toISOString(),
      ...rest,
    },
  };
}

function watched(alarm: MetricAlarm): Readonly<Record<string, unknown>> {
  const { query, limit } = alarm;
  const compared = limit.type === 'static' ? { threshold: limit.threshold } : { thresholdMetricId: limit.id };
  if (query.form === 'metrics') return compared;
  const { metric, statistic, period } = query;
  return {
    namespace: metric.namespace,
    metricName: metric.metricName,
    [statistic.type === 'simple' ? 'statistic' : 'extendedStatistic']: statistic.name,
    period,
    dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ value, name })),
    ...compared,
  };
}

/** The form of a classic alarm is captured; of the others, the fields that they share with it (*inferred*). */
function created(alarm: AlarmDefinition, createdAt: number) {
  const timestamp = formatTimestamp(createdAt);
  const own =
    alarm.kind === 'composite'
      ? { alarmRule: alarm.ruleText }
      : {
          ...watched(alarm),
          comparisonOperator: alarm.comparisonOperator,
          evaluationPeriods: alarm.evaluationPeriods,
        };
  const createdAlarm = {
    alarmName: alarm.name,
    ...(alarm.description === undefined ? {} : { alarmDescription: alarm.description }),
    alarmArn: alarm.arn,
    alarmConfigurationUpdatedTimestamp: timestamp,
    ...own,
    stateValue: 'INSUFFICIENT_DATA',
    stateUpdatedTimestamp: timestamp,
    actionsEnabled: alarm.actionsEnabled,
    alarmActions: alarm.alarmActions,
    insufficientDataActions: alarm.insufficientDataActions,
    okactions: alarm.okActions,
  };
  return item(alarm, createdAt, {
    HistoryItemType: 'ConfigurationUpdate',
    HistorySummary: `Alarm "${alarm.name}" created`,
    HistoryData: JSON.stringify({ version: '1.0', type: 'Create', createdAlarm }),
  });
}

function stateText({ value, reason, reasonData }: LoggedState): string {
  const data = reasonData === undefined ? '' : `,"stateReasonData":${formatReasonData(reasonData)}`;
  return `{"stateValue":${JSON.stringify(value)},"stateReason":${JSON.stringify(reason)}${data}}`;
}

function stateUpdates({ transitions, createdAt }: HistoryInput) {
  return loggedChanges(transitions, createdAt).map(({ transition, previous, next }) =>
    item(transition.alarm, next.at, {
      HistoryItemType: 'StateUpdate',
      HistorySummary: `Alarm updated from ${previous.value} to ${next.value}`,
      HistoryData: `{"version":"1.0","oldState":${stateText(previous)},"newState":${stateText(next)}}`,
    }),
  );
}

/** What was published is AWS's multi-protocol message; its fields are *inferred*. That every action succeeds is assumed. */
function actions({ transitions, context }: HistoryInput) {
  return transitions.flatMap((transition) => {
    if (transition.actions.length === 0) return [];
    const { message, emailBody, smsText } = notification(transition, context);
    const publishedMessage = JSON.stringify({ default: JSON.stringify(message), email: emailBody, sms: smsText });
    return transition.actions.map((arn) =>
      item(transition.alarm, transition.at, {
        HistoryItemType: 'Action',
        HistorySummary: `Successfully executed action ${arn}`,
        HistoryData: JSON.stringify({
          actionState: 'Succeeded',
          stateUpdateTimestamp: transition.changedAt,
          notificationResource: arn,
          ...(arn.includes(':sns:') ? { publishedMessage } : {}),
          error: null,
        }),
      }),
    );
  });
}

/**
 * What `DescribeAlarmHistory` would list, newest first: creation, changes of state, and actions that were called (those
 * of a suppressed change only once they run).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export function alarmHistory(input: HistoryInput): AlarmHistoryItem[] {
  const { alarms, createdAt, asOf } = input;
  const oldest = asOf === undefined ? Number.NEGATIVE_INFINITY : asOf - KEPT_MS;
  return [...alarms.map((alarm) => created(alarm, createdAt)), ...stateUpdates(input), ...actions(input)]
    .filter(({ at }) => at >= oldest)
    .toSorted((left, right) => left.at - right.at)
    .map((entry) => entry.item)
    .reverse();
}
