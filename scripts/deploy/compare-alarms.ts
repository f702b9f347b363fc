import { type DeployedNames, resolveValue } from './resolve-value.ts';
import { isObject, type Template } from './template.ts';

/** An alarm as `DescribeAlarms` returns it. */
export type DescribedAlarm = Readonly<Record<string, unknown>>;

/** What is compared with the template: everything that decides when an alarm fires and whom it tells. */
const COMPARED = [
  'AlarmDescription',
  'ActionsEnabled',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
] as const;

/** How many alarms were compared, and what differs: one line each. */
export interface AlarmComparison {
  readonly compared: number;
  readonly differences: readonly string[];
}

/**
 * Compares the template's metric alarms with those that are deployed. A property that the template does not set is not
 * looked at: the service has defaults of its own.
 *
 * MiniStack 1.5.33 does not return `EvaluateLowSampleCountPercentile`, so that it is not among what is compared.
 */
export function compareAlarms(
  template: Template,
  described: readonly DescribedAlarm[],
  names: DeployedNames,
): AlarmComparison {
  const byName = new Map(described.map((alarm) => [alarm.AlarmName, alarm]));
  const wanted = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const differences = wanted.flatMap(({ Properties = {} }) => {
    const alarm = byName.get(Properties.AlarmName);
    if (alarm === undefined) return [`${String(Properties.AlarmName)} is not deployed`];
    return compareAlarm(Properties, alarm, names);
  });
  const known = new Set(wanted.map(({ Properties }) => Properties?.AlarmName));
  for (const name of byName.keys()) if (!known.has(name)) differences.push(`${String(name)} is not in the template`);
  return { compared: wanted.length, differences };
}

function compareAlarm(
  properties: Readonly<Record<string, unknown>>,
  alarm: DescribedAlarm,
  names: DeployedNames,
): string[] {
  return COMPARED.flatMap((property) => {
    if (properties[property] === undefined) return [];
    const want = canonical(resolveValue(properties[property], names));
    const have = canonical(alarm[property]);
    return want === have ? [] : [`${String(alarm.AlarmName)}: ${property} is ${have}, the template says ${want}`];
  });
}

/** The same text for the same value, whatever the order of keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'not set';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${canonical(part)}`).join(', ')}}`;
}
