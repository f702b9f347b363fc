import type { SeriesData } from '../../../dashboard/src/data.ts';

export interface MadeSeries {
  readonly label: string;
  readonly end: number;
  readonly points: number;
  /** Seconds. @default 60 */
  readonly period?: number;
  readonly base?: number;
  readonly swing?: number;
  readonly unit?: string;
  readonly axis?: 'left' | 'right';
  readonly color?: string;
  /** Shares of the range, from 0 to 1, without datapoints. */
  readonly gap?: readonly [number, number];
}

/** A line that looks measured and is the same each time. */
export function makeSeries(options: MadeSeries): SeriesData {
  const { label, end, points, period = 60, base = 100, swing = 20, unit, axis = 'left', color, gap = [2, 2] } = options;
  let seed = [...label].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2147483647, 7);
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const last = Math.floor(end / (period * 1000)) * period * 1000;
  const timestamps = Array.from({ length: points }, (_, index) => last - (points - 1 - index) * period * 1000);
  const values = timestamps.map((_, index) => {
    const share = index / points;
    if (share >= gap[0] && share < gap[1]) return null;
    return Math.max(
      0,
      base + swing * Math.sin(index / 17) + swing * (random() - 0.5) + (random() > 0.995 ? swing * 5 : 0),
    );
  });
  return { id: label, label, axis, period, timestamps, values, ...(unit ? { unit } : {}), ...(color ? { color } : {}) };
}
