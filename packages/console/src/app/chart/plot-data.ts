import type { TimeRange } from '../../../../dashboard/src/data.ts';

/** One line: regular periods without holes, as in the widget's data. */
export interface PlotSeries {
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
  /** Seconds. */
  readonly period: number;
}

/**
 * Lines over one row of instants. `null` is a missing datapoint and breaks the line; `undefined` means that the line has
 * no datapoint at this instant because its period is another, and the line goes on.
 */
export interface AlignedData {
  readonly times: number[];
  readonly values: (number | null | undefined)[][];
}

/** Index of the first timestamp that is not before the instant. */
export function indexFrom(timestamps: readonly number[], at: number): number {
  let low = 0;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Value of the period that holds the instant; undefined outside of all. */
export function valueAt(series: PlotSeries, at: number): number | null | undefined {
  const index = indexFrom(series.timestamps, at + 1) - 1;
  const start = series.timestamps[index];
  return start === undefined || at >= start + series.period * 1000 ? undefined : (series.values[index] ?? null);
}

/**
 * The lines of a range, made ready for so many columns of pixels. Few datapoints stay as they are. Of many, each column
 * keeps the least and the greatest of each line in their order, so that no peak is lost that a pixel could show.
 */
export function alignSeries(series: readonly PlotSeries[], range: TimeRange, columns: number): AlignedData {
  const parts = series.map((one) => visiblePart(one, range));
  const most = Math.max(0, ...parts.map(({ from, to }) => to - from));
  return most <= columns * 2 ? unite(series, parts) : decimate(series, parts, range, Math.max(1, Math.floor(columns)));
}

interface Part {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** One datapoint more on each side, so that lines run out of the picture instead of ending in it. */
function visiblePart({ timestamps }: PlotSeries, { start, end }: TimeRange): Part {
  const from = Math.max(0, indexFrom(timestamps, start) - 1);
  return { from, to: Math.min(timestamps.length, indexFrom(timestamps, end + 1) + 1) };
}

function unite(series: readonly PlotSeries[], parts: readonly Part[]): AlignedData {
  const all = new Set<number>();
  for (const [index, { from, to }] of parts.entries()) {
    const timestamps = series[index]?.timestamps ?? [];
    for (let place = from; place < to; place += 1) all.add(timestamps[place] ?? 0);
  }
  const times = [...all].sort((one, other) => one - other);
  const values = series.map(({ timestamps, values }, index) => {
    let place = parts[index]?.from ?? 0;
    return times.map((time) => {
      if (timestamps[place] !== time) return undefined;
      place += 1;
      return values[place - 1] ?? null;
    });
  });
  return { times, values };
}

function decimate(
  series: readonly PlotSeries[],
  parts: readonly Part[],
  range: TimeRange,
  columns: number,
): AlignedData {
  const width = (range.end - range.start) / columns;
  // A column before and one after the range, for the datapoints just outside.
  const times = Array.from({ length: (columns + 2) * 2 }, (_, index) => range.start + ((index - 2) * width) / 2);
  const values = series.map((one, index) => {
    const line: (number | null | undefined)[] = new Array(times.length).fill(undefined);
    const { from, to } = parts[index] ?? { from: 0, to: 0 };
    for (let place = from; place < to; ) place = fillColumn(one, place, to, line, range.start, width);
    return line;
  });
  return { times, values };
}

/** Puts the least and the greatest value of the column at `place` into the line; gives the first place after it. */
function fillColumn(
  { timestamps, values }: PlotSeries,
  place: number,
  to: number,
  line: (number | null | undefined)[],
  start: number,
  width: number,
): number {
  const columns = line.length / 2 - 2;
  const columnOf = (at: number) => Math.min(Math.max(Math.floor((at - start) / width), -1), columns);
  const column = columnOf(timestamps[place] ?? 0);
  let least = -1;
  let greatest = -1;
  let next = place;
  for (; next < to && columnOf(timestamps[next] ?? 0) === column; next += 1) {
    const value = values[next];
    if (value === null || value === undefined) continue;
    if (least === -1 || value < (values[least] ?? 0)) least = next;
    if (greatest === -1 || value > (values[greatest] ?? 0)) greatest = next;
  }
  const slot = (column + 1) * 2;
  if (least === -1) line[slot] = null;
  else {
    line[slot] = values[Math.min(least, greatest)];
    if (least !== greatest) line[slot + 1] = values[Math.max(least, greatest)];
  }
  return next;
}

/**
 * Lines on top of one another, the first at the bottom. A line without a datapoint adds nothing; where no line has one
 * there is a gap. A line of a longer period counts in each of the shorter ones.
 */
export function stackSeries(series: readonly PlotSeries[]): PlotSeries[] {
  const finest = Math.min(...series.map(({ period }) => period));
  const times = commonTimes(series);
  const total: (number | null)[] = new Array(times.length).fill(null);
  return series.map((one) => {
    const same = one.timestamps === times || haveSameTimes(one.timestamps, times);
    for (let index = 0; index < times.length; index += 1) {
      const value = same ? one.values[index] : valueAt(one, times[index] ?? 0);
      if (value !== null && value !== undefined) total[index] = (total[index] ?? 0) + value;
    }
    return { timestamps: times, values: [...total], period: finest };
  });
}

/** Instants of all lines. Most graphs have lines of one period, whose instants need no sorting. */
function commonTimes(series: readonly PlotSeries[]): readonly number[] {
  const [first] = series;
  if (first !== undefined && series.every(({ timestamps }) => haveSameTimes(timestamps, first.timestamps))) {
    return first.timestamps;
  }
  return [...new Set(series.flatMap(({ timestamps }) => timestamps))].sort((one, other) => one - other);
}

/** Periods have no holes, so that ends and number tell everything. */
function haveSameTimes(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one[0] === other[0] && one.at(-1) === other.at(-1);
}

/** Indexes of datapoints without a neighbour, which would be lines without length: they are drawn as dots. */
export function isolatedPoints(values: readonly (number | null | undefined)[]): number[] {
  const points: number[] = [];
  let before: number | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === undefined) continue;
    if (value !== null && before === null && nextDefined(values, index) === null) points.push(index);
    before = value;
  }
  return points;
}

function nextDefined(values: readonly (number | null | undefined)[], index: number): number | null {
  for (let next = index + 1; next < values.length; next += 1) {
    const value = values[next];
    if (value !== undefined) return value;
  }
  return null;
}
