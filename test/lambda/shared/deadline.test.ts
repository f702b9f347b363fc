import { describe, expect, it } from 'vitest';
import { callWithin, Deadline } from '../../../lambda/shared/deadline.ts';
import { DeadlineExceededError } from '../../../lambda/shared/errors.ts';
import { ManualClock } from '../helpers/manual-clock.ts';

describe('a deadline', () => {
  it('comes closer as time passes', () => {
    const clock = new ManualClock();
    const deadline = Deadline.after(clock, 1000);

    clock.advance(300);

    expect(deadline.remaining()).toBe(700);
  });

  it('never has less than nothing left', () => {
    const clock = new ManualClock();
    const deadline = Deadline.after(clock, 1000);

    clock.advance(3000);

    expect(deadline.remaining()).toBe(0);
    expect(Deadline.after(clock, -5).remaining()).toBe(0);
  });

  it('can be made earlier, to keep time for what follows', () => {
    const deadline = Deadline.after(new ManualClock(), 1000);

    expect(deadline.reserving(400).remaining()).toBe(600);
  });

  it('can be made sooner, but never later', () => {
    const deadline = Deadline.after(new ManualClock(), 1000);

    expect(deadline.within(200).remaining()).toBe(200);
    expect(deadline.within(5000).remaining()).toBe(1000);
  });
});

describe('a call within a time', () => {
  it('gives its result', async () => {
    expect(await callWithin(1000, async () => 'done')).toBe('done');
  });

  it('gives its own error', async () => {
    const broken = callWithin(1000, () => Promise.reject(new Error('broken')));

    await expect(broken).rejects.toThrow('broken');
  });

  it('is aborted when the time is over', async () => {
    let aborted = false;

    const call = callWithin(10, (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });

    await expect(call).rejects.toBeInstanceOf(DeadlineExceededError);
    expect(aborted).toBe(true);
  });

  it('leaves no rejection unhandled when it fails after its time', async () => {
    const call = callWithin(5, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Error('aborted');
    });

    await expect(call).rejects.toThrow('no answer within 5 ms');
  });
});
