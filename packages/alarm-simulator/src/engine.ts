import { advanceAlarms } from './advance-alarms.ts';
import { type AlarmSet, resolveAlarms } from './alarm-set.ts';
import { type Child, compositeState, describeComposite } from './composite-evaluation.ts';
import { type EngineOptions, evaluatorOf, seenSource, stepBetween } from './engine-options.ts';
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
import type { MetricEvaluator } from './metric-evaluation.ts';
import type { SampleSource } from './sample-types.ts';
import { stepSuppression, suppressedBy } from './suppression.ts';
import type {
  AlarmDefinition,
  AlarmState,
  AlarmStatus,
  CompositeAlarm,
  MetricAlarm,
  Transition,
  Verdict,
} from './types.ts';

/** A metric alarm changes its state. */
interface MetricEvent {
  readonly alarm: MetricAlarm;
  /** Place of the alarm among the metric alarms: what happens at one instant is told in this order. */
  readonly place: number;
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
  readonly #sources = new WeakMap<SampleSource, SampleSource>();

  /** @throws AlarmSetError if {@link resolveAlarms} finds a fault: ask it first where alarms come from outside */
  constructor(alarms: readonly AlarmDefinition[], options: EngineOptions = {}) {
    const resolved = resolveAlarms(alarms);
    if (!resolved.ok) {
      throw new AlarmSetError(resolved.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    }
    this.#set = resolved.set;
    this.#options = options;
    this.#metrics = alarms.flatMap((alarm) => (alarm.kind === 'metric' ? [evaluatorOf(alarm, this.#options)] : []));
    this.#step = stepBetween(this.#metrics);
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
    return evaluatorOf(alarm, this.#options).explain(this.#seen(source), at, previous ?? memory.state, memory);
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

  /** The source as alarms see it; the same one each time. */
  #seen(source: SampleSource): SampleSource {
    const known = this.#sources.get(source) ?? seenSource(source, this.#options);
    this.#sources.set(source, known);
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
    const advances = this.#metrics.map((evaluator, place) => {
      const { alarm, interval } = evaluator;
      const memory = this.#of(alarm.name);
      let present = memory.state;
      const changed = (at: number, state: AlarmState): void => {
        const event = { alarm, place, verdict: evaluator.words(source, at, present, state) };
        present = state;
        const together = events.get(at);
        if (together === undefined) events.set(at, [event]);
        else together.push(event);
      };
      const start = first ? from : Math.ceil(from / interval) * interval;
      return [evaluator, { first: start, last: to, state: present, life: memory, changed }] as const;
    });
    advanceAlarms(source, advances);
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
    for (const { alarm, verdict } of events.toSorted((one, other) => one.place - other.place)) {
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
    const created = !memory.evaluated;
    memory.evaluated = true;
    const concerned = alarm.children.some((reference) => {
      const child = this.#set.find(reference);
      return child !== undefined && changed.has(child);
    });
    if (!created && !concerned) return false;
    const to = compositeState(alarm, (reference) => this.#child(reference)?.memory.state);
    // Most changes of a child change nothing here, and words cost more than states.
    if (to === memory.state) return false;
    const childOf = (reference: string): Child | undefined => {
      const child = this.#child(reference);
      if (child === undefined) return undefined;
      const { definition, memory: own } = child;
      const { state, change } = own;
      return {
        arn: definition.arn,
        state,
        certainty: change?.certainty ?? 'documented',
        since: change?.at ?? this.#startedAt ?? at,
        changed: changed.has(definition),
      };
    };
    const words = describeComposite(alarm, to, childOf, created);
    record(memory, { at, from: memory.state, to, ...words, rule: 'alarm rule' });
    return true;
  }

  /** What a rule refers to. */
  #child(reference: string): { readonly definition: AlarmDefinition; readonly memory: AlarmMemory } | undefined {
    const definition = this.#set.find(reference);
    return definition === undefined ? undefined : { definition, memory: this.#of(definition.name) };
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
