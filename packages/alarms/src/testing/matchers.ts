import type { AlarmDefinition, Published, Simulation } from '../../../alarm-simulator/src/index.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { expandSeries } from './notation/expand.ts';
import { parseSeries } from './notation/parse-series.ts';
import { describeAlarm } from './report/alarm-text.ts';
import { evaluationLines, transitionLines } from './report/explain.ts';
import { DEFAULT_WIDTH } from './report/text.ts';
import { LEGEND, timeline } from './report/timeline.ts';
import { checkStates, type Difference } from './run/check-states.ts';
import { offsetText, story } from './run/history.ts';
import { findAlarm, suggestion } from './run/names.ts';

/** When an alarm must fire. Milliseconds: write `minutes(5)`. */
export interface ToAlarmOptions {
  /** @default - until the end of the simulation */
  readonly within?: number;
  /** Offset from the start of the simulation; the alarm must not be in ALARM then. @default 0 */
  readonly after?: number;
}

/** What a matcher answers to vitest or Jest. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What a failure prints: the timeline. */
  readonly message: () => string;
}

/** The slice of a matcher's `this` that is used. */
interface MatcherContext {
  readonly isNot?: boolean;
}

/** Milliseconds of so many seconds. */
export const seconds = (count: number): number => count * 1000;
/** Milliseconds of so many minutes. */
export const minutes = (count: number): number => count * 60_000;
/** Milliseconds of so many hours. */
export const hours = (count: number): number => count * 3_600_000;

/** Holds if the alarm goes to ALARM in the span that the options give; with `.not`, if it does not. */
export function toAlarm(
  this: MatcherContext | undefined,
  simulation: Simulation,
  name: string,
  { within, after = 0 }: ToAlarmOptions = {},
): MatcherResult {
  const alarm = findAlarm(simulation.alarms, name);
  if (alarm === undefined) return unknown(simulation, name, this);
  const time = within ?? simulation.to - simulation.from - after;
  const differences = check(simulation, alarm, { firesWithin: { time, after } });
  const [difference] = differences;
  const begin = simulation.from + after;
  if (after > 0 && simulation.stateAt(alarm.name, begin) === 'ALARM') {
    // Neither "it fires then" nor "it does not fire" can be said of an alarm that has fired already.
    return never(this, () => explainFailure(simulation, alarm, difference?.message ?? '', begin));
  }
  const span = `within ${offsetText(time)}${after > 0 ? ` after ${offsetText(after)}` : ''}`;
  return {
    pass: difference === undefined,
    message: () =>
      difference === undefined
        ? explainFailure(simulation, alarm, `expected no ALARM ${span}, but ${story(simulation, alarm.name)}`)
        : explainFailure(simulation, alarm, difference.message, difference.at),
  };
}

/** Holds if the alarm is OK from the first evaluation to the last. */
export function toStayOk(this: MatcherContext | undefined, simulation: Simulation, name: string): MatcherResult {
  const alarm = findAlarm(simulation.alarms, name);
  if (alarm === undefined) return unknown(simulation, name, this);
  const other = simulation.intervals(alarm.name).find(({ state }) => state !== 'OK');
  return {
    pass: other === undefined,
    message: () =>
      other === undefined
        ? explainFailure(simulation, alarm, 'expected it not to stay OK, but it did')
        : explainFailure(
            simulation,
            alarm,
            `expected OK all the time, but ${story(simulation, alarm.name)}`,
            other.from,
          ),
  };
}

/** For `expect.extend(alarmMatchers)`. */
export const alarmMatchers = {
  /** {@inheritDoc toAlarm} */
  toAlarm,
  /** {@inheritDoc toStayOk} */
  toStayOk,
};

/** When the values of a series are. */
export interface SeriesOptions {
  /** Milliseconds since the epoch of the first value. */
  readonly start: number;
  /** Milliseconds from one value to the next. @default 60_000 */
  readonly interval?: number;
  /** CloudWatch's `StandardUnit`. @default None */
  readonly unit?: string;
}

/**
 * Samples in the notation of the test files: `series('180x4 3500x5', { start })`.
 * @throws SyntaxError with the place of the fault
 */
export function series(notation: string, { start, interval = minutes(1), unit }: SeriesOptions): readonly Published[] {
  const parsed = parseSeries(notation);
  if (!parsed.ok) throw new SyntaxError(`series: ${parsed.message}`);
  return expandSeries(parsed.segments, { start, interval, unit, seed: notation });
}

type Wanted = Partial<Parameters<typeof checkStates>[0]>;

function check(simulation: Simulation, { name }: AlarmDefinition, wanted: Wanted): readonly Difference[] {
  return checkStates({ alarm: name, states: [], never: [], emails: [], calls: {}, ...wanted }, name, simulation);
}

/** A result that fails with and without `.not`. */
function never(context: MatcherContext | undefined, message: () => string): MatcherResult {
  return { pass: context?.isNot === true, message };
}

function unknown({ alarms }: Simulation, name: string, context: MatcherContext | undefined): MatcherResult {
  const names = alarms.map((alarm) => alarm.name);
  return never(
    context,
    () => `the simulation has no alarm ${JSON.stringify(name)}; ${suggestion(name, names, 'it has none')}`,
  );
}

function explainFailure(simulation: Simulation, alarm: AlarmDefinition, message: string, at?: number): string {
  const paint = createPaint({}, {});
  const marks = at === undefined ? [] : [at];
  return [
    `${alarm.name}: ${message}`,
    '',
    describeAlarm(alarm),
    ...timeline(simulation, alarm, simulation.alarms, { width: DEFAULT_WIDTH, paint, marks }),
    LEGEND,
    ...transitionLines(simulation, alarm, DEFAULT_WIDTH, paint),
    ...marks.flatMap((mark) => evaluationLines(simulation, alarm, mark, DEFAULT_WIDTH, paint)),
  ].join('\n');
}
