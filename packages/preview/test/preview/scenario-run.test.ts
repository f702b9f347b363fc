import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { ScenarioRun } from '../../src/preview/scenario-run.ts';
import { createRandom } from '../../src/random.ts';
import { parseScenario } from '../../src/scenario/read.ts';
import { NO_FAULTS } from '../../src/types.ts';

const TWO_PHASES = `
name: two
arrivals: even
phases:
  - { name: calm, duration: 1m, requestsPerMinute: 60 }
  - { name: slow, duration: 2m, requestsPerMinute: 30, faults: { modelLatency: 2s } }
`;

function setUp(text = TWO_PHASES) {
  const parsed = parseScenario(text, 'test.yaml');
  if (parsed.status === 'error') throw new Error(parsed.lines[0]);
  const clock = createManualClock();
  const faults = { ...NO_FAULTS };
  const sample = { body: '1', contentType: 'text/csv' };
  const seen: number[] = [];
  const run = new ScenarioRun({
    scenario: parsed.value,
    clock,
    faults,
    random: createRandom(1),
    source: { next: () => sample, nextInvalid: () => sample },
    async send() {
      seen.push(faults.modelLatencyMs);
      return { kind: 'ok', status: 200, latencyMs: 1, requestId: String(seen.length), recorded: true };
    },
  });
  return { clock, faults, run, seen, signal: new AbortController() };
}

describe('a run', () => {
  it('plays the phases one after the other, each with its load and its faults', async () => {
    const { clock, run, seen, signal } = setUp();

    const playing = run.play(signal.signal);
    await clock.advance(180_000);
    await playing;

    expect(run.phases.map(({ phase, measurements }) => [phase.name, measurements.counts.sent])).toEqual([
      ['calm', 59],
      ['slow', 59],
    ]);
    expect(new Set(seen.slice(0, 59))).toEqual(new Set([0]));
    expect(new Set(seen.slice(59))).toEqual(new Set([2000]));
    expect(run.finished).toBe(true);
  });

  it('begins a phase where the one before was to end', async () => {
    const { clock, run, signal } = setUp();
    const start = clock.now();

    void run.play(signal.signal);
    await clock.advance(180_000);

    expect(run.phases.map(({ startedAt, endedAt }) => [startedAt - start, (endedAt ?? 0) - start])).toEqual([
      [0, 60_000],
      [60_000, 180_000],
    ]);
  });

  it('leaves nothing faulty behind', async () => {
    const { clock, faults, run, signal } = setUp();
    const playing = run.play(signal.signal);
    await clock.advance(90_000);
    const during = faults.modelLatencyMs;

    signal.abort();
    await playing;

    expect(during).toBe(2000);
    expect(faults).toEqual(NO_FAULTS);
  });

  it.each([
    ['its signal', ({ signal }: ReturnType<typeof setUp>) => signal.abort()],
    ['its own stop', ({ run }: ReturnType<typeof setUp>) => run.stop()],
  ])('ends early by %s', async (_, end) => {
    const parts = setUp();
    const playing = parts.run.play(parts.signal.signal);
    await parts.clock.advance(30_000);

    end(parts);
    await playing;

    expect(parts.run.phases).toHaveLength(1);
    expect(parts.run.current?.endedAt).toBe(parts.clock.now());
    expect(parts.run.finished).toBe(true);
  });

  it('does not begin when it was stopped before', async () => {
    const { run, signal } = setUp();
    run.stop();

    await run.play(signal.signal);

    expect(run.phases).toEqual([]);
  });
});

describe('a load by hand', () => {
  it('replaces that of the phase, whose faults go on', async () => {
    const { clock, run, seen, signal } = setUp();
    const playing = run.play(signal.signal);
    await clock.advance(60_000);
    const before = seen.length;

    run.setManual({ requestsPerMinute: 600, invalidRate: 0 });
    await clock.advance(60_000);

    expect(seen.length - before).toBeGreaterThan(450);
    expect(new Set(seen.slice(before))).toEqual(new Set([2000]));
    expect(run.manual).toEqual({ requestsPerMinute: 600, invalidRate: 0 });
    signal.abort();
    await playing;
  });

  it('can be none at all, and be given back', async () => {
    const { clock, run, seen, signal } = setUp();
    const playing = run.play(signal.signal);
    run.setManual({ requestsPerMinute: 0, invalidRate: 0 });
    await clock.advance(30_000);
    const silent = seen.length;

    run.setManual();
    await clock.advance(30_000);

    expect(silent).toBe(0);
    expect(seen.length).toBeGreaterThan(20);
    expect(run.manual).toBeUndefined();
    signal.abort();
    await playing;
  });

  it('does not stretch the scenario', async () => {
    const { clock, run, signal } = setUp();
    const playing = run.play(signal.signal);

    for (const requestsPerMinute of [10, 20, 30]) {
      run.setManual({ requestsPerMinute, invalidRate: 0 });
      await clock.advance(60_000);
    }
    await playing;

    expect(run.finished).toBe(true);
  });

  it('is possible after the scenario, until the run is stopped', async () => {
    const { clock, run, seen, signal } = setUp();
    const playing = run.play(signal.signal);
    await clock.advance(180_000);
    await playing;
    const played = seen.length;

    run.setManual({ requestsPerMinute: 600, invalidRate: 0 });
    await clock.advance(60_000);
    const afterwards = seen.length;
    run.stop();
    await clock.advance(60_000);

    expect(afterwards - played).toBeGreaterThan(450);
    expect(seen.length).toBe(afterwards);
  });
});
