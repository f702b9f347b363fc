import type { ComparisonOperator, Datapoint, ThresholdRule } from './types.ts';

/**
 * The comparisons of a threshold alarm and the words that the reason uses for them, as in captured notifications.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (ComparisonOperator)
 */
export const COMPARISON_WORDS: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
  LessThanLowerOrGreaterThanUpperThreshold: 'less than the lower thresholds or greater than the upper thresholds',
  LessThanLowerThreshold: 'less than the lower thresholds',
  GreaterThanUpperThreshold: 'greater than the upper thresholds',
};

/**
 * Does a value breach? Of the two limits, a threshold is both.
 * @param lower the threshold, or the lower edge of the band
 * @param upper the threshold, or the upper edge of the band
 */
export function breaches(operator: ComparisonOperator, value: number, lower: number, upper: number = lower): boolean {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= lower;
    case 'GreaterThanThreshold':
      return value > lower;
    case 'LessThanThreshold':
      return value < lower;
    case 'LessThanOrEqualToThreshold':
      return value <= lower;
    case 'LessThanLowerOrGreaterThanUpperThreshold':
      return value < lower || value > upper;
    case 'LessThanLowerThreshold':
      return value < lower;
    case 'GreaterThanUpperThreshold':
      return value > upper;
  }
}

/** What {@link breaches} looks at, for loops over many values. */
export interface Sides {
  /** A value below the lower limit breaches. */
  readonly below: boolean;
  /** A value above the upper limit breaches. */
  readonly above: boolean;
  /** A value that is the limit breaches. */
  readonly equal: boolean;
}

export function sidesOf(operator: ComparisonOperator): Sides {
  return {
    below: breaches(operator, -1, 0, 0),
    above: breaches(operator, 1, 0, 0),
    equal: breaches(operator, 0, 0, 0),
  };
}

/** Does a datapoint breach the threshold of a rule, or its own band? A datapoint without the band does not. */
export function datapointBreaches(
  { comparisonOperator, threshold = Number.NaN }: Pick<ThresholdRule, 'comparisonOperator' | 'threshold'>,
  { value, band }: Pick<Datapoint, 'value' | 'band'>,
): boolean {
  return breaches(comparisonOperator, value, band?.lower ?? threshold, band?.upper ?? threshold);
}

const BAND_OPERATORS: readonly ComparisonOperator[] = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

/** Does the operator compare with an anomaly detection band? */
export function comparesBand(operator: ComparisonOperator): boolean {
  return BAND_OPERATORS.includes(operator);
}
