import { describe, expect, it } from 'vitest';
import { reconcileRecords } from '../../src/report/records.ts';

const evidence = (parts: Partial<Record<'expected' | 'stored' | 'queued' | 'deadLettered', string[]>>) => ({
  expected: new Set(parts.expected),
  stored: new Set(parts.stored),
  queued: new Set(parts.queued),
  deadLettered: new Set(parts.deadLettered),
  unidentified: 0,
});

describe('reconcileRecords', () => {
  it('finds a lost record although the numbers are equal', () => {
    const counts = reconcileRecords(evidence({ expected: ['a', 'b'], stored: ['a', 'somebody else'] }));

    expect(counts).toMatchObject({ stored: 2, lost: 1, lostIds: ['b'] });
  });

  it('counts a record once that is stored and still in the queue', () => {
    const counts = reconcileRecords(evidence({ expected: ['a'], stored: ['a'], queued: ['a'] }));

    expect(counts).toMatchObject({ stored: 1, pending: 0, lost: 0 });
  });

  it('does not call a record lost that waits', () => {
    const counts = reconcileRecords(evidence({ expected: ['a', 'b'], queued: ['a'], deadLettered: ['b'] }));

    expect(counts).toMatchObject({ stored: 0, pending: 2, deadLettered: 1, lost: 0 });
  });

  it('names only a few of many lost ones', () => {
    const expected = Array.from({ length: 30 }, (_, index) => `id-${index}`);

    const counts = reconcileRecords(evidence({ expected }));

    expect(counts.lost).toBe(30);
    expect(counts.lostIds).toHaveLength(10);
  });
});
