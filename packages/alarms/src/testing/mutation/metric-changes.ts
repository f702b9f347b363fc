import type { MetricAlarm } from '../../../../alarm-simulator/src/index.ts';
import { comparesBand } from '../../../../alarm-simulator/src/index.ts';
import { offsetText } from '../run/history.ts';
import type { PropertyChange } from './types.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Relative steps of a threshold: a slip of the pen, a wrong guess, a wrong order of magnitude. */
const THRESHOLD_STEPS = [-0.5, -0.1, -0.01, 0.01, 0.1, 0.5];
/** Steps of a threshold of 0, which has no relative ones. */
const ZERO_STEPS = [-1, 1];

const STATIC_OPERATORS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const BAND_OPERATORS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;

const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

/** Changes of what decides over the datapoints of a metric alarm. */
export function ruleChanges(alarm: MetricAlarm, properties: Properties): PropertyChange[] {
  return [
    ...thresholdChanges(alarm, properties),
    ...operatorChanges(alarm, properties),
    ...countChanges(alarm, properties),
    ...missingDataChanges(alarm, properties),
  ];
}

/** Without the digits that binary fractions add. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function thresholdChanges({ limit }: MetricAlarm, properties: Properties): PropertyChange[] {
  if (limit.type === 'band') return [];
  const { threshold } = limit;
  const values =
    threshold === 0 ? ZERO_STEPS : THRESHOLD_STEPS.map((step) => tidy(threshold + Math.abs(threshold) * step));
  return values.map((value) => {
    // A value between the threshold and its nearest neighbour on that side tells all of them apart.
    const [nearest = value] = values
      .filter((other) => other > threshold === value > threshold)
      .toSorted((left, right) => Math.abs(left - threshold) - Math.abs(right - threshold));
    const between = tidy((threshold + nearest) / 2);
    return {
      kind: 'threshold',
      text: `Threshold ${threshold} -> ${value}`,
      advice: `a series just ${value > threshold ? 'above' : 'below'} ${threshold}, such as ${between}, with the state that it leads to`,
      properties: { ...properties, Threshold: value },
    };
  });
}

function operatorChanges({ comparisonOperator, limit }: MetricAlarm, properties: Properties): PropertyChange[] {
  const operators = comparesBand(comparisonOperator) ? BAND_OPERATORS : STATIC_OPERATORS;
  const advice =
    limit.type === 'static'
      ? `series of exactly ${limit.threshold}, of a little less and of a little more, with the state that each leads to`
      : 'series above, inside and below the band, with the state that each leads to';
  return operators
    .filter((operator) => operator !== comparisonOperator)
    .map((operator) => ({
      kind: 'operator',
      text: `ComparisonOperator ${comparisonOperator} -> ${operator}`,
      advice,
      properties: { ...properties, ComparisonOperator: operator },
    }));
}

function countChanges(alarm: MetricAlarm, properties: Properties): PropertyChange[] {
  const { evaluationPeriods: n, datapointsToAlarm: m, period } = alarm;
  const unit = offsetText(period * 1000);
  const required = [m - 1, m + 1].map((value): PropertyChange => {
    const fewer = value < m;
    return {
      kind: 'datapoints to alarm',
      text: `DatapointsToAlarm ${m} -> ${value}`,
      advice: fewer
        ? `a quiet test with only ${value} breaching of ${n} periods of ${unit}`
        : `a firing test with no more than ${m} breaching of ${n} periods of ${unit}`,
      properties: { ...properties, DatapointsToAlarm: value },
    };
  });
  const evaluated = [n - 1, n + 1].map((value): PropertyChange => {
    const fewer = value < n;
    return {
      kind: 'evaluation periods',
      text: `EvaluationPeriods ${n} -> ${value}`,
      advice: fewer
        ? `a firing test whose ${m} breaching periods span all ${n} periods, with good ones between them`
        : `a quiet test whose ${m} breaching periods span ${value} periods; or, if ${m} is 1, an exact time of clearing`,
      properties: { ...properties, EvaluationPeriods: value },
    };
  });
  return [...required, ...evaluated];
}

function missingDataChanges({ treatMissingData }: MetricAlarm, properties: Properties): PropertyChange[] {
  const advice: Readonly<Record<(typeof TREATMENTS)[number], string>> = {
    breaching: 'a stretch without values ("_x20") during which the alarm must not fire',
    notBreaching: 'a stretch without values ("_x20") during which the alarm must fire, or must stay as it was',
    ignore: 'a stretch without values ("_x20") after the alarm has fired, with the time at which it must clear',
    missing: 'a test without any values that says which state the alarm is in at 0m and later',
  };
  return TREATMENTS.filter((treatment) => treatment !== treatMissingData).map((treatment) => ({
    kind: 'missing data',
    text: `TreatMissingData ${treatMissingData} -> ${treatment}`,
    advice: advice[treatment],
    properties: { ...properties, TreatMissingData: treatment },
  }));
}
