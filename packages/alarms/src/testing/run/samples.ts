import type { MetricIdentity, Published } from '../../../../alarm-simulator/src/index.ts';
import type { AlarmTestFile, TestSeries } from '../file/types.ts';
import { expandSeries } from '../notation/expand.ts';

const expanded = new WeakMap<TestSeries, { readonly key: string; readonly samples: readonly Published[] }>();

export interface SamplesOptions {
  /** Milliseconds since the epoch at which the test begins. */
  readonly start: number;
  /** Milliseconds from one value to the next. */
  readonly interval: number;
  readonly seed: number;
  /** Place of the series in its test: two alike hold different random values. */
  readonly index: number;
}

/** The samples of a series; kept, because the mutation check asks for them hundreds of times. */
export function samplesOf(series: TestSeries, { start, interval, seed, index }: SamplesOptions): readonly Published[] {
  const { target, unit, segments, before } = series;
  // What the file says, not what it means in a template: a series does not change with the alarm.
  const key = JSON.stringify([seed, index, target, start, interval]);
  const known = expanded.get(series);
  if (known?.key === key) return known.samples;
  const samples = expandSeries(segments, {
    start: start - before,
    interval,
    unit,
    seed: JSON.stringify([seed, index, target]),
  });
  expanded.set(series, { key, samples });
  return samples;
}

/** A value that the file says there cannot be. */
export function negativeValue(
  { namespace, metricName }: MetricIdentity,
  samples: readonly Published[],
  { nonNegative }: AlarmTestFile,
): string | undefined {
  if (!nonNegative.some((one) => one.namespace === namespace && one.metric === metricName)) return undefined;
  const lowest = (sample: Published) => ('minimum' in sample ? sample.minimum : sample.value);
  const negative = samples.find((sample) => lowest(sample) < 0);
  if (negative === undefined) return undefined;
  return `has the value ${lowest(negative)}, but nonNegative says that ${namespace} ${metricName} is never below 0`;
}
