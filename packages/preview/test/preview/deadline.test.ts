import { describe, expect, it } from 'vitest';
import { createDeadline } from '../../src/deadline.ts';

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a deadline', () => {
  it('aborts after its time', async () => {
    const { signal } = createDeadline(undefined, 10);

    await later(30);

    expect(signal.aborted).toBe(true);
  });

  it('aborts with its parent', () => {
    const parent = new AbortController();
    const { signal } = createDeadline(parent.signal, undefined);

    parent.abort();

    expect(signal.aborted).toBe(true);
  });

  it('is over at once when its parent is', () => {
    expect(createDeadline(AbortSignal.abort(), undefined).signal.aborted).toBe(true);
  });

  it('does nothing once it is disposed of', async () => {
    const parent = new AbortController();
    const deadline = createDeadline(parent.signal, 10);

    deadline[Symbol.dispose]();
    parent.abort();
    await later(30);

    expect(deadline.signal.aborted).toBe(false);
  });
});
