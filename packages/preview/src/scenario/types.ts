import type { Faults } from '../types.ts';

/** A part of a scenario in which load and faults stay the same. */
export interface ScenarioPhase {
  readonly name: string;
  /** Virtual milliseconds; `Infinity` for a phase that lasts until the preview is stopped. */
  readonly durationMs: number;
  /** Requests in a virtual minute, on average. */
  readonly requestsPerMinute: number;
  readonly faults: Faults;
  /** Share (0 to 1) of requests that are broken on purpose, so that the pipeline must refuse them. */
  readonly invalidRate: number;
}

/** Alarm states as CloudWatch spells them. */
export type AlarmStateName = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What one alarm must do during the run. */
export interface AlarmExpectation {
  /** States that the alarm must enter in this order; others may lie between them. */
  readonly reaches?: readonly AlarmStateName[];
  /** The states that the alarm enters, exactly; the first evaluation after creation counts. */
  readonly transitions?: readonly AlarmStateName[];
  /** States that the alarm must not enter. */
  readonly never?: readonly AlarmStateName[];
  /** States that an e-mail must have told after the start of `after`. */
  readonly notifies?: readonly AlarmStateName[];
  /** Virtual milliseconds from the start of `after` within which the first state of `reaches` must be entered. */
  readonly withinMs?: number;
  /** Name of the phase that `reaches`, `notifies` and `within` count from. @default - the first phase */
  readonly after?: string;
}

/** A number that must be met exactly, or its limits (both included). */
export interface Bound {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Numbers of the report that a scenario may put bounds on, by group. */
export interface NumberExpectations {
  readonly requests?: Readonly<Partial<Record<'sent' | 'ok' | 'failed' | 'rejected' | 'dropped', Bound>>>;
  readonly latencyMs?: Readonly<Partial<Record<'p50' | 'p90' | 'p99', Bound>>>;
  readonly records?: Readonly<Partial<Record<'stored' | 'pending' | 'lost', Bound>>>;
  readonly emails?: Bound;
  readonly accuracy?: Bound;
}

export interface Expectations extends NumberExpectations {
  readonly alarms?: Readonly<Record<string, AlarmExpectation>>;
}

/** A scenario file, checked and with its defaults filled in. */
export interface Scenario {
  readonly name: string;
  readonly description?: string;
  /** Virtual seconds in a real second that the scenario is tuned for. */
  readonly speed?: number;
  /** Highest speed at which the scenario still shows what it is about. */
  readonly maxSpeed?: number;
  readonly seed?: number;
  /** `poisson`: independent arrivals, as many callers make them; `even`: the same gap each time. */
  readonly arrivals: 'poisson' | 'even';
  readonly phases: readonly ScenarioPhase[];
  readonly expect?: Expectations;
}
