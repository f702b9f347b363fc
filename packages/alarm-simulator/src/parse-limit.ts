import { comparesBand } from './comparison.ts';
import type { PropertyReader } from './properties.ts';
import type { AlarmLimit, ComparisonOperator } from './types.ts';

/** Anomaly detection takes no shorter period, in seconds. */
const MIN_BAND_PERIOD = 60;

function parseThreshold(reader: PropertyReader): AlarmLimit | undefined {
  if (!reader.has('Threshold')) reader.refuse('Threshold', 'is missing');
  if (reader.has('ThresholdMetricId')) {
    reader.refuse('ThresholdMetricId', 'goes with the operators of anomaly detection only: remove it');
  }
  const threshold = reader.number('Threshold');
  return threshold === undefined ? undefined : { type: 'static', threshold };
}

interface BandSettings {
  /** Seconds. */
  readonly period: number;
  /** `ThresholdMetricId`, if it is text. */
  readonly bandId: string | undefined;
}

function parseBand(reader: PropertyReader, { period, bandId }: BandSettings): AlarmLimit | undefined {
  if (reader.has('Threshold')) reader.refuse('Threshold', 'has no meaning beside a band: remove it');
  if (!reader.has('ThresholdMetricId')) {
    reader.refuse('ThresholdMetricId', 'is missing: the operator compares with the band of an entry of Metrics');
  }
  if (!reader.has('Metrics')) reader.refuse('Metrics', 'is missing: a band is an expression in Metrics');
  if (period < MIN_BAND_PERIOD) {
    reader.refuse('ThresholdMetricId', `anomaly detection takes periods of ${MIN_BAND_PERIOD} seconds and more`);
  }
  return bandId === undefined ? undefined : { type: 'band', id: bandId };
}

/**
 * What an alarm compares with: `Threshold`, or the band that `ThresholdMetricId` names.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (ThresholdMetricId)
 */
export function parseLimit(
  reader: PropertyReader,
  operator: ComparisonOperator | undefined,
  settings: BandSettings,
): AlarmLimit | undefined {
  return operator !== undefined && comparesBand(operator) ? parseBand(reader, settings) : parseThreshold(reader);
}
