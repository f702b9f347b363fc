import { describe, expect, it } from 'vitest';
import { MemorySource, type MetricStatistic, type Sample, type SampleSource } from '../src/index.ts';
import { PeriodReader } from '../src/period-reader.ts';
import { ERRORS, MINUTE, NOON } from './helpers/alarms.ts';

const SUM: MetricStatistic = { metric: ERRORS, statistic: { type: 'simple', name: 'Sum' }, period: 60 };

/** A store that fills: it gives what it has, counts what it gave, and settles so many milliseconds late. */
class Store implements SampleSource {
  readonly list: Sample[] = [];
  given = 0;
  readonly #late: number | undefined;

  constructor(late?: number) {
    this.#late = late;
  }

  add(minute: number, value: number): this {
    this.list.push({ timestamp: NOON + minute * MINUTE, value });
    return this;
  }

  *samples(_: unknown, from: number, to: number): Iterable<Sample> {
    for (const sample of this.list) {
      if (sample.timestamp < from || sample.timestamp >= to) continue;
      this.given++;
      yield sample;
    }
  }

  settledBefore(_: unknown, asOf: number): number {
    return this.#late === undefined ? Number.NEGATIVE_INFINITY : asOf - this.#late;
  }
}

function values(reader: PeriodReader, source: SampleSource, minute: number, count: number): (number | undefined)[] {
  const end = NOON + minute * MINUTE;
  return reader.read(source, end, count, end).map((datapoint) => datapoint?.value);
}

describe('a reader of periods', () => {
  it('gives the periods that end at an instant, oldest first, with a gap where there is no sample', () => {
    const source = new Store().add(0, 1).add(0.5, 2).add(2, 5);

    expect(values(new PeriodReader(SUM), source, 3, 4)).toEqual([undefined, 3, undefined, 5]);
  });

  it('counts a sample at the start of a period to it, and one at its end to the next', () => {
    const source = new Store().add(1, 1).add(2, 10);

    expect(values(new PeriodReader(SUM), source, 2, 1)).toEqual([1]);
  });

  it('sees what comes late as long as it is not settled', () => {
    const source = new Store(2 * MINUTE).add(0, 1);
    const reader = new PeriodReader(SUM);
    values(reader, source, 2, 3);

    source.add(0.5, 10);

    expect(values(reader, source, 2, 3)).toEqual([undefined, 11, undefined]);
  });

  it('does not look again at what is settled', () => {
    const source = new Store(0).add(0, 1).add(1, 2);
    const reader = new PeriodReader(SUM);
    for (let minute = 1; minute <= 5; minute++) values(reader, source, minute, 5);

    expect(source.given).toBe(2);
  });

  it('puts long periods together of settled minutes, each read once however far the window slides', () => {
    const source = new Store(0);
    for (let minute = -360; minute < 60; minute++) source.add(minute, 1);
    const reader = new PeriodReader({ ...SUM, period: 6 * 3600 });

    const sums = Array.from({ length: 60 }, (_, minute) => values(reader, source, minute, 1)[0]);

    expect(sums).toEqual(Array.from({ length: 60 }, () => 360));
    expect(source.given).toBe(360 + 59);
  });

  it('gives a long period the percentile of all its samples, not of its minutes', () => {
    const source = new Store(0);
    for (let minute = 0; minute < 5; minute++) source.add(minute, minute === 4 ? 100 : minute);
    const percentile = { type: 'percentile', name: 'p80', percentile: 80 } as const;

    expect(values(new PeriodReader({ ...SUM, period: 300, statistic: percentile }), source, 5, 1)).toEqual([3]);
  });

  it('leaves out samples that it did not ask for', () => {
    const all: SampleSource = {
      samples: () => [
        { timestamp: NOON - MINUTE, value: 1 },
        { timestamp: NOON, value: 9 },
      ],
    };

    expect(values(new PeriodReader(SUM), all, 0, 1)).toEqual([1]);
  });

  it('forgets one source when it is given another', () => {
    const reader = new PeriodReader(SUM);
    const first = new MemorySource().add(ERRORS, [{ timestamp: NOON, value: 1 }]);

    values(reader, first, 1, 1);

    expect(values(reader, new MemorySource(), 1, 1)).toEqual([undefined]);
  });

  it('keeps samples of one unit apart in minutes of a long period too', () => {
    const mixed = new MemorySource().add(ERRORS, [
      { timestamp: NOON, value: 1, unit: 'Seconds' },
      { timestamp: NOON + MINUTE, value: 1000, unit: 'Milliseconds' },
    ]);
    const end = NOON + 5 * MINUTE;

    const [all] = new PeriodReader({ ...SUM, period: 300 }).read(mixed, end, 1, end);
    const [seconds] = new PeriodReader({ ...SUM, period: 300, unit: 'Seconds' }).read(mixed, end, 1, end);

    expect(all).toMatchObject({ value: 1001, certainty: 'undocumented' });
    expect(seconds).toMatchObject({ value: 1 });
    expect(seconds).not.toHaveProperty('certainty');
  });
});
