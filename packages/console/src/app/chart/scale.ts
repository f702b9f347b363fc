/** Ends and marks of a value axis. */
export interface ValueScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly ticks: readonly number[];
}

const NICE = [1, 2, 2.5, 5, 10];

/** Data that lie closer to zero than this share of their maximum are drawn from zero. */
const FROM_ZERO_SHARE = 0.6;

/** 1, 2, 2.5 or 5 times a power of ten, at least the given distance. */
export function niceStep(distance: number): number {
  const power = 10 ** Math.floor(Math.log10(distance));
  const step = NICE.find((nice) => nice * power >= distance * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(12));
}

export interface ScaleLimits {
  /** Ends that the dashboard's body asks for. */
  readonly min?: number;
  readonly max?: number;
}

/**
 * An axis for values from `low` to `high`. Ends that are given count as they are; others are widened to marks.
 * CloudWatch publishes no rule for automatic ends: here they start at zero, unless all data are far from it (*inferred*).
 *
 * @param most marks at most
 */
export function valueScale(low: number, high: number, limits: ScaleLimits = {}, most = 5): ValueScale {
  const known = Number.isFinite(low) && Number.isFinite(high);
  const [dataLow, dataHigh] = known ? [low, high] : [0, 1];
  let min = limits.min ?? automaticMin(dataLow, dataHigh);
  let max = limits.max ?? (dataHigh < 0 && -dataHigh < -dataLow * FROM_ZERO_SHARE ? 0 : dataHigh);
  // Data that differ by less than a double can tell apart are one value.
  if (!(max - min > Math.max(Math.abs(min), Math.abs(max)) * 1e-12 + 1e-300)) {
    const room = Math.abs(min) > 1e-300 ? Math.abs(min) * 0.1 : 1;
    if (limits.max === undefined) max = min + room;
    else min = max - room;
  }
  const step = niceStep((max - min) / Math.max(1, most - 1));
  if (limits.min === undefined) min = round(Math.floor(min / step + 1e-9) * step);
  if (limits.max === undefined) max = round(Math.ceil(max / step - 1e-9) * step);
  const ticks: number[] = [];
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index += 1) {
    ticks.push(round(index * step));
  }
  return { min, max, step, ticks };
}

function automaticMin(low: number, high: number): number {
  if (low < 0) return low;
  return low < Math.max(high, 0) * FROM_ZERO_SHARE || high === low ? 0 : low;
}

/** Sums of steps such as 0.1 have tails. */
const round = (value: number): number => Number(value.toPrecision(12)) + 0;

/** Least and greatest of the values that there are; infinite the other way round if there is none. */
export function extent(values: Iterable<number | null | undefined>): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
