import type { SeriesData, TimeRange } from '../../../../dashboard/src/data.ts';
import { formatValue } from '../format/number.ts';
import { formatDateTime, formatDuration } from '../format/time.ts';

/** What the table widgets and the texts beside graphs say of a line. */
export interface SeriesFacts {
  readonly least: number | null;
  readonly greatest: number | null;
  readonly average: number | null;
  readonly sum: number | null;
  readonly latest: number | null;
  readonly latestAt: number | null;
  /** Periods that have a datapoint. */
  readonly count: number;
}

/** Facts of the datapoints in a range; all null where there is none. */
export function factsOf({ timestamps, values }: SeriesData, range?: TimeRange): SeriesFacts {
  let [least, greatest, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  let latest: number | null = null;
  let latestAt: number | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const at = timestamps[index] ?? 0;
    if (value === null || value === undefined || (range && (at < range.start || at > range.end))) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    sum += value;
    count += 1;
    latest = value;
    latestAt = at;
  }
  if (count === 0) return { least: null, greatest: null, average: null, sum: null, latest, latestAt, count };
  return { least, greatest, average: sum / count, sum, latest, latestAt, count };
}

/** A graph in a sentence for each line, for those who do not see it. */
export function summarise(series: readonly SeriesData[], range: TimeRange): string {
  const span = `${formatDateTime(range.start)} to ${formatDateTime(range.end)} UTC, ${formatDuration(range.end - range.start)}`;
  if (series.length === 0) return `No data. ${span}.`;
  const lines = series.map((one) => {
    const { least, greatest, latest, count } = factsOf(one, range);
    if (count === 0) return `${one.label}: no datapoints.`;
    const value = (number: number | null) => formatValue(number, one.unit);
    return `${one.label}: latest ${value(latest)}, lowest ${value(least)}, highest ${value(greatest)}.`;
  });
  return `${lines.join(' ')} ${span}.`;
}

/** Rows that a table of datapoints shows; the graph itself shows the rest. */
export const TABLE_ROWS = 300;

export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly at: number; readonly values: readonly (number | null | undefined)[] }[];
  /** Instants that the table leaves out, older than its rows. */
  readonly left: number;
}

/** The datapoints as a table, newest first. */
export function dataTable(series: readonly SeriesData[], range: TimeRange, most = TABLE_ROWS): DataTable {
  const byTime = new Map<number, (number | null | undefined)[]>();
  for (const [column, { timestamps, values }] of series.entries()) {
    for (const [index, at] of timestamps.entries()) {
      if (at < range.start || at > range.end) continue;
      const row = byTime.get(at) ?? new Array<number | null | undefined>(series.length).fill(undefined);
      row[column] = values[index] ?? null;
      byTime.set(at, row);
    }
  }
  const times = [...byTime.keys()].sort((one, other) => other - one);
  const rows = times.slice(0, most).map((at) => ({ at, values: byTime.get(at) ?? [] }));
  return { columns: series.map(({ label }) => label), rows, left: Math.max(0, times.length - most) };
}
