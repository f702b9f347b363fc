import { formatReasonData, formatTimestamp } from './format.ts';
import type { MetricIdentity } from './sample-types.ts';
import { type LoggedState, loggedChanges } from './state-log.ts';
import type { AlarmDefinition, MetricEntry, MetricQuery, Transition } from './types.ts';
import { uuidOf } from './uuid.ts';

/**
 * The event that CloudWatch puts on the default event bus for each change of state, as the user guide shows it for
 * alarms on one metric, on `Metrics[]`, on an anomaly band, and for composite alarms.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export interface AlarmStateChangeEvent {
  readonly version: '0';
  /** In the form of a UUID, but always the same for the same change. */
  readonly id: string;
  readonly 'detail-type': 'CloudWatch Alarm State Change';
  readonly source: 'aws.cloudwatch';
  readonly account: string;
  /** To the second: `2019-10-02T17:04:40Z`. */
  readonly time: string;
  readonly region: string;
  /** ARN of the alarm. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

function metricStat(
  metric: MetricIdentity,
  { period, stat, unit }: { readonly period: number; readonly stat: string; readonly unit: string | undefined },
): Json {
  const { namespace, metricName: name, dimensions } = metric;
  return { metric: { namespace, name, dimensions }, period, stat, ...(unit === undefined ? {} : { unit }) };
}

function entryOf({ id, label, accountId, returnData, source }: MetricEntry): Json {
  const named = {
    ...(label === undefined ? {} : { label }),
    ...(accountId === undefined ? {} : { accountId }),
    returnData,
  };
  if (source.type === 'expression') {
    return { id, expression: source.text, ...(source.period === undefined ? {} : { period: source.period }), ...named };
  }
  const { metric, period, statistic, unit } = source;
  return { id, metricStat: metricStat(metric, { period, stat: statistic.name, unit }), ...named };
}

function metricsOf(query: MetricQuery, arn: string): Json[] {
  if (query.form === 'metrics') return query.entries.map(entryOf);
  const { metric, period, statistic, unit } = query;
  const stat = metricStat(metric, { period, stat: statistic.name, unit });
  return [{ id: uuidOf(`metric of ${arn}`), metricStat: stat, returnData: true }];
}

function configurationOf(alarm: AlarmDefinition): Json {
  const description = alarm.description === undefined ? {} : { description: alarm.description };
  if (alarm.kind === 'metric') return { ...description, metrics: metricsOf(alarm.query, alarm.arn) };
  const { suppressor } = alarm;
  return {
    ...description,
    alarmRule: alarm.ruleText,
    ...(suppressor === undefined
      ? {}
      : {
          actionsSuppressor: suppressor.alarm,
          actionsSuppressorWaitPeriod: suppressor.waitPeriod,
          actionsSuppressorExtensionPeriod: suppressor.extensionPeriod,
        }),
  };
}

function stateOf({ value, reason, reasonData, at, actionsSuppressedBy }: LoggedState): Json {
  return {
    value,
    reason,
    ...(reasonData === undefined ? {} : { reasonData: formatReasonData(reasonData) }),
    timestamp: formatTimestamp(at),
    ...(actionsSuppressedBy === undefined
      ? {}
      : { actionsSuppressedBy, actionsSuppressedReason: `Actions suppressed by ${actionsSuppressedBy}` }),
  };
}

/** Tags go along only if the alarm says so; all of them can be read here, so the status is always that of success. */
function tagsOf({ propagatedTags }: AlarmDefinition): Json {
  return propagatedTags === undefined ? {} : { alarmTags: propagatedTags, alarmTagsStatus: 'SUCCESS' };
}

/**
 * The events of transitions, in their order. Account and region are those of the alarm's ARN. Whether AWS sends a
 * second event once suppressed actions run is *undocumented*; here it does not.
 * @param createdAt when the alarms were made: that is the timestamp of the state before the first change
 */
export function stateChangeEvents(transitions: readonly Transition[], createdAt: number): AlarmStateChangeEvent[] {
  return loggedChanges(transitions, createdAt).map(({ transition: { alarm, at }, previous, next }) => {
    const [, , , region = '', account = ''] = alarm.arn.split(':');
    return {
      version: '0',
      id: uuidOf(`${alarm.arn} ${at} ${next.value}`),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account,
      time: new Date(next.at).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [alarm.arn],
      detail: {
        alarmName: alarm.name,
        state: stateOf(next),
        previousState: stateOf(previous),
        configuration: configurationOf(alarm),
        ...tagsOf(alarm),
      },
    };
  });
}
