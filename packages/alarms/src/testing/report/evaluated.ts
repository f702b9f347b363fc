import { breaches, type MetricAlarm, type Verdict } from '../../../../alarm-simulator/src/index.ts';

/** One period that an evaluation looked at. */
export interface EvaluatedPeriod {
  /** Milliseconds since the epoch at which it began. */
  readonly start: number;
  /** @default - the period had no datapoint */
  readonly value?: number;
  readonly sampleCount?: number;
  readonly breaching: boolean;
}

/** The periods behind a verdict, newest first. */
export function evaluatedPeriods(
  { comparisonOperator, limit }: MetricAlarm,
  { reasonData }: Verdict,
): readonly EvaluatedPeriod[] {
  const { evaluatedDatapoints, recentLowerThresholds = [], recentUpperThresholds = [], recentDatapoints } = reasonData;
  // The bands are listed oldest first, for the periods that have a datapoint only.
  let real = recentDatapoints.length;
  return evaluatedDatapoints.map(({ timestamp, value, sampleCount }) => {
    // AWS writes the offset without a colon, which the language does not read.
    const start = Date.parse(timestamp.replace('+0000', 'Z'));
    if (value === undefined) return { start, breaching: false };
    real--;
    const lower = limit.type === 'static' ? limit.threshold : (recentLowerThresholds[real] ?? Number.NaN);
    const upper = limit.type === 'static' ? limit.threshold : (recentUpperThresholds[real] ?? Number.NaN);
    const breaching = breaches(comparisonOperator, value, lower, upper);
    return { start, value, breaching, ...(sampleCount === undefined ? {} : { sampleCount }) };
  });
}
