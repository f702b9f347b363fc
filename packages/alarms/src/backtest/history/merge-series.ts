import type { SampleColumns } from '../../../../alarm-simulator/src/index.ts';
import { metricKey } from '../../../../alarm-simulator/src/index.ts';
import { metricName } from './metrics-of.ts';
import { SeriesBuilder } from './series-builder.ts';
import type { HistorySeries } from './types.ts';

export type MergeResult =
  | { readonly status: 'success'; readonly series: readonly HistorySeries[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/**
 * Puts the parts of a series together that came from several files: a file a month, for example. Series of different
 * units, forms or periods stay apart.
 */
export function mergeSeries(parts: readonly HistorySeries[]): MergeResult {
  const groups = new Map<string, HistorySeries[]>();
  for (const part of parts) {
    const { metric, form, period, unit } = part;
    const key = JSON.stringify([metricKey(metric), form, period, unit]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const series: HistorySeries[] = [];
  const lines: string[] = [];
  for (const group of groups.values()) {
    const merged = mergeGroup(group);
    const twice = duplicateOf(merged);
    if (twice === undefined) series.push(merged);
    else {
      lines.push(
        `${merged.origin}: ${metricName(merged.metric)} has two rows for ${new Date(twice).toISOString()}: keep one`,
      );
    }
  }
  return lines.length > 0 ? { status: 'error', lines } : { status: 'success', series };
}

function mergeGroup(group: readonly HistorySeries[]): HistorySeries {
  const [first, ...more] = group;
  if (first === undefined) throw new Error('a group of series is never empty');
  if (more.length === 0) return first;
  const builder = new SeriesBuilder();
  for (const { columns } of group) addAll(builder, columns);
  const origins = [...new Set(group.map(({ origin }) => origin))];
  return { ...first, columns: builder.columns(first.unit), origin: origins.join(', ') };
}

function addAll(builder: SeriesBuilder, columns: SampleColumns): void {
  const { timestamps, values, counts, minimums, maximums, length } = columns;
  for (let index = 0; index < length; index++) {
    builder.add({
      timestamp: timestamps[index] ?? 0,
      value: values[index] ?? Number.NaN,
      count: counts?.[index] ?? 1,
      minimum: minimums?.[index] ?? Number.NaN,
      maximum: maximums?.[index] ?? Number.NaN,
    });
  }
}

/** One statistic of a stretch, or a set with its period, stands there once; a second one would be counted too. */
function duplicateOf({ form, period, columns }: HistorySeries): number | undefined {
  const once = form.type === 'statistic' || (form.type === 'sets' && period !== undefined);
  if (!once) return undefined;
  for (let index = 1; index < columns.length; index++) {
    const timestamp = columns.timestamps[index] ?? 0;
    if (timestamp === columns.timestamps[index - 1]) return timestamp;
  }
  return undefined;
}
