import { COMPARISON_WORDS } from './comparison.ts';
import { formatNumber } from './format.ts';
import type { Datapoint, MetricReasonData, ThresholdRule } from './types.ts';

/**
 * The words for what datapoints were compared with: one threshold, or the edges of a band, one for each datapoint. The
 * forms of two edges and of the upper one are captured; that of the lower one is *inferred* from them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html (anomaly detection)
 */

type Rule = Pick<ThresholdRule, 'comparisonOperator' | 'threshold'>;

/** The edges of the band that the operator looks at. */
function edges({ comparisonOperator }: Rule): { readonly lower: boolean; readonly upper: boolean } {
  const both = comparisonOperator === 'LessThanLowerOrGreaterThanUpperThreshold';
  return {
    lower: both || comparisonOperator === 'LessThanLowerThreshold',
    upper: both || comparisonOperator === 'GreaterThanUpperThreshold',
  };
}

function comparesBand(rule: Rule): boolean {
  const { lower, upper } = edges(rule);
  return lower || upper;
}

/** `Threshold Crossed`, or `Thresholds Crossed` for a band. */
export function prefix(rule: Rule): string {
  return comparesBand(rule) ? 'Thresholds Crossed' : 'Threshold Crossed';
}

const list = (values: readonly number[]): string => `[${values.map(formatNumber).join(', ')}]`;

const bandsOf = (datapoints: readonly Datapoint[]) => datapoints.flatMap(({ band }) => band ?? []);

/** `greater than the threshold (2000.0)`, with `not` repeated for the second edge of a band that was not crossed. */
export function limitWords(rule: Rule, listed: readonly Datapoint[], crossed: boolean): string {
  const { lower, upper } = edges(rule);
  if (!lower && !upper) {
    return `${COMPARISON_WORDS[rule.comparisonOperator]} the threshold (${formatNumber(rule.threshold ?? Number.NaN)})`;
  }
  const bands = bandsOf(listed);
  const below = `less than the lower thresholds ${list(bands.map((band) => band.lower))}`;
  const above = `greater than the upper thresholds ${list(bands.map((band) => band.upper))}`;
  if (lower && upper) return `${below} or ${crossed ? '' : 'not '}${above}`;
  return lower ? below : above;
}

/** The edges that counted, in the order of the datapoints. */
export function bandThresholds(
  rule: Rule,
  datapoints: readonly Datapoint[],
): Pick<MetricReasonData, 'recentLowerThresholds' | 'recentUpperThresholds'> {
  const { lower, upper } = edges(rule);
  const bands = bandsOf(datapoints);
  return {
    ...(lower ? { recentLowerThresholds: bands.map((band) => band.lower) } : {}),
    ...(upper ? { recentUpperThresholds: bands.map((band) => band.upper) } : {}),
  };
}

/** The edge beside an evaluated datapoint; AWS gives one only where only one counts. */
export function evaluatedThreshold(rule: Rule, { band }: Datapoint): { readonly threshold?: number } {
  const { lower, upper } = edges(rule);
  if (band === undefined || lower === upper) return {};
  return { threshold: lower ? band.lower : band.upper };
}
