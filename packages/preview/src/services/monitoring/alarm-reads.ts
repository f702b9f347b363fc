import type { AlarmDefinition, AlarmStatus } from '../../../../alarm-simulator/src/index.ts';
import { type JsonObject, type OperationResult, succeed } from '../protocol.ts';
import { list, number, text } from '../template.ts';
import type { RunningParts } from '../types.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const DEFAULT_PAGE = 50;
const MAX_PAGE = 100;

/** `DescribeAlarms`: as in AWS, composite alarms are told only if they are asked for. */
export function describeAlarms(input: JsonObject, { alarms }: RunningParts): OperationResult {
  const names = list(input.AlarmNames).map(String);
  const prefix = text(input.AlarmNamePrefix) ?? '';
  const asked = list(input.AlarmTypes).map(String);
  const kinds = (asked.length === 0 ? ['MetricAlarm'] : asked).map((type) =>
    type === 'CompositeAlarm' ? 'composite' : 'metric',
  );
  const states = alarms?.states();
  const state = text(input.StateValue);
  const matching = (alarms?.alarms ?? []).filter(({ name, kind }) => {
    const wanted = names.length === 0 ? name.startsWith(prefix) : names.includes(name);
    return wanted && kinds.includes(kind) && (state === undefined || states?.get(name)?.state === state);
  });
  const start = Number(text(input.NextToken) ?? 0);
  const size = Math.min(number(input.MaxRecords) ?? DEFAULT_PAGE, MAX_PAGE);
  const page = matching.slice(start, start + size).map((alarm) => ({ alarm, json: toJson(alarm, states) }));
  return succeed({
    MetricAlarms: page.filter(({ alarm }) => alarm.kind === 'metric').map(({ json }) => json),
    CompositeAlarms: page.filter(({ alarm }) => alarm.kind === 'composite').map(({ json }) => json),
    ...(start + size < matching.length ? { NextToken: String(start + size) } : {}),
  });
}

function toJson(alarm: AlarmDefinition, states: ReadonlyMap<string, AlarmStatus> | undefined): JsonObject {
  const status = states?.get(alarm.name);
  const since = status?.since === undefined ? undefined : new Date(status.since);
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    StateValue: status?.state ?? 'INSUFFICIENT_DATA',
    StateReason: status?.reason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: since,
    ...(alarm.kind === 'composite' ? { AlarmRule: alarm.ruleText } : conditions(alarm)),
  };
}

function conditions(alarm: Extract<AlarmDefinition, { kind: 'metric' }>): JsonObject {
  const { evaluationPeriods, datapointsToAlarm, limit, comparisonOperator, treatMissingData, query } = alarm;
  const common = {
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    ...(limit.type === 'static' ? { Threshold: limit.threshold } : { ThresholdMetricId: limit.id }),
    ComparisonOperator: comparisonOperator,
    TreatMissingData: treatMissingData,
  };
  if (query.form === 'metrics') return common;
  const { metric, statistic, period } = query;
  return {
    ...common,
    Namespace: metric.namespace,
    MetricName: metric.metricName,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: period,
    [statistic.type === 'simple' ? 'Statistic' : 'ExtendedStatistic']: statistic.name,
  };
}
