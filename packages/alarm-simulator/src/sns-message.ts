import { formatTimestamp } from './format.ts';
import { regionName } from './regions.ts';
import type { MetricIdentity } from './sample-types.ts';
import type { CompositeAlarm, MetricAlarm, MetricEntry, NotificationContext, Transition } from './types.ts';

/**
 * The JSON that CloudWatch hands to SNS, in the three forms that captures show: one metric, `Metrics[]`, and composite.
 * AWS publishes no schema; the order of the fields is that of the captures.
 */

type Json = Readonly<Record<string, unknown>>;

function dimensions({ dimensions: pairs }: MetricIdentity): Json[] {
  return Object.entries(pairs).map(([name, value]) => ({ value, name }));
}

function conditions(alarm: MetricAlarm): Json {
  const { datapointsToAlarm, evaluateLowSampleCountPercentile } = alarm.written;
  return {
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(datapointsToAlarm === undefined ? {} : { DatapointsToAlarm: datapointsToAlarm }),
    ComparisonOperator: alarm.comparisonOperator,
    ...(alarm.limit.type === 'static' ? { Threshold: alarm.limit.threshold } : { ThresholdMetricId: alarm.limit.id }),
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: evaluateLowSampleCountPercentile ?? '',
  };
}

function entry({ id, label, accountId, returnData, source }: MetricEntry): Json {
  const named = {
    Id: id,
    ...(label === undefined ? {} : { Label: label }),
    ...(accountId === undefined ? {} : { AccountId: accountId }),
    ReturnData: returnData,
  };
  if (source.type === 'expression') {
    return { Expression: source.text, ...(source.period === undefined ? {} : { Period: source.period }), ...named };
  }
  const { metric, period, statistic, unit } = source;
  return {
    MetricStat: {
      Metric: { Dimensions: dimensions(metric), MetricName: metric.metricName, Namespace: metric.namespace },
      Period: period,
      Stat: statistic.name,
      ...(unit === undefined ? {} : { Unit: unit }),
    },
    ...named,
  };
}

function trigger(alarm: MetricAlarm): Json {
  if (alarm.query.form === 'metrics') return { ...conditions(alarm), Metrics: alarm.query.entries.map(entry) };
  const { metric, statistic, unit } = alarm.query;
  const simple = statistic.type === 'simple';
  return {
    MetricName: metric.metricName,
    Namespace: metric.namespace,
    StatisticType: simple ? 'Statistic' : 'ExtendedStatistic',
    Statistic: simple ? statistic.name.toUpperCase() : statistic.name,
    Unit: unit ?? null,
    Dimensions: dimensions(metric),
    ...conditions(alarm),
  };
}

/** A child whose change led to the composite alarm's, as the message and the e-mail list it. */
export interface TriggeringChild {
  readonly arn: string;
  readonly state: { readonly value: string; readonly timestamp: string };
}

/** AWS lists at most so many: "Triggering children (max. 10)". */
const MAX_CHILDREN = 10;

export function triggeringChildren({ reasonData }: Transition): readonly TriggeringChild[] {
  return reasonData !== undefined && 'triggeringAlarms' in reasonData
    ? reasonData.triggeringAlarms.slice(0, MAX_CHILDREN)
    : [];
}

function compositeFields(alarm: CompositeAlarm, transition: Transition): Json {
  return {
    AlarmRule: alarm.ruleText,
    TriggeringChildren: triggeringChildren(transition).map(({ arn, state }) => ({
      Arn: arn,
      State: { Value: state.value, Timestamp: state.timestamp },
    })),
  };
}

/** Only the name of the status is published; how the list reads is *undocumented*. */
function tags({ propagatedTags }: Transition['alarm']): Json {
  if (propagatedTags === undefined) return {};
  const list = Object.entries(propagatedTags).map(([Key, Value]) => ({ Key, Value }));
  return { AlarmTags: list, AlarmTagsStatus: 'SUCCESS' };
}

/** `Message` of a notification to Lambda, SQS, HTTPS, …, before it becomes text. */
export function snsMessage(transition: Transition, context: NotificationContext): Json {
  const { alarm } = transition;
  const updated = context.configurationUpdatedAt;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: context.accountId,
    ...(updated === undefined ? {} : { AlarmConfigurationUpdatedTimestamp: formatTimestamp(updated) }),
    NewStateValue: transition.to,
    NewStateReason: transition.reason,
    StateChangeTime: formatTimestamp(transition.changedAt),
    Region: regionName(context.region),
    AlarmArn: alarm.arn,
    OldStateValue: transition.from,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    ...(alarm.kind === 'composite' ? compositeFields(alarm, transition) : { Trigger: trigger(alarm) }),
    ...tags(alarm),
  };
}
