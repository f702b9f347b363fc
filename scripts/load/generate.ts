import { Agent, type RequestOptions, request } from 'node:http';
import { createGaps } from '../../packages/preview/src/traffic/arrivals.ts';
import { classifyAnswer } from '../../packages/preview/src/traffic/send.ts';
import { TimeHistogram } from './histogram.ts';
import { type PreparedRequest, Samples } from './samples.ts';
import type { LoadOrder, LoadOutcome } from './types.ts';

/** Real milliseconds without a sign of life after which a request counts as unanswered; the API answers within 30 s. */
const TIMEOUT_MS = 35_000;

/**
 * Real milliseconds that a connection stays open that nobody uses: less than the API keeps it (two minutes), by more than any
 * stall of the machine, so that no request meets a connection that the other side is just closing.
 */
const IDLE_MS = 60_000;

/** Requests a second that the warm-up begins with, and in all of it at least. */
const LEAST_RATE = 2;
const FEWEST_WARM_UPS = 10;

/** An answer: its status, 0 for none, and its body. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends requests when they are due, each on a connection that is free or new, and measures from the moment at which a
 * request was due: what waits in this process or in the preview counts, so that nothing is omitted when the preview is
 * slow ("coordinated omission"), and nothing need be made up afterwards.
 */
export class LoadGenerator {
  readonly #order: LoadOrder;
  readonly #agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  readonly #samples: Samples;
  readonly #target: RequestOptions;
  readonly #latency = new TimeHistogram();
  readonly #lateness = new TimeHistogram();
  readonly #byStatus = new Map<number, number>();
  readonly #recordedIds: string[] = [];
  #sent = 0;
  #dropped = 0;
  #inFlight = 0;
  #answeredInTime = 0;
  #ok = 0;
  #failed = 0;
  #allAnswered: (() => void) | undefined;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#samples = new Samples(order.url, order.caller);
    const { hostname, port, pathname } = new URL(order.url);
    this.#target = { hostname, port, path: pathname, method: 'POST', agent: this.#agent, timeout: TIMEOUT_MS };
  }

  /** Keeps up the load to its end or until the signal aborts, and waits for the answers. */
  async run(signal: AbortSignal, random: () => number = Math.random): Promise<LoadOutcome> {
    const { rate, arrivals, warmUpMs, durationMs } = this.#order;
    const cpu = process.cpuUsage();
    const nextGap = createGaps(rate * 60, arrivals, random);
    const startedAt = performance.now();
    const measuredFrom = startedAt + warmUpMs;
    const until = measuredFrom + durationMs;
    // The load grows evenly during the warm-up: nobody's traffic begins at its full rate, and functions start one by one.
    const leastRate = Math.max(LEAST_RATE, FEWEST_WARM_UPS / (warmUpMs / 1000));
    const share = (at: number) => Math.max(leastRate / rate, (at - startedAt) / warmUpMs);
    const gapAfter = (at: number) => nextGap() / (at < measuredFrom ? Math.min(1, share(at)) : 1);
    let due = startedAt + gapAfter(startedAt);
    while (due < until && !signal.aborted) {
      await sleep(due - performance.now());
      for (const now = performance.now(); due <= now && due < until; due += gapAfter(due)) {
        this.#start(due, due >= measuredFrom, until);
      }
    }
    if (!signal.aborted) await sleep(until - performance.now());
    const inFlightAtEnd = this.#inFlight;
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#allAnswered = resolve));
    this.#agent.destroy();
    const { user, system } = process.cpuUsage(cpu);
    return this.#outcome(inFlightAtEnd, (user + system) / 1000);
  }

  #outcome(inFlightAtEnd: number, cpuMs: number): LoadOutcome {
    return {
      sent: this.#sent,
      dropped: this.#dropped,
      byStatus: Object.fromEntries(this.#byStatus),
      recordedIds: this.#recordedIds,
      ok: this.#ok,
      failed: this.#failed,
      inFlightAtEnd,
      answeredPerSecond: this.#answeredInTime / (this.#order.durationMs / 1000),
      latencyMs: this.#latency.percentiles(),
      latenessMs: this.#lateness.percentiles(),
      measured: this.#latency.count,
      cpuMs,
    };
  }

  #start(due: number, measured: boolean, until: number): void {
    if (this.#inFlight >= this.#order.maxInFlight) {
      this.#dropped++;
      return;
    }
    this.#sent++;
    this.#inFlight++;
    if (measured) this.#lateness.record(performance.now() - due);
    this.#send(this.#samples.next(), (answer) => {
      const now = performance.now();
      if (measured) this.#latency.record(now - due);
      if (measured && now < until) this.#answeredInTime++;
      this.#note(answer);
      this.#inFlight--;
      if (this.#inFlight === 0) this.#allAnswered?.();
    });
  }

  #note({ status, body }: Answer): void {
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    const { kind, recorded, requestId } = classifyAnswer(status, body, undefined, undefined);
    if (kind === 'ok') this.#ok++;
    if (recorded && kind === 'failed') this.#failed++;
    if (recorded && requestId !== undefined) this.#recordedIds.push(requestId);
  }

  /** Calls back once: with the answer, or with status 0 if there is none. */
  #send({ body: content, headers }: PreparedRequest, done: (answer: Answer) => void): void {
    let ended = false;
    const end = (answer: Answer) => {
      if (ended) return;
      ended = true;
      done(answer);
    };
    const none = () => end({ status: 0, body: '' });
    const outgoing = request({ ...this.#target, headers });
    outgoing.on('response', (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        body += chunk;
      });
      incoming.on('end', () => end({ status: incoming.statusCode ?? 0, body }));
      incoming.on('error', none);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', none);
    outgoing.end(content);
  }
}

/** A wait below a millisecond is none: the timer would make a whole one of it. */
function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
