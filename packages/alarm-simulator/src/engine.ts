import { type AlarmSet, resolveAlarms } from './alarm-set.ts';
import { type ArrivalDelay, DelayedSource } from './arrival-delay.ts';
import type { BandInput } from './band-types.ts';
import { type Child, evaluateComposite } from './composite-evaluation.ts';
import {
  type AlarmMemory,
  actionsFor,
  type Change,
  type EngineSnapshot,
  fromSnapshot,
  newMemory,
  toSnapshot,
  toStatus,
} from './engine-state.ts';
import { MetricEvaluator } from './metric-evaluation.ts';
import { stepSuppression, suppressedBy } from './suppression.ts';
import type {
  AlarmDefinition,
  AlarmState,
  AlarmStatus,
  CompositeAlarm,
  MetricAlarm,
  SampleSource,
  Transition,
  Verdict,
} from './types.ts';

export interface EngineOptions {
  /**
   * Datapoints that are fetched for N evaluation periods. AWS publishes no formula; at least N.
   * @default - N + 2, which fits AWS's examples (N = 3 fetches 5; N = 1 of a day looks back three days)
   */
  readonly evaluationRange?: (evaluationPeriods: number) => number;
  /**
   * Whole minutes by which the newest datapoint is behind an evaluation: captured alarms show 0 and 1.
   * @default 0
   */
  readonly lagMinutes?: number;
  /**
   * Milliseconds from the timestamp of a sample until CloudWatch has it: one number, or one for each metric. Late data is
   * seen late, and changes nothing that was decided before it came.
   * @default 0
   */
  readonly arrivalDelayMs?: ArrivalDelay;
  /**
   * The anomaly detection band that an alarm compares with.
   * @default - a stand-in model learns it from the source; AWS does not publish its own
   */
  readonly band?: (alarm: MetricAlarm) => BandInput | undefined;
}

const MINUTE = 60_000;

/** A metric alarm changes its state. */
interface MetricEvent {
  readonly alarm: MetricAlarm;
  readonly verdict: Verdict;
}

/** Alarms that cannot be evaluated together; `resolveAlarms` gives the same faults as values. */
export class AlarmSetError extends Error {
  readonly code = 'INVALID_ALARM_SET';
}

/**
 * Evaluates alarms over virtual time. It has no clock and no timer: whoever calls `tick` says what time it is.
 *
 * New alarms start in INSUFFICIENT_DATA; their first evaluation is a transition like any other and runs the actions of
 * the new state. At each instant metric alarms come first, then composite alarms (each after those it refers to), then
 * the suppressors.
 */
export class AlarmEngine {
  readonly #set: AlarmSet;
  readonly #options: EngineOptions;
  readonly #metrics: readonly MetricEvaluator[];
  readonly #memory = new Map<string, AlarmMemory>();
  /** Milliseconds between the instants at which something is evaluated. */
  readonly #step: number;
  #startedAt: number | undefined;
  #last: number | undefined;
  readonly #delayed = new WeakMap<SampleSource, DelayedSource>();

