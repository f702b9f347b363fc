import { type LatencyPercentiles, latencyPercentiles } from '../report/percentiles.ts';
import { Measurements, type RequestCounts } from './measurements.ts';
import type { Outcome } from './types.ts';

/** One virtual minute of traffic, by the time at which the requests were sent. */
export interface MinuteOfTraffic extends RequestCounts, LatencyPercentiles {
  /** Virtual milliseconds since the epoch; start of the minute. */
  readonly at: number;
}

/** Ids kept to look for lost records; later ones replace the oldest. */
export const REQUEST_IDS_KEPT = 200_000;
/** Virtual minutes kept for the live view. */
export const MINUTES_KEPT = 60;

const MINUTE = 60_000;

/** What happened to the requests, in bounded memory however long the preview runs. */
export class Tally {
  /** The whole run. */
  readonly total = new Measurements();
  readonly #minutes = new Map<number, Measurements>();
  readonly #byStatus = new Map<number, number>();
  readonly #problems = new Map<string, number>();
  readonly #recordedIds = new Set<string>();
  #phase: Measurements | undefined;
  #unidentified = 0;

  /** Answers by HTTP status; `0` stands for no answer. */
  get byStatus(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byStatus);
  }

  /** What went wrong, with how often. */
  get problems(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#problems);
  }

  /** Ids of the requests of which a record must exist; the newest {@link REQUEST_IDS_KEPT}. */
  get recordedIds(): ReadonlySet<string> {
    return this.#recordedIds;
  }

  /** Failed requests that name no id, such as a function that timed out: whether they left a record cannot be told. */
  get unidentified(): number {
    return this.#unidentified;
  }

  /** Measures what is sent from now on apart as well, until the next phase begins. */
  beginPhase(): Measurements {
    this.#phase = new Measurements();
    return this.#phase;
  }

  /** A request is sent at this virtual time; call what is returned when it has ended. */
  sent(at: number): (outcome: Outcome) => void {
    const scopes = this.#scopes(at);
    for (const scope of scopes) scope.sent();
    return (outcome) => {
      for (const scope of scopes) scope.ended(outcome);
      this.#note(outcome);
    };
  }

  /** A request was due at this virtual time, but too many were under way already. */
  dropped(at: number): void {
    for (const scope of this.#scopes(at)) scope.dropped();
  }

  /** The virtual minutes that end after a time, oldest first, at most {@link MINUTES_KEPT}. */
  minutes(since = 0): MinuteOfTraffic[] {
    return this.#since(since).map(([at, minute]) => ({ at, ...minute.counts, ...minute.latency }));
  }

  /** Percentiles over the requests sent since a virtual time, to the minute. */
  latencySince(since: number): LatencyPercentiles {
    return latencyPercentiles(this.#since(since).flatMap(([, minute]) => minute.latencies));
  }

  #since(since: number): [number, Measurements][] {
    return [...this.#minutes].filter(([at]) => at + MINUTE > since).sort(([left], [right]) => left - right);
  }

  #note({ status, problem, kind, recorded, requestId }: Outcome): void {
    increment(this.#byStatus, status);
    if (problem !== undefined) increment(this.#problems, problem);
    if (kind === 'failed' && requestId === undefined) this.#unidentified++;
    if (!recorded || requestId === undefined) return;
    this.#recordedIds.add(requestId);
    if (this.#recordedIds.size <= REQUEST_IDS_KEPT) return;
    for (const oldest of this.#recordedIds) {
      this.#recordedIds.delete(oldest);
      break;
    }
  }

  #scopes(at: number): Measurements[] {
    const scopes = [this.total, this.#minute(at)];
    return this.#phase ? [...scopes, this.#phase] : scopes;
  }

  #minute(at: number): Measurements {
    const start = Math.floor(at / MINUTE) * MINUTE;
    const known = this.#minutes.get(start);
    if (known) return known;
    const minute = new Measurements();
    this.#minutes.set(start, minute);
    if (this.#minutes.size > MINUTES_KEPT) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    return minute;
  }
}

/** Different problems kept apart: a server that words each error differently must not fill the memory. */
const MAX_KEYS = 50;

function increment<K>(counts: Map<K, number>, key: K): void {
  if (!counts.has(key) && counts.size >= MAX_KEYS) return;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
