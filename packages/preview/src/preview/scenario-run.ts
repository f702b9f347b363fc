import type { Scenario, ScenarioPhase } from '../scenario/types.ts';
import { TrafficGenerator } from '../traffic/generator.ts';
import type { Measurements } from '../traffic/measurements.ts';
import { Tally } from '../traffic/tally.ts';
import type { Outcome, TrafficRequest, TrafficSource } from '../traffic/types.ts';
import { type Clock, type Faults, NO_FAULTS, type Random } from '../types.ts';

/** A phase that has begun. Times are virtual milliseconds since the epoch. */
export interface PlayedPhase {
  readonly phase: ScenarioPhase;
  readonly startedAt: number;
  /** When it is to end; `Infinity` for an endless one. */
  readonly endsAt: number;
  /** When it did end; undefined while it goes on. */
  endedAt?: number;
  readonly measurements: Measurements;
}

/** Load by hand, in place of the scenario's. */
export interface ManualLoad {
  readonly requestsPerMinute: number;
  /** Share (0 to 1) of requests that are broken on purpose. */
  readonly invalidRate: number;
}

export interface ScenarioRunOptions {
  readonly scenario: Scenario;
  readonly clock: Clock;
  /** Changed in place: the emulated services read it at each request. */
  readonly faults: Faults;
  readonly random: Random;
  readonly source: TrafficSource;
  readonly send: (request: TrafficRequest) => Promise<Outcome>;
}

/** Plays a scenario: sets the faults of each phase and keeps up its load. */
export class ScenarioRun {
  readonly scenario: Scenario;
  readonly tally = new Tally();
  readonly phases: PlayedPhase[] = [];
  readonly #options: ScenarioRunOptions;
  readonly #stop = new AbortController();
  #finished = false;
  #manual: ManualLoad | undefined;
  /** Aborts when somebody takes the load into their hands or gives it back, and when the run is stopped. */
  #loadChange = new AbortController();
  #playsAfterwards = false;

  constructor(options: ScenarioRunOptions) {
    this.scenario = options.scenario;
    this.#options = options;
  }

  /** The phase that goes on, or the last one; undefined before the first. */
  get current(): PlayedPhase | undefined {
    return this.phases.at(-1);
  }

  /** True when the last phase is over, or the run was stopped. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Load by hand; undefined while the scenario has its say. */
  get manual(): ManualLoad | undefined {
    return this.#manual;
  }

  /** Takes the load into one's hands, or (without an argument) gives it back to the scenario. Its faults go on. */
  setManual(load?: ManualLoad): void {
    this.#manual = load;
    this.#loadChange.abort();
    this.#loadChange = new AbortController();
    if (this.#finished && !this.#playsAfterwards) void this.#playAfterwards();
  }

  /** Plays all phases one after the other until the end or until the signal aborts; then nothing is faulty any more. */
  async play(parent: AbortSignal): Promise<void> {
    const stop = () => this.stop();
    if (parent.aborted) stop();
    parent.addEventListener('abort', stop, { once: true });
    try {
      await this.#play(this.#stop.signal);
    } finally {
      parent.removeEventListener('abort', stop);
    }
  }

  /** Ends the run early. */
  stop(): void {
    this.#stop.abort();
    this.#loadChange.abort();
  }

  async #play(signal: AbortSignal): Promise<void> {
    const { clock, faults } = this.#options;
    const generator = this.#generator();
    const { phases } = this.scenario;
    // Each phase begins where the one before was to end, so that a busy machine does not stretch the scenario.
    let from = clock.now();
    try {
      for (const phase of phases) {
        if (signal.aborted) break;
        const played = this.#begin(phase, from);
        Object.assign(faults, phase.faults);
        await this.#keepUp(generator, phase, from, played.endsAt, signal);
        played.endedAt = Math.min(clock.now(), played.endsAt);
        from = played.endsAt;
      }
    } finally {
      Object.assign(faults, NO_FAULTS);
    }
    await generator.settle();
    this.#finished = true;
  }

  #generator(): TrafficGenerator {
    const { clock, random, source, send } = this.#options;
    return new TrafficGenerator({ clock, random, source, send, tally: this.tally });
  }

  /** Keeps up the phase's load, or the one by hand, until the phase is over. */
  async #keepUp(
    generator: TrafficGenerator,
    phase: ManualLoad,
    from: number,
    until: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#options;
    const { arrivals } = this.scenario;
    for (let start = from; !signal.aborted && start < until; start = Math.max(clock.now(), start)) {
      const { requestsPerMinute, invalidRate } = this.#manual ?? phase;
      const changed = this.#loadChange.signal;
      await generator.run({ requestsPerMinute, invalidRate, arrivals, from: start, until }, changed);
      if (!changed.aborted) return;
    }
  }

  /** With the scenario over, there is load only by hand. */
  async #playAfterwards(): Promise<void> {
    this.#playsAfterwards = true;
    const generator = this.#generator();
    const none = { requestsPerMinute: 0, invalidRate: 0 };
    const from = this.#options.clock.now();
    await this.#keepUp(generator, none, from, Number.POSITIVE_INFINITY, this.#stop.signal);
    await generator.settle();
  }

  #begin(phase: ScenarioPhase, startedAt: number): PlayedPhase {
    const measurements = this.tally.beginPhase();
    const played: PlayedPhase = { phase, startedAt, endsAt: startedAt + phase.durationMs, measurements };
    this.phases.push(played);
    return played;
  }
}
