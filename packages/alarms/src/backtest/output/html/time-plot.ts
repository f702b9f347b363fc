import { escapeHtml } from '../../../../../cli/src/html.ts';
import type { Incident } from '../../incidents/incidents-file.ts';
import type { DatapointSeries } from '../../measure/datapoints.ts';
import type { AlarmInterval, Stretch } from '../../measure/types.ts';
import { durationText, numberText, timeText } from '../text.ts';
import { type Columns, extremes, toColumns } from './downsample.ts';
import { numberTicks, px, timeTicks } from './scale.ts';

export interface TimePlotInput {
  /** What the picture shows, for who cannot see it. */
  readonly label: string;
  readonly stretch: Stretch;
  /** @default - a composite alarm has none, and only its states are drawn */
  readonly series?: DatapointSeries;
  /** @default - it is compared with a band, which is not drawn */
  readonly threshold?: number;
  readonly intervals: readonly AlarmInterval[];
  readonly incidents: readonly Incident[];
  readonly width: number;
  /** Of the part with the values. */
  readonly height: number;
  /** Id of the data for the reading line. @default - the picture is not read out */
  readonly id?: string;
}

const LEFT = 64;
const RIGHT = 12;
const TOP = 8;
const LANE = 18;
const AXIS = 22;

/** Shorter stretches would not be seen. */
const MIN_WIDTH = 2;

export interface TimePlot {
  readonly svg: string;
  /** For the reading line: one pair for each pixel column. */
  readonly columns: Columns | undefined;
  readonly columnCount: number;
}

/**
 * A time series with its threshold, and below it a lane for incidents and one for ALARM: where things are says what they
 * are, not their colour alone.
 */
export function timePlot(input: TimePlotInput): TimePlot {
  const { label, stretch, series, intervals, incidents, width, id } = input;
  const height = series === undefined ? 0 : input.height;
  const inner = width - LEFT - RIGHT;
  const columnCount = Math.floor(inner);
  const x = (time: number) => LEFT + ((time - stretch.from) / (stretch.to - stretch.from)) * inner;
  const columns = series === undefined ? undefined : toColumns(series, stretch, columnCount);
  const lanesTop = TOP + height + 6;
  const laneCount = incidents.length > 0 ? 2 : 1;
  const bottom = lanesTop + laneCount * LANE;
  const visible = <T extends Stretch>(one: T) => one.to > stretch.from && one.from < stretch.to;
  const shownIncidents = incidents.map(({ name, start, end }) => ({ name, from: start, to: end })).filter(visible);
  const shownIntervals = intervals.filter(visible);
  const bar = ({ from, to }: Stretch, top: number, barHeight: number, kind: string, title: string) => {
    const left = Math.max(LEFT, x(from));
    const right = Math.min(LEFT + inner, x(to));
    return `<rect class="${kind}" x="${px(left)}" y="${top}" width="${px(Math.max(MIN_WIDTH, right - left))}" height="${barHeight}"><title>${escapeHtml(title)}</title></rect>`;
  };
  const incidentTop = lanesTop;
  const alarmTop = lanesTop + (laneCount - 1) * LANE;
  const parts = [
    ...shownIncidents.map((one) => bar(one, TOP, height, 'incident-shade', one.name)),
    ...(columns === undefined ? [] : values(columns, input, height)),
    ...timeTicks(stretch, Math.max(3, Math.floor(inner / 80))).map(
      ({ value, label: text }) =>
        `<line class="grid" x1="${px(x(value))}" x2="${px(x(value))}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${px(x(value))}" y="${bottom + 15}" text-anchor="middle">${escapeHtml(text)}</text>`,
    ),
    ...(laneCount === 2
      ? [
          lane('incidents', incidentTop),
          ...shownIncidents.map((one) =>
            bar(
              one,
              incidentTop + 3,
              LANE - 6,
              'incident',
              `${one.name}, ${timeText(one.from)} to ${timeText(one.to)}`,
            ),
          ),
        ]
      : []),
    lane('in ALARM', alarmTop),
    ...joined(shownIntervals, (stretch.to - stretch.from) / inner).map((one) =>
      bar(one, alarmTop + 3, LANE - 6, 'alarm', alarmTitle(one)),
    ),
    `<line class="axis" x1="${LEFT}" x2="${LEFT + inner}" y1="${bottom}" y2="${bottom}"/>`,
  ];
  const interactive = id === undefined ? '' : ` tabindex="0" data-plot="${id}" aria-describedby="${id}-help"`;
  const cursor =
    id === undefined ? '' : `<line class="cursor" y1="${TOP}" y2="${bottom}" x1="0" x2="0" visibility="hidden"/>`;
  return {
    svg: `<svg viewBox="0 0 ${width} ${bottom + AXIS}" role="img" aria-label="${escapeHtml(label)}"${interactive}>${parts.join('')}${cursor}</svg>`,
    columns,
    columnCount,
  };
}

