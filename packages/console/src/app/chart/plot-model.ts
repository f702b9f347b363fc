import type { SeriesData, TimeRange } from '../../../../dashboard/src/data.ts';
import type { Axis, AxisSide } from '../../../../dashboard/src/model.ts';
import { unitSign } from '../format/number.ts';
import type { Annotations } from './annotations.ts';
import { type AlignedData, alignSeries, stackSeries } from './plot-data.ts';
import { extent, type ValueScale, valueScale } from './scale.ts';
import type { SeriesStyle } from './series-style.ts';

/** What a graph over time shows. */
export interface TimeChartModel {
  readonly title: string;
  readonly range: TimeRange;
  readonly series: readonly StyledSeries[];
  readonly stacked: boolean;
  readonly axes: Readonly<Record<AxisSide, Axis>>;
  readonly annotations: Annotations;
  /** Milliseconds east of UTC. */
  readonly offset: number;
}

export interface StyledSeries {
  readonly data: SeriesData;
  readonly style: SeriesStyle;
}

/** The same, in the numbers that are drawn. */
export interface Plot {
  readonly aligned: AlignedData;
  readonly scales: Readonly<Record<AxisSide, ValueScale>>;
  readonly hasRight: boolean;
  /** So many datapoints that lines are drawn thin: thick ones would run into one another, and cost a frame to draw. */
  readonly dense: boolean;
}

const SIDES = ['left', 'right'] as const;

/** Of many datapoints, each so many pixels show the least and the greatest. */
const COLUMN_PX = 2;
/** Pixels between two datapoints, below which lines are thin. */
const DENSE_PX = 2;

/** Pixels between two marks of a value axis. */
const TICK_SPACE = 34;

/** @param width pixels of the plotting area @param height likewise */
export function plotOf(model: TimeChartModel, width: number, height: number): Plot {
  const { series, stacked, range } = model;
  const lines = stacked ? stackSides(series) : series.map(({ data }) => data);
  const aligned = alignSeries(lines, range, width / COLUMN_PX);
  const ticks = Math.max(2, Math.min(6, Math.floor(height / TICK_SPACE)));
  const scale = (side: AxisSide) => {
    const values = series.flatMap(({ data }, index) => (data.axis === side ? (aligned.values[index] ?? []) : []));
    const { low, high } = extent([...values, ...annotated(model, side), ...(stacked && values.length > 0 ? [0] : [])]);
    return valueScale(low, high, model.axes[side], ticks);
  };
  const hasRight =
    series.some(({ data }) => data.axis === 'right') ||
    model.annotations.horizontal.some(({ axis }) => axis === 'right');
  const dense = aligned.times.length > width / DENSE_PX;
  return { aligned, scales: { left: scale('left'), right: scale('right') }, hasRight, dense };
}

/** Each axis stacks its own lines. */
function stackSides(series: readonly StyledSeries[]) {
  const stacked = new Map(
    SIDES.flatMap((side) => {
      const own = series.filter(({ data }) => data.axis === side);
      const lines = stackSeries(own.map(({ data }) => data));
      return own.map((one, index) => [one, lines[index] ?? one.data] as const);
    }),
  );
  return series.map((one) => stacked.get(one) ?? one.data);
}

/** Annotations and marked datapoints must be seen as well. */
function annotated({ annotations: { horizontal, marks } }: TimeChartModel, side: AxisSide): (number | null)[] {
  const lines = horizontal.filter(({ axis }) => axis === side).flatMap(({ value, to }) => [value, to ?? value]);
  return side === 'left' ? [...lines, ...marks.map(({ value }) => value)] : lines;
}

/** The text over an axis: its label, and the unit unless the body hides it. */
export function axisCaption({ series, axes }: TimeChartModel, side: AxisSide): string {
  const { label, showUnits } = axes[side];
  const units = new Set(series.filter(({ data }) => data.axis === side).map(({ data }) => data.unit ?? 'None'));
  const [unit] = units;
  const text = units.size > 1 ? 'Various units' : unit === undefined || unit === 'None' ? '' : unit;
  if (label === undefined) return showUnits ? text : '';
  // Our own labels are units already: "ms" does not need "Milliseconds" beside it.
  return showUnits && text !== '' && label !== unitSign(unit) && label !== text ? `${label} (${text})` : label;
}
