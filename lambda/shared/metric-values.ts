import { METRICS, type MetricName } from '../../contract/metrics.ts';
import type { MetricValues } from './ports.ts';

/** Spelled in the contract; asserted by the type of `METRICS`. */
const NAMES = Object.keys(METRICS) as MetricName[];

/** The values that CloudWatch takes, in the contract's order: it refuses NaN and infinities with the whole request. */
export function metricEntries(values: MetricValues): [MetricName, number][] {
  const entries: [MetricName, number][] = [];
  for (const name of NAMES) {
    const value = values[name];
    if (value !== undefined && Number.isFinite(value)) {
      entries.push([name, value]);
    }
  }
  return entries;
}