  /** @throws AlarmSetError if {@link resolveAlarms} finds a fault: ask it first where alarms come from outside */
  constructor(alarms: readonly AlarmDefinition[], options: EngineOptions = {}) {
    const resolved = resolveAlarms(alarms);
    if (!resolved.ok) {
      throw new AlarmSetError(resolved.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    }
    this.#set = resolved.set;
    this.#options = options;
    this.#metrics = alarms.flatMap((alarm) => (alarm.kind === 'metric' ? [this.#evaluator(alarm)] : []));
    this.#step = Math.min(MINUTE, ...this.#metrics.map(({ interval }) => interval));
    for (const { name } of alarms) this.#memory.set(name, newMemory());
  }

  /**
   * Brings the alarms up to `now`: evaluates at each whole minute since the last call (each whole ten seconds if a
   * period is shorter than a minute), in order. The first call evaluates once, at the last such instant. A `now` that is
   * not later than the last changes nothing.
   * @param now milliseconds since the epoch
   */
  tick(now: number, source: SampleSource): Transition[] {
    const transitions: Transition[] = [];
    const seen = this.#seen(source);
    if (this.#last === undefined) {
      this.#startedAt = Math.floor(now / this.#step) * this.#step;
      this.#advance(this.#startedAt, this.#startedAt, seen, transitions);
    }
    const next = (Math.floor((this.#last ?? 0) / this.#step) + 1) * this.#step;
    if (now > (this.#last ?? 0)) this.#advance(next, now, seen, transitions);
    return transitions;
  }

  /** Where each alarm stands, by its name. */
  states(): ReadonlyMap<string, AlarmStatus> {
    return new Map(
      [...this.#memory].map(([name, memory]) => [name, toStatus(memory, suppressedBy(memory.suppression))]),
    );
  }

  /**
   * What an evaluation of a metric alarm at this instant would say, and why; changes nothing.
   * @param previous the state before, which `ignore` and too few samples retain. Default: the present state.
   */
  explain(name: string, at: number, source: SampleSource, previous?: AlarmState): Verdict | undefined {
    const alarm = this.#metrics.find((evaluator) => evaluator.alarm.name === name)?.alarm;
    if (alarm === undefined) return undefined;
    // An evaluator of its own: what another remembers of later instants was not known yet.
    const memory = this.#of(name);
    return this.#evaluator(alarm).explain(this.#seen(source), at, previous ?? memory.state, memory);
  }

  /** The state as plain data; a new engine of the same alarms that restores it goes on as this one would. */
  snapshot(): EngineSnapshot {
    const alarms = Object.fromEntries([...this.#memory].map(([name, memory]) => [name, toSnapshot(memory)]));
    return { version: 1, startedAt: this.#startedAt ?? null, last: this.#last ?? null, alarms };
  }

  /** Alarms that the snapshot does not know start anew, as after a deployment; those it alone knows are dropped. */
  restore(snapshot: EngineSnapshot): void {
    this.#startedAt = snapshot.startedAt ?? undefined;
    this.#last = snapshot.last ?? undefined;
    for (const name of this.#memory.keys()) {
      const saved = Object.hasOwn(snapshot.alarms, name) ? snapshot.alarms[name] : undefined;
      this.#memory.set(name, saved === undefined ? newMemory() : fromSnapshot(saved));
    }
  }

  #evaluator(alarm: MetricAlarm): MetricEvaluator {
    const { evaluationRange = (periods: number) => periods + 2, lagMinutes = 0, band } = this.#options;
    const range = Math.max(alarm.evaluationPeriods, Math.floor(evaluationRange(alarm.evaluationPeriods)));
    return new MetricEvaluator(alarm, { range, lag: lagMinutes * MINUTE, band: band?.(alarm) });
  }

  /** The source as alarms see it: late, if its samples arrive late. */
  #seen(source: SampleSource): SampleSource {
    const { arrivalDelayMs, lagMinutes = 0 } = this.#options;
    if (arrivalDelayMs === undefined) return source;
    const known = this.#delayed.get(source) ?? new DelayedSource(source, arrivalDelayMs, lagMinutes * MINUTE);
    this.#delayed.set(source, known);
    return known;
  }

  #of(name: string): AlarmMemory {
    const memory = this.#memory.get(name);
    if (memory === undefined) throw new Error(`no alarm is named ${JSON.stringify(name)}`);
    return memory;
  }

  /**
   * Metric alarms do not know each other, so each is brought up to date by itself; what they came to is then played in
   * order of time to the composite alarms, for which nothing happens in between.
   */
  #advance(from: number, to: number, source: SampleSource, transitions: Transition[]): void {
    const first = this.#last === undefined;
    const events = new Map<number, MetricEvent[]>();
    for (const evaluator of this.#metrics) {
      const { alarm, interval } = evaluator;
      const memory = this.#of(alarm.name);
      const stretch = { first: first ? from : Math.ceil(from / interval) * interval, last: to };
      evaluator.advance(source, stretch, memory.state, memory, (at, verdict) => {
        const together = events.get(at);
        if (together === undefined) events.set(at, [{ alarm, verdict }]);
        else together.push({ alarm, verdict });
      });
    }
    // New composite alarms are evaluated at the first instant, whatever happens.
    if (this.#set.composites.some(({ name }) => !this.#of(name).evaluated) && !events.has(from)) events.set(from, []);
    const instants = [...events.keys()].sort((one, other) => one - other);
    for (let next = 0; ; ) {
      const change = instants[next] ?? Number.POSITIVE_INFINITY;
      const at = Math.min(change, this.#nextDeadline());
      if (at > to) break;
      if (at === change) next++;
      this.#last = at;
      this.#play(at, events.get(at) ?? [], transitions);
    }
    this.#last = Math.max(this.#last ?? from, Math.floor(to / this.#step) * this.#step);
  }

  /** The end of the next wait or extension period. */
  #nextDeadline(): number {
    const last = this.#last ?? Number.NEGATIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const { name } of this.#set.composites) {
      const until = this.#of(name).suppression.period?.until;
      if (until !== undefined && until > last && until < next) next = until;
    }
    return next;
  }

  /** What happens at one instant: metric alarms first, then composite alarms, then their suppressors. */
  #play(at: number, events: readonly MetricEvent[], transitions: Transition[]): void {
    const changed = new Set<AlarmDefinition>();
    for (const { alarm, verdict } of events) {
      const memory = this.#of(alarm.name);
      const { state: to, ...words } = verdict;
      const change = { at, from: memory.state, to, ...words };
      record(memory, change);
      changed.add(alarm);
      transitions.push(toTransition('stateChange', alarm, at, change, actionsFor(alarm, to)));
    }
    for (const alarm of this.#set.composites) if (this.#evaluateRule(alarm, at, changed)) changed.add(alarm);
    for (const alarm of this.#set.composites) this.#act(alarm, at, changed.has(alarm), transitions);
  }

  /** Evaluates a composite alarm if it is new or a child has changed; says whether its state has. */
  #evaluateRule(alarm: CompositeAlarm, at: number, changed: ReadonlySet<AlarmDefinition>): boolean {
    const memory = this.#of(alarm.name);
    const childOf = (reference: string): Child | undefined => {
      const child = this.#set.find(reference);
      if (child === undefined) return undefined;
      const { state, change } = this.#of(child.name);
      const since = change?.at ?? this.#startedAt ?? at;
      return {
        arn: child.arn,
        state,
        certainty: change?.certainty ?? 'documented',
        since,
        changed: changed.has(child),
      };
    };
    const created = !memory.evaluated;
    memory.evaluated = true;
    if (!created && !alarm.children.some((reference) => childOf(reference)?.changed === true)) return false;
    const { state: to, ...words } = evaluateComposite(alarm, childOf, created);
    if (to === memory.state) return false;
    record(memory, { at, from: memory.state, to, ...words, rule: 'alarm rule' });
    return true;
  }

  /** Reports a composite alarm's change, and runs its actions now or once nothing suppresses them any more. */
  #act(alarm: CompositeAlarm, at: number, changed: boolean, transitions: Transition[]): void {
    const memory = this.#of(alarm.name);
    const { change } = memory;
    let act = changed;
    if (alarm.suppressor !== undefined) {
      const suppressor = this.#set.find(alarm.suppressor.alarm);
      const step = stepSuppression(memory.suppression, {
        at,
        changed,
        suppressorInAlarm: suppressor !== undefined && this.#of(suppressor.name).state === 'ALARM',
        wait: alarm.suppressor.waitPeriod * 1000,
        extension: alarm.suppressor.extensionPeriod * 1000,
      });
      memory.suppression = step.next;
      act = step.act;
    }
    if (change === undefined || !(changed || act)) return;
    const actions = act ? actionsFor(alarm, change.to) : [];
    const held = suppressedBy(memory.suppression);
    if (changed) transitions.push(toTransition('stateChange', alarm, at, change, actions, held));
    else if (actions.length > 0) transitions.push(toTransition('delayedActions', alarm, at, change, actions));
  }
}

function record(memory: AlarmMemory, change: Change): void {
  memory.state = change.to;
  memory.change = change;
}

function toTransition(
  kind: Transition['kind'],
  alarm: AlarmDefinition,
  at: number,
  { at: changedAt, ...change }: Change,
  actions: readonly string[],
  held?: Transition['actionsSuppressedBy'],
): Transition {
  return {
    kind,
    alarm,
    at,
    changedAt,
    ...change,
    actions,
    ...(held === undefined ? {} : { actionsSuppressedBy: held }),
  };
}
