/** Shapes in numbers, for the pictures that are SVG. Angles in radians, clockwise from the top. */

export interface Slice {
  readonly from: number;
  readonly to: number;
  /** 0 to 1. */
  readonly share: number;
}

/** Slices of a pie. Negative and missing values have none, since a pie cannot show them. */
export function pieSlices(values: readonly (number | null)[]): Slice[] {
  const sizes = values.map((value) => Math.max(0, value ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let angle = 0;
  return sizes.map((size) => {
    const share = total === 0 ? 0 : size / total;
    const from = angle;
    angle += share * 2 * Math.PI;
    return { from, to: angle, share };
  });
}

const point = (center: number, radius: number, angle: number): string =>
  `${(center + radius * Math.sin(angle)).toFixed(2)} ${(center - radius * Math.cos(angle)).toFixed(2)}`;

/** Path of a piece of a ring. A whole ring is two halves, since an arc cannot end where it begins. */
export function ringPath(center: number, outer: number, inner: number, from: number, to: number): string {
  if (to - from <= 0) return '';
  if (to - from >= 2 * Math.PI - 1e-9) {
    const middle = from + Math.PI;
    return `${ringPath(center, outer, inner, from, middle)} ${ringPath(center, outer, inner, middle, from + 2 * Math.PI - 1e-6)}`;
  }
  const large = to - from > Math.PI ? 1 : 0;
  return [
    `M${point(center, outer, from)}`,
    `A${outer} ${outer} 0 ${large} 1 ${point(center, outer, to)}`,
    `L${point(center, inner, to)}`,
    `A${inner} ${inner} 0 ${large} 0 ${point(center, inner, from)}`,
    'Z',
  ].join(' ');
}

/** Where a gauge begins and ends: open at the bottom. */
export const GAUGE_FROM = -Math.PI * 0.7;
export const GAUGE_TO = Math.PI * 0.7;

/** Angle of a value on a gauge; values beyond its ends stay at them. */
export function gaugeAngle(value: number, min: number, max: number): number {
  const share = max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
  return GAUGE_FROM + share * (GAUGE_TO - GAUGE_FROM);
}

/** Polylines of a sparkline in a box; a gap begins another. A single datapoint becomes a short line. */
export function sparklinePaths(values: readonly (number | null)[], width: number, height: number): string[] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  let low = known[0] ?? 0;
  let high = low;
  for (const value of known) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = (index: number) => (values.length === 1 ? width / 2 : (index / (values.length - 1)) * width);
  const y = (value: number) => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  const paths: string[] = [];
  let points: string[] = [];
  const finish = () => {
    if (points.length === 1) points.push(`${Number(points[0]?.split(',')[0]) + 1},${points[0]?.split(',')[1]}`);
    if (points.length > 0) paths.push(`M${points.join('L')}`);
    points = [];
  };
  for (const [index, value] of values.entries()) {
    if (value === null) finish();
    else points.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  }
  finish();
  return paths;
}
