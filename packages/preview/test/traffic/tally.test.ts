import { describe, expect, it } from 'vitest';
import { MINUTES_KEPT, Tally } from '../../src/traffic/tally.ts';
import type { Outcome } from '../../src/traffic/types.ts';

const MINUTE = 60_000;
const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  kind: 'ok',
  status: 200,
  latencyMs: 10,
  requestId: 'a',
  recorded: true,
  ...changes,
});

describe('the tally', () => {
  it('counts a request as under way until it ends', () => {
    const tally = new Tally();

    const end = tally.sent(0);
    const before = tally.total.inFlight;
    end(outcome());

    expect(before).toBe(1);
    expect(tally.total.inFlight).toBe(0);
    expect(tally.total.counts).toEqual({ sent: 1, ok: 1, failed: 0, rejected: 0, dropped: 0 });
  });

  it('puts a request into the minute and the phase in which it was sent, whenever it ends', () => {
    const tally = new Tally();
    const first = tally.beginPhase();
    const end = tally.sent(MINUTE - 1);

    const second = tally.beginPhase();
    end(outcome({ latencyMs: 70_000 }));

    expect(tally.minutes().map(({ at, ok }) => [at, ok])).toEqual([[0, 1]]);
    expect(first.counts.ok).toBe(1);
    expect(second.counts.ok).toBe(0);
  });

  it('grades only answers with a known label', () => {
    const tally = new Tally();

    for (const correct of [true, true, true, false, undefined]) tally.sent(0)(outcome({ correct }));

    expect(tally.total.accuracy).toBe(0.75);
  });

  it('has no accuracy before the first graded answer', () => {
    expect(new Tally().total.accuracy).toBeNull();
  });

  it('remembers the ids of the requests that must have a record', () => {
    const tally = new Tally();

    tally.sent(0)(outcome({ requestId: 'stored' }));
    tally.sent(0)(outcome({ requestId: 'refused', kind: 'rejected', recorded: false }));

    expect([...tally.recordedIds]).toEqual(['stored']);
  });

  it('counts failures that name no id', () => {
    const tally = new Tally();

    tally.sent(0)(outcome({ kind: 'failed', status: 503, requestId: undefined, recorded: false }));
    tally.sent(0)(outcome({ kind: 'rejected', status: 429, requestId: undefined, recorded: false }));

    expect(tally.unidentified).toBe(1);
  });

  it('counts answers by status and problems by their words', () => {
    const tally = new Tally();

    tally.sent(0)(outcome());
    tally.sent(0)(outcome({ kind: 'failed', status: 502, problem: '502 model-error' }));
    tally.sent(0)(outcome({ kind: 'failed', status: 502, problem: '502 model-error' }));

    expect(tally.byStatus).toEqual({ 200: 1, 502: 2 });
    expect(tally.problems).toEqual({ '502 model-error': 2 });
  });

  it('measures latency over the newest minutes only', () => {
    const tally = new Tally();
    tally.sent(0)(outcome({ latencyMs: 1000 }));
    tally.sent(10 * MINUTE)(outcome({ latencyMs: 10 }));

    expect(tally.latencySince(6 * MINUTE).p99).toBe(10);
    expect(tally.total.latency.p99).toBe(1000);
  });

  it('keeps a bounded number of minutes', () => {
    const tally = new Tally();

    for (let minute = 0; minute < 2 * MINUTES_KEPT; minute++) tally.sent(minute * MINUTE)(outcome());

    expect(tally.minutes()).toHaveLength(MINUTES_KEPT);
    expect(tally.minutes()[0]?.at).toBe(MINUTES_KEPT * MINUTE);
  });
});