interface JoinedInterval extends Stretch {
  readonly times: number;
}

/** Stretches that would lie on the same pixel as one, which says how many it stands for. */
function joined(intervals: readonly Stretch[], pixel: number): readonly JoinedInterval[] {
  const result: { from: number; to: number; times: number }[] = [];
  for (const { from, to } of intervals) {
    const last = result.at(-1);
    if (last !== undefined && from - last.to < pixel) {
      last.to = Math.max(last.to, to);
      last.times++;
    } else {
      result.push({ from, to, times: 1 });
    }
  }
  return result;
}

const alarmTitle = ({ from, to, times }: JoinedInterval) =>
  times === 1
    ? `in ALARM ${timeText(from)}, ${durationText(to - from)}`
    : `in ALARM ${times} times, ${timeText(from)} to ${timeText(to)}`;

/** Where the columns lie, for the reading line. */
export const PLOT_LEFT = LEFT;

const lane = (text: string, top: number) =>
  `<text class="tick" x="${LEFT - 6}" y="${top + 13}" text-anchor="end">${text}</text>`;

function values(columns: Columns, { threshold, width }: TimePlotInput, height: number): string[] {
  const found = extremes(columns);
  if (found === undefined) return [`<text class="tick" x="${LEFT + 8}" y="${TOP + 16}">no datapoints</text>`];
  const [lowest, highest] = found;
  const bottom = Math.min(0, lowest, threshold ?? 0);
  const top = Math.max(highest, threshold ?? highest, bottom + Number.EPSILON);
  const y = (value: number) => TOP + height - ((value - bottom) / (top - bottom)) * height;
  const right = width - RIGHT;
  const grid = numberTicks(bottom, top, Math.max(2, Math.floor(height / 45))).map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${right}" y1="${px(y(value))}" y2="${px(y(value))}"/><text class="tick" x="${LEFT - 6}" y="${px(y(value) + 4)}" text-anchor="end">${numberText(value)}</text>`,
  );
  const line =
    threshold === undefined
      ? []
      : [
          `<line class="threshold" x1="${LEFT}" x2="${right}" y1="${px(y(threshold))}" y2="${px(y(threshold))}"/><text class="threshold-text" x="${right - 4}" y="${px(y(threshold) - 4)}" text-anchor="end">threshold ${numberText(threshold)}</text>`,
        ];
  return [...grid, `<path class="values" d="${outline(columns, y)}"/>`, ...line];
}

/** The highest values from left to right and the lowest back, for each run of columns without a gap. */
function outline({ low, high }: Columns, y: (value: number) => number): string {
  const runs: string[] = [];
  let first = -1;
  for (let column = 0; column <= low.length; column++) {
    const there = column < low.length && !Number.isNaN(low[column] ?? Number.NaN);
    if (there && first < 0) first = column;
    if (there || first < 0) continue;
    const along: string[] = [];
    const turns = (values: Float64Array, index: number) =>
      index === first || values[index] !== values[index - 1] || values[index] !== values[index + 1];
    for (let index = first; index < column; index++) {
      if (turns(high, index)) along.push(`${LEFT + index} ${px(y(high[index] ?? 0))}`);
    }
    along.push(`${LEFT + column} ${px(y(high[column - 1] ?? 0))}`, `${LEFT + column} ${px(y(low[column - 1] ?? 0))}`);
    for (let index = column - 1; index >= first; index--) {
      if (turns(low, index)) along.push(`${LEFT + index} ${px(y(low[index] ?? 0))}`);
    }
    runs.push(`M${along.join('L')}Z`);
    first = -1;
  }
  return runs.join('');
}
