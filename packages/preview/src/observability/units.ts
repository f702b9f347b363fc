/**
 * What CloudWatch accepts in a published value, by `PutMetricData` and by embedded metrics alike.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */

export const MAX_DIMENSIONS = 30;
export const MAX_NAME_LENGTH = 255;
export const MAX_DIMENSION_VALUE_LENGTH = 1024;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A value may be stamped so far in the past or in the future, in milliseconds. */
export const MAX_PAST_MS = 14 * 24 * HOUR_MS;
export const MAX_FUTURE_MS = 2 * HOUR_MS;

/** Values outside this range are refused. */
const MAX_VALUE = 2 ** 360;

export const isMetricValue = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MAX_VALUE;

export const isTimely = (timestampMs: number, nowMs: number): boolean =>
  timestampMs >= nowMs - MAX_PAST_MS && timestampMs <= nowMs + MAX_FUTURE_MS;

/**
 * The time under which CloudWatch stores a value: the start of its minute, or of its second at high resolution. An alarm
 * with a period of 10 s on a metric of standard resolution therefore finds data in one period of six.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Resolution_definition
 */
export function storedTimestamp(virtualMs: number, storageResolution: 1 | 60): number {
  const resolutionMs = storageResolution * 1000;
  return Math.floor(virtualMs / resolutionMs) * resolutionMs;
}
