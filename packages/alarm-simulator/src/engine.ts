import { type AlarmSet, resolveAlarms } from './alarm-set.ts';
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
import type { AlarmDefinition, AlarmStatus, CompositeAlarm, SampleSource, Transition, Verdict } from './types.ts';

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
}

const MINUTE = 60_000;

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
  readonly #metrics: readonly MetricEvaluator[];
  readonly #memory = new Map<string, AlarmMemory>();
  /** Milliseconds between the instants at which something is evaluated. */
  readonly #step: number;
  #startedAt: number | undefined;
  #last: number | undefined;

  /** @throws AlarmSetError if {@link resolveAlarms} finds a fault: ask it first where alarms come from outside */
  constructor(alarms: readonly AlarmDefinition[], options: EngineOptions = {}) {
    const resolved = resolveAlarms(alarms);
    if (!resolved.ok) {
      throw new AlarmSetError(resolved.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    }
    this.#set = resolved.set;
    const { evaluationRange = (periods: number) => periods + 2, lagMinutes = 0 } = options;
    this.#metrics = alarms.flatMap((alarm) => {
      if (alarm.kind !== 'metric') return [];
      const range = Math.max(alarm.evaluationPeriods, Math.floor(evaluationRange(alarm.evaluationPeriods)));
      return [new MetricEvaluator(alarm, range, lagMinutes * MINUTE)];
    });
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
    if (this.#last === undefined) {
      const first = Math.floor(now / this.#step) * this.#step;
      this.#startedAt = first;
      this.#evaluate(first, source, transitions);
    }
    for (let at = this.#nextInstant(); at <= now; at = this.#nextInstant()) this.#evaluate(at, source, transitions);
    return transitions;
  }

  /** Where each alarm stands, by its name. */
  states(): ReadonlyMap<string, AlarmStatus> {
    return new Map(
      [...this.#memory].map(([name, memory]) => [name, toStatus(memory, suppressedBy(memory.suppression))]),
    );
  }

  /** What an evaluation of a metric alarm at this instant would say, and why; changes nothing. */
  explain(name: string, at: number, source: SampleSource): Verdict | undefined {
    const evaluator = this.#metrics.find(({ alarm }) => alarm.name === name);
    return evaluator?.explain(source, at, this.#of(name).state);
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

  #of(name: string): AlarmMemory {
    const memory = this.#memory.get(name);
    if (memory === undefined) throw new Error(`no alarm is named ${JSON.stringify(name)}`);
    return memory;
  }

  /** The next whole step, or the end of a wait or extension period if that is sooner. */
  #nextInstant(): number {
    const last = this.#last ?? 0;
    let next = (Math.floor(last / this.#step) + 1) * this.#step;
    for (const { name } of this.#set.composites) {
      const until = this.#of(name).suppression.period?.until;
      if (until !== undefined && until > last && until < next) next = until;
    }
    return next;
  }

  #evaluate(at: number, source: SampleSource, transitions: Transition[]): void {
    const first = this.#last === undefined;
    this.#last = at;
    const changed = new Set<AlarmDefinition>();
    for (const evaluator of this.#metrics) {
      if (!first && at % evaluator.interval !== 0) continue;
      const { alarm } = evaluator;
      const memory = this.#of(alarm.name);
      const verdict = evaluator.evaluate(source, at, memory.state);
      if (verdict === undefined) continue;
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
