import { describe, expect, it } from 'vitest';
import { DEFAULT_HISTORY_MS, MetricStore } from '../../src/observability/metric-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1);

const metric = (dimensions: Record<string, string> = {}) => ({ namespace: 'N', metricName: 'm', dimensions });

/** Publishes values at times relative to the start. */
function storeOf(points: readonly (readonly [at: number, value: number])[], historyMs?: number): MetricStore {
  const store = new MetricStore({ historyMs });
  for (const [at, value] of points) store.publish({ ...metric(), timestamp: START + at, value });
  return store;
}

const valuesOf = (store: MetricStore, from: number, to: number) =>
  [...store.samples(metric(), START + from, START + to)].map(({ value }) => value);

describe('samples', () => {
  it('come from the start of the range up to, and without, its end', () => {
    // Prepare
    const store = storeOf([
      [0, 1],
      [MINUTE - 1, 2],
      [MINUTE, 3],
      [2 * MINUTE, 4],
    ]);

    // Act
    const values = valuesOf(store, 0, 2 * MINUTE);

    // Assess
    expect(values).toEqual([1, 2, 3]);
  });

  it('may begin and end within a minute', () => {
    // Prepare
    const store = storeOf([
      [10_000, 1],
      [20_000, 2],
      [30_000, 3],
    ]);

    // Act
    const values = valuesOf(store, 20_000, 30_000);

    // Assess
    expect(values).toEqual([2]);
  });

  it('of an unknown metric are none', () => {
    // Prepare
    const store = new MetricStore();

    // Act
    const values = valuesOf(store, 0, HOUR);

    // Assess
    expect(values).toEqual([]);
  });

  it('end, even if the range does not', () => {
    // Prepare
    const store = storeOf([[0, 1]]);

    // Act
    const values = [...store.samples(metric(), 0, Number.POSITIVE_INFINITY)];

    // Assess
    expect(values).toHaveLength(1);
  });

  it('tell metrics apart by their dimensions, whose order does not matter', () => {
    // Prepare
    const store = new MetricStore();
    store.publish({ ...metric({ a: '1', b: '2' }), timestamp: START, value: 1 });
    store.publish({ ...metric({ b: '2', a: '1' }), timestamp: START + 1, value: 2 });
    store.publish({ ...metric({ a: '1' }), timestamp: START, value: 3 });

    // Act
    const both = [...store.samples(metric({ b: '2', a: '1' }), START, START + MINUTE)];

    // Assess
    expect(both.map(({ value }) => value)).toEqual([1, 2]);
    expect(store.list()).toEqual([metric({ a: '1', b: '2' }), metric({ a: '1' })]);
  });

  it('keep count and unit', () => {
    // Prepare
    const store = new MetricStore();

    // Act
    store.publish({ ...metric(), timestamp: START, value: 5, count: 3, unit: 'Count' });

    // Assess
    expect([...store.samples(metric(), START, START + 1)]).toEqual([
      { timestamp: START, value: 5, count: 3, unit: 'Count' },
    ]);
  });

  it('that are equal and close together are stored as one with a count', () => {
    // Prepare, Act
    const store = storeOf([
      [0, 1],
      [9999, 1],
      [10_000, 1],
    ]);

    // Assess
    const stored = [...store.samples(metric(), START, START + MINUTE)];
    expect(stored.map(({ timestamp, count }) => [timestamp - START, count])).toEqual([
      [0, 2],
      [10_000, 1],
    ]);
  });

  it('of different units stay apart', () => {
    // Prepare
    const store = new MetricStore();

    // Act
    for (const unit of ['Count', 'None']) store.publish({ ...metric(), timestamp: START, value: 1, unit });

    // Assess
    expect([...store.samples(metric(), START, START + 1)].map(({ unit }) => unit)).toEqual(['Count', 'None']);
  });
});

describe('the history', () => {
  it('is three hours by default', () => {
    // Prepare
    const store = storeOf([
      [0, 1],
      [MINUTE, 2],
    ]);

    // Act
    store.publish({ ...metric(), timestamp: START + MINUTE + DEFAULT_HISTORY_MS, value: 3 });

    // Assess
    expect(store.historyOf(metric())).toBe(3 * HOUR);
    expect(valuesOf(store, 0, 24 * HOUR)).toEqual([2, 3]);
  });

  it('grows for an alarm that looks further back, and never shrinks', () => {
    // Prepare
    const store = storeOf([[0, 1]], HOUR);

    // Act
    store.keepAtLeast(2 * HOUR, metric());
    store.keepAtLeast(MINUTE, metric());

    // Assess
    store.publish({ ...metric(), timestamp: START + 2 * HOUR, value: 2 });
    expect(valuesOf(store, 0, 24 * HOUR)).toEqual([1, 2]);
  });

  it('of other metrics stays as it is', () => {
    // Prepare
    const store = storeOf([[0, 1]], HOUR);

    // Act
    store.keepAtLeast(2 * HOUR, metric({ other: 'one' }));

    // Assess
    store.publish({ ...metric(), timestamp: START + 2 * HOUR, value: 2 });
    expect(valuesOf(store, 0, 24 * HOUR)).toEqual([2]);
  });

  it('takes a sample that arrives late', () => {
    // Prepare
    const store = storeOf([[5 * MINUTE, 2]]);

    // Act
    store.publish({ ...metric(), timestamp: START + MINUTE, value: 1 });

    // Assess
    expect(valuesOf(store, 0, HOUR)).toEqual([1, 2]);
  });
});

describe('statistics', () => {
  it('are of each period that has samples', () => {
    // Prepare
    const store = storeOf([
      [0, 4],
      [30_000, 2],
      [3 * MINUTE, 7],
    ]);

    // Act
    const statistics = store.statistics(metric(), START, START + HOUR);

    // Assess
    expect(statistics).toEqual([
      { start: START, sampleCount: 2, sum: 6, minimum: 2, maximum: 4 },
      { start: START + 3 * MINUTE, sampleCount: 1, sum: 7, minimum: 7, maximum: 7 },
    ]);
  });

  it('take longer periods and count repeated values', () => {
    // Prepare
    const store = new MetricStore();
    store.publish({ ...metric(), timestamp: START, value: 3, count: 2 });
    store.publish({ ...metric(), timestamp: START + 4 * MINUTE, value: 1 });

    // Act
    const statistics = store.statistics(metric(), START, START + HOUR, 5 * MINUTE);

    // Assess
    expect(statistics).toEqual([{ start: START, sampleCount: 3, sum: 7, minimum: 1, maximum: 3 }]);
  });
});
