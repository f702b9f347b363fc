import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { createRandom } from '../../src/random.ts';
import { type Load, TrafficGenerator } from '../../src/traffic/generator.ts';
import { Tally } from '../../src/traffic/tally.ts';
import type { Outcome, TrafficRequest } from '../../src/traffic/types.ts';

const SAMPLE: TrafficRequest = { body: '1,2', contentType: 'text/csv', label: 3 };
const INVALID: TrafficRequest = { body: '', contentType: 'text/csv' };
const OK: Outcome = { kind: 'ok', status: 200, latencyMs: 5, requestId: 'a', recorded: true };

function setUp(send: (request: TrafficRequest) => Promise<Outcome>, maxInFlight?: number) {
  const clock = createManualClock();
  const tally = new Tally();
  const source = { next: () => SAMPLE, nextInvalid: () => INVALID };
  const generator = new TrafficGenerator({ clock, tally, source, send, random: createRandom(1), maxInFlight });
  const load = (changes: Partial<Load> = {}): Load => ({
    requestsPerMinute: 60,
    arrivals: 'even',
    invalidRate: 0,
    from: clock.now(),
    until: clock.now() + 60_000,
    ...changes,
  });
  return { clock, tally, generator, load };
}

const never = () => new Promise<Outcome>(() => {});
const signal = () => new AbortController().signal;

describe('the traffic generator', () => {
  it('sends at the asked rate, until its end', async () => {
    const { clock, tally, generator, load } = setUp(async () => OK);

    const run = generator.run(load(), signal());
    await clock.advance(120_000);
    await run;

    // The first gap begins with the load and the sixtieth request would be due at its very end.
    expect(tally.total.counts).toMatchObject({ sent: 59, ok: 59 });
  });

  it('goes on sending while nothing is answered', async () => {
    const { clock, tally, generator, load } = setUp(never);

    void generator.run(load(), signal());
    await clock.advance(30_500);

    expect(tally.total.counts.sent).toBe(30);
    expect(tally.total.inFlight).toBe(30);
  });

  it('drops, and counts, what exceeds the limit of requests under way', async () => {
    const { clock, tally, generator, load } = setUp(never, 10);

    void generator.run(load(), signal());
    await clock.advance(30_500);

    expect(tally.total.counts).toMatchObject({ sent: 10, dropped: 20 });
  });

  it('sends everything that fell due while the machine was busy', async () => {
    const { clock, tally, generator, load } = setUp(async () => OK);
    const from = clock.now() - 10_000;

    void generator.run(load({ from }), signal());
    await clock.advance(1);

    expect(tally.total.counts.sent).toBe(10);
  });

  it('stops when it is told to', async () => {
    const { clock, tally, generator, load } = setUp(async () => OK);
    const stop = new AbortController();

    const run = generator.run(load({ until: Number.POSITIVE_INFINITY }), stop.signal);
    await clock.advance(5500);
    stop.abort();
    await run;
    await clock.advance(60_000);

    expect(tally.total.counts.sent).toBe(5);
  });

  it('waits out a phase without traffic', async () => {
    const { clock, tally, generator, load } = setUp(async () => OK);

    const run = generator.run(load({ requestsPerMinute: 0 }), signal());
    await clock.advance(60_000);
    await run;

    expect(tally.total.counts.sent).toBe(0);
  });

  it('breaks the asked share of requests', async () => {
    const sent: TrafficRequest[] = [];
    const { clock, generator, load } = setUp(async (request) => {
      sent.push(request);
      return OK;
    });

    void generator.run(load({ requestsPerMinute: 6000, invalidRate: 0.2 }), signal());
    await clock.advance(60_000);

    const broken = sent.filter((request) => request === INVALID).length / sent.length;
    expect(broken).toBeGreaterThan(0.18);
    expect(broken).toBeLessThan(0.22);
  });

  it('settles when the last request has ended', async () => {
    const endings: ((outcome: Outcome) => void)[] = [];
    const { clock, tally, generator, load } = setUp(() => new Promise((resolve) => endings.push(resolve)));
    const run = generator.run(load({ until: clock.now() + 2500 }), signal());
    await clock.advance(3000);
    await run;
    let settled = false;

    const settling = generator.settle().then(() => {
      settled = true;
    });
    expect(settled).toBe(false);
    for (const end of endings) end(OK);
    await settling;

    expect(tally.total.inFlight).toBe(0);
  });
});
