import type { AlarmDefinition, AlarmState, MetricAlarm, Simulation } from '../../../../alarm-simulator/src/index.ts';
import type { Paint, Style } from '../../../../cli/src/paint.ts';
import { referencesOf } from '../run/bind.ts';
import { offsetText } from '../run/history.ts';
import { findAlarm } from '../run/names.ts';
import { evaluatedPeriods } from './evaluated.ts';

export interface TimelineOptions {
  /** Characters that a line may have. */
  readonly width: number;
  readonly paint: Paint;
  /** Instants to point at, in milliseconds since the epoch. */
  readonly marks?: readonly number[];
}

const MINUTE = 60_000;
/** Widths of a column, in minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200, 86_400];
const LABEL_LIMIT = 28;
/** Instants at which the data row is looked up; a longer test shows only some of them. */
const MAX_LOOKUPS = 2000;

const BLOCKS: Readonly<Record<AlarmState, { readonly character: string; readonly style: Style }>> = {
  ALARM: { character: '█', style: 'red' },
  OK: { character: '▁', style: 'green' },
  INSUFFICIENT_DATA: { character: '░', style: 'yellow' },
};

export const LEGEND = '█ ALARM  ▁ OK  ░ INSUFFICIENT_DATA  × breaching  · good';

/** Columns of equal length; the last one holds the end of the test. */
interface Grid {
  readonly from: number;
  readonly step: number;
  readonly columns: number;
}

/** The states of an alarm over time as blocks, its datapoints below, and for a composite alarm what it depends on. */
export function timeline(
  simulation: Simulation,
  alarm: AlarmDefinition,
  alarms: readonly AlarmDefinition[],
  { width, paint, marks = [] }: TimelineOptions,
): string[] {
  const parts = referencesOf(alarm).flatMap((reference) => {
    const part = alarms.find(({ arn }) => arn === reference) ?? findAlarm(alarms, reference);
    return part === undefined ? [] : [part];
  });
  const labels = parts.length === 0 ? ['state', 'data'] : parts.map(({ name }) => shorten(name));
  const labelWidth = Math.max(...labels.map(({ length }) => length), 'state'.length) + 2;
  const grid = gridOf(simulation, Math.max(10, width - labelWidth), alarm);
  const label = (text: string) => shorten(text).padEnd(labelWidth);
  const states = (one: AlarmDefinition) => stateRow(simulation, one.name, grid, paint);
  const lines = [
    label('') + axis(grid),
    label('state') + states(alarm),
    ...(alarm.kind === 'metric' ? [(label('data') + dataRow(simulation, alarm, grid, paint)).trimEnd()] : []),
    ...parts.map((part) => paint('dim', label(part.name)) + states(part)),
  ];
  const marked = markRow(marks, grid);
  return marked === '' ? lines : [...lines, label('') + marked];
}

const shorten = (text: string): string => (text.length > LABEL_LIMIT ? `${text.slice(0, LABEL_LIMIT - 1)}…` : text);

function gridOf({ from, to }: Simulation, room: number, alarm: AlarmDefinition): Grid {
  const shortest = alarm.kind === 'metric' && alarm.period < 60 ? [1 / 6, 1 / 2] : [];
  const minutes =
    [...shortest, ...STEPS].find((step) => (to - from) / (step * MINUTE) < room) ?? (to - from) / MINUTE / (room - 1);
  const step = Math.round(minutes * MINUTE);
  return { from, step, columns: Math.floor((to - from) / step) + 1 };
}

/** Times above the columns, as many as fit. */
function axis({ step, columns }: Grid): string {
  let line = '';
  for (let column = 0; column < columns; column++) {
    const last = line.trimEnd().length;
    if (column % 5 !== 0 || column < line.length || (column > 0 && column < last + 2)) continue;
    line = `${line.padEnd(column)}${offsetText(column * step)}`;
  }
  return line;
}

const RANK: readonly AlarmState[] = ['OK', 'INSUFFICIENT_DATA', 'ALARM'];

function stateRow(simulation: Simulation, name: string, grid: Grid, paint: Paint): string {
  const intervals = simulation.intervals(name);
  let row = '';
  for (let column = 0; column < grid.columns; column++) {
    const start = grid.from + column * grid.step;
    const within = intervals.filter(({ from, to }) => from < start + grid.step && (to > start || from === start));
    const states = within.length > 0 ? within.map(({ state }) => state) : [simulation.stateAt(name, start)];
    // A short alarm is what somebody looks for: it is shown, however wide the column.
    const state = states.reduce((worst, one) => (RANK.indexOf(one) > RANK.indexOf(worst) ? one : worst), 'OK' as const);
    const { character, style } = BLOCKS[state];
    row += paint(style, character);
  }
  return row;
}

/** For each column, whether the periods that begin in it breach. */
function dataRow(simulation: Simulation, alarm: MetricAlarm, grid: Grid, paint: Paint): string {
  const length = alarm.period * 1000;
  const base = alarm.period < 60 ? alarm.period * 1000 : MINUTE;
  const perColumn = Math.max(1, Math.round(grid.step / base));
  const stride = Math.ceil((perColumn * grid.columns) / MAX_LOOKUPS);
  let row = '';
  for (let column = 0; column < grid.columns; column++) {
    let mark = ' ';
    for (let nth = 0; nth < perColumn && mark !== '×'; nth += stride) {
      const start = grid.from + column * grid.step + nth * base;
      if (start + length > simulation.to) break;
      mark = markOf(simulation, alarm, start, start + length) ?? mark;
    }
    row += mark === '×' ? paint('red', mark) : mark;
  }
  return row;
}

function markOf(simulation: Simulation, alarm: MetricAlarm, start: number, end: number): '×' | '·' | undefined {
  const verdict = simulation.explain(alarm.name, end);
  const found = verdict && evaluatedPeriods(alarm, verdict).find((period) => period.start === start);
  if (found?.value === undefined) return undefined;
  return found.breaching ? '×' : '·';
}

function markRow(marks: readonly number[], { from, step, columns }: Grid): string {
  let line = '';
  for (const mark of marks.toSorted((left, right) => left - right)) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((mark - from) / step)));
    if (column < line.length) continue;
    line = `${line.padEnd(column)}^ ${offsetText(mark - from)}`;
  }
  return line;
}
