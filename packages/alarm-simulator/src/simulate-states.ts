import { advanceAlarms } from './advance-alarms.ts';
import { type EngineOptions, evaluatorOf, seenSource, stepBetween } from './engine-options.ts';
import type { MetricEvaluator } from './metric-evaluation.ts';
import type { SampleSource } from './sample-types.ts';
import type { AlarmState, MetricAlarm } from './types.ts';
import type { WarmUpMemory } from './warm-up.ts';

/** What {@link simulateStates} takes: as for `simulate`, but metric alarms alone. */
export interface StatesInput {
  /** Names must differ. */
  readonly alarms: readonly MetricAlarm[];
  readonly source: SampleSource;
  /** First evaluation, at which the alarms are new; milliseconds since the epoch. */
  readonly from: number;
  /** Last evaluation at or before this instant. */
  readonly to: number;
  readonly options?: EngineOptions;
}

/** A stretch in one state. */
export interface StateStretch {
  readonly state: AlarmState;
  readonly from: number;
  /** When the state was left, or the end of the simulation. */
  readonly to: number;
}

/** In columns, since an alarm that goes on and off all the time changes a hundred thousand times a year. */
interface Changes {
  readonly times: number[];
  readonly states: AlarmState[];
}

function stretchesOf({ times, states }: Changes, from: number, to: number): StateStretch[] {
  const stretches: StateStretch[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  let since = from;
  for (const [index, at] of times.entries()) {
    if (at > since) stretches.push({ state, from: since, to: at });
    state = states[index] ?? state;
    since = at;
  }
  if (to > since || stretches.length === 0) stretches.push({ state, from: since, to });
  return stretches;
}

/**
 * The states of metric alarms over a stretch of time: those of `simulate`, without the words, which cost most where
 * alarms change often. Variants of one alarm (other thresholds, other M out of N) share its datapoints, which are made
 * once for all of them.
 * @returns the states of an alarm without a gap from `from` to `to`, by its name
 * @throws RangeError if `to` is before `from`, or if asked for a name that no alarm has
 */
export function simulateStates({
  alarms,
  source,
  from,
  to,
  options = {},
}: StatesInput): (name: string) => readonly StateStretch[] {
  if (!(from <= to)) throw new RangeError(`to (${to}) is before from (${from})`);
  const seen = seenSource(source, options);
  const evaluators = alarms.map((alarm) => evaluatorOf(alarm, options));
  const changes = new Map<string, Changes>(alarms.map(({ name }) => [name, { times: [], states: [] }]));
  const lives = new Map<MetricEvaluator, WarmUpMemory>();
  const advance = (startOf: (interval: number) => number, last: number): void =>
    advanceAlarms(
      seen,
      evaluators.map((evaluator) => {
        const { times, states } = changes.get(evaluator.alarm.name) ?? { times: [], states: [] };
        const life = lives.get(evaluator) ?? {};
        lives.set(evaluator, life);
        const changed = (at: number, state: AlarmState): void => {
          times.push(at);
          states.push(state);
        };
        const state = states.at(-1) ?? 'INSUFFICIENT_DATA';
        return [evaluator, { first: startOf(evaluator.interval), last, state, life, changed }];
      }),
    );
  // As an engine does: all alarms once at the first instant, then each at multiples of its interval.
  const step = stepBetween(evaluators);
  const start = Math.floor(from / step) * step;
  advance(() => start, start);
  advance((interval) => Math.ceil((start + step) / interval) * interval, to);
  return (name) => {
    const found = changes.get(name);
    if (found === undefined) throw new RangeError(`no alarm is named ${JSON.stringify(name)}`);
    return stretchesOf(found, from, to);
  };
}
