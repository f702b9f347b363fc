import type { LogData, SeriesData, TimeRange } from '../../../../dashboard/src/data.ts';

/**
 * The result of a query as lines. Over time: the first column is the bin's start and each other column with numbers a
 * line. Else: each row is a value of its own, named by its first columns.
 */
export function logSeries({ columns, rows, range }: LogData, overTime: boolean): SeriesData[] {
  return overTime ? linesOverTime(columns, rows) : valuesOfRows(columns, rows, range);
}

function linesOverTime(columns: readonly string[], rows: LogData['rows']): SeriesData[] {
  const timed = rows
    .map((row) => ({ at: instantOf(row[0]), row }))
    .filter((one): one is { at: number; row: LogData['rows'][number] } => one.at !== undefined)
    .sort((one, other) => one.at - other.at);
  if (timed.length === 0) return [];
  const periodMs = shortestDistance(timed.map(({ at }) => at));
  const [first, last] = [timed[0]?.at ?? 0, timed.at(-1)?.at ?? 0];
  const count = Math.round((last - first) / periodMs) + 1;
  return columns.slice(1).flatMap((label, index) => {
    const values: (number | null)[] = new Array(count).fill(null);
    for (const { at, row } of timed) values[Math.round((at - first) / periodMs)] = numberOf(row[index + 1]);
    if (values.every((value) => value === null)) return [];
    const timestamps = values.map((_, place) => first + place * periodMs);
    return [{ id: `log-${index}`, label, axis: 'left' as const, period: periodMs / 1000, timestamps, values }];
  });
}

function valuesOfRows(columns: readonly string[], rows: LogData['rows'], { start, end }: TimeRange): SeriesData[] {
  return rows.map((row, index) => {
    const place = row.findLastIndex((value) => numberOf(value) !== null);
    const names = row.filter((_, column) => column !== place && column < columns.length);
    return {
      id: `log-${index}`,
      label: names.length === 0 ? (columns[place] ?? `row ${index + 1}`) : names.map((name) => name ?? '–').join(' '),
      axis: 'left',
      period: (end - start) / 1000,
      timestamps: [start],
      values: [numberOf(row[place])],
    };
  });
}

/** Logs Insights prints instants as `2026-11-21 14:05:00.000`, in UTC. */
function instantOf(value: string | number | null | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const at = Date.parse(`${(value ?? '').replace(' ', 'T').replace(/Z?$/, 'Z')}`);
  return Number.isNaN(at) ? undefined : at;
}

function numberOf(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const MINUTE = 60_000;

function shortestDistance(times: readonly number[]): number {
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return Math.min(...distances.filter((distance) => distance > 0), Number.POSITIVE_INFINITY) ===
    Number.POSITIVE_INFINITY
    ? MINUTE
    : Math.min(...distances.filter((distance) => distance > 0));
}
