import {
  type AlarmDefinition,
  type AlarmStatus,
  breaches,
  type MetricAlarm,
  type Transition,
  type Verdict,
} from '../../../alarm-simulator/src/index.ts';
import type { AlarmDetail, AlarmSummary, RuleView } from '../../../console/src/contract.ts';
import type { MetricData, SeriesData } from '../../../dashboard/src/data.ts';
import type { Runbooks } from './runbooks.ts';

/** What an alarm's page is made of. */
export interface AlarmParts {
  readonly alarm: AlarmDefinition;
  readonly status: AlarmStatus;
  /** Of this alarm, oldest first. */
  readonly history: readonly Transition[];
  /** The evaluation of this moment; undefined for composite alarms. */
  readonly verdict: Verdict | undefined;
  /** The alarm's graph; undefined for composite alarms. */
  readonly graph: MetricData | undefined;
  readonly tree: RuleView | undefined;
  readonly runbooks: Runbooks;
}

/** Changes of state that the page lists. */
const HISTORY_SHOWN = 50;

export function alarmSummary(alarm: AlarmDefinition, status: AlarmStatus): AlarmSummary {
  const { state, since, reason, certainty } = status;
  const { name, kind, description = '' } = alarm;
  return { name, kind, state, since: since ?? null, reason, certainty, description, severity: severityOf(description) };
}

/** Our descriptions begin with `[critical]` or `[warning]`; others have no severity. */
function severityOf(description: string): string | null {
  return /^\[([a-z]+)\]/.exec(description)?.[1] ?? null;
}

export function alarmDetail(parts: AlarmParts): AlarmDetail {
  const { alarm, status, history, verdict, graph, tree, runbooks } = parts;
  const newest = history.at(-1);
  return {
    ...alarmSummary(alarm, status),
    arn: alarm.arn,
    rule: verdict?.rule ?? newest?.rule ?? 'not evaluated yet',
    actionsEnabled: alarm.actionsEnabled,
    actionsSuppressedBy: status.actionsSuppressedBy ?? null,
    actions: {
      alarm: alarm.alarmActions,
      ok: alarm.okActions,
      insufficientData: alarm.insufficientDataActions,
    },
    condition: alarm.kind === 'metric' ? conditionOf(alarm) : alarm.ruleText,
    ...(alarm.kind === 'metric' && graph !== undefined ? { graph: graphOf(alarm, graph) } : {}),
    evaluated: alarm.kind === 'metric' && verdict !== undefined ? evaluatedOf(alarm, verdict) : [],
    history: history
      .slice(-HISTORY_SHOWN)
      .toReversed()
      .map(({ at, from, to, reason, certainty, actions }) => ({ at, from, to, reason, certainty, notified: actions })),
    ...(tree === undefined ? {} : { tree }),
    runbook: runbooks.of(alarm.description ?? ''),
  };
}

const OPERATORS: Readonly<Record<MetricAlarm['comparisonOperator'], string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  GreaterThanUpperThreshold: 'above the band',
  LessThanLowerThreshold: 'below the band',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside the band',
};

/** `LatencyMs p90 > 2000 for 2 of 3 periods of 60 s; missing data: notBreaching`. */
function conditionOf(alarm: MetricAlarm): string {
  const { query, comparisonOperator, datapointsToAlarm, evaluationPeriods, period, treatMissingData, limit } = alarm;
  const returned = query.form === 'metrics' ? query.entries.find(({ id }) => id === query.returned) : undefined;
  const watched =
    query.form === 'classic'
      ? `${query.metric.metricName} ${query.statistic.name}`
      : (returned?.label ?? (returned?.source.type === 'expression' ? returned.source.text : query.returned));
  const threshold = limit.type === 'static' ? ` ${limit.threshold}` : '';
  const periods = `${datapointsToAlarm} of ${evaluationPeriods} periods of ${period} s`;
  return `${watched} ${OPERATORS[comparisonOperator]}${threshold} for ${periods}; missing data: ${treatMissingData}`;
}

function graphOf(alarm: MetricAlarm, { series }: MetricData): NonNullable<AlarmDetail['graph']> {
  const threshold = alarm.limit.type === 'static' ? alarm.limit.threshold : null;
  const find = (id: string): SeriesData | undefined => series.find((one) => one.id === id);
  const lower = find('band-lower');
  const upper = find('band-upper');
  return { series, threshold, ...(lower && upper ? { band: { lower, upper } } : {}) };
}

/** The datapoints of the evaluation range, oldest first, each with what it counts for. */
function evaluatedOf({ comparisonOperator, limit }: MetricAlarm, { reasonData }: Verdict): AlarmDetail['evaluated'] {
  return reasonData.evaluatedDatapoints
    .map(({ timestamp, value }) => {
      const at = Date.parse(timestamp);
      if (value === undefined) return { timestamp: at, value: null, verdict: 'missing' as const };
      const counts = limit.type === 'static' && breaches(comparisonOperator, value, limit.threshold);
      return { timestamp: at, value, verdict: counts ? ('breaching' as const) : ('ok' as const) };
    })
    .toReversed();
}
