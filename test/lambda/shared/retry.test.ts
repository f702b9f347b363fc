import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { DeadlineExceededError } from '../../../lambda/shared/errors.ts';
import { type RetryPolicy, retryWithin } from '../../../lambda/shared/retry.ts';
import { ManualClock } from '../helpers/manual-clock.ts';

const POLICY: RetryPolicy = { attempts: 4, baseDelayMs: 100, maxDelayMs: 250 };

/** Tries something that fails a number of times, and tells what happened. */
async function attempt(
  failures: number,
  options: Partial<RetryPolicy & { budgetMs: number; random: () => number }> = {},
) {
  const clock = new ManualClock();
  const { budgetMs = 10_000, random = () => 0.5, ...policy } = options;
  let tries = 0;
  const outcome = await retryWithin(
    Deadline.after(clock, budgetMs),
    { ...POLICY, ...policy },
    { clock, random },
    async () => {
      tries += 1;
      if (tries <= failures) {
        throw new Error(`failure ${tries}`);
      }
      return 'done';
    },
    (error) => !String(error).includes('fatal'),
  ).catch((error: unknown) => error);
  return { outcome, tries, sleeps: clock.sleeps };
}

describe('retrying', () => {
  it('tries once what works at once', async () => {
    expect(await attempt(0)).toEqual({ outcome: 'done', tries: 1, sleeps: [] });
  });

  it('tries again until it works', async () => {
    expect(await attempt(2)).toMatchObject({ outcome: 'done', tries: 3 });
  });

  it('ends with the last error when the attempts are used up', async () => {
    const { outcome, tries } = await attempt(9);

    expect(tries).toBe(4);
    expect(outcome).toMatchObject({ message: 'failure 4' });
  });

  it('pauses for a share of a ceiling that doubles up to its limit', async () => {
    const { sleeps } = await attempt(3, { random: () => 0.5 });

    expect(sleeps).toEqual([50, 100, 125]);
  });

  it('pauses anywhere between nothing and the ceiling', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (chance) => {
        const { sleeps } = await attempt(3, { random: () => chance });

        expect(sleeps.every((pause, index) => pause >= 0 && pause < [100, 200, 250][index]!)).toBe(true);
      }),
    );
  });

  it('does not begin a pause that would not end before the deadline', async () => {
    const { outcome, tries, sleeps } = await attempt(9, { budgetMs: 120 });

    expect(sleeps).toEqual([50]);
    expect(tries).toBe(2);
    expect(outcome).toMatchObject({ message: 'failure 2' });
  });

  it('does not begin at all after the deadline', async () => {
    const { outcome, tries } = await attempt(0, { budgetMs: 0 });

    expect(tries).toBe(0);
    expect(outcome).toBeInstanceOf(DeadlineExceededError);
  });

  it('does not repeat what another attempt cannot mend', async () => {
    const clock = new ManualClock();
    let tries = 0;

    const call = retryWithin(
      Deadline.after(clock, 1000),
      POLICY,
      { clock, random: () => 0 },
      () => {
        tries += 1;
        return Promise.reject(new Error('fatal'));
      },
      (error) => !String(error).includes('fatal'),
    );

    await expect(call).rejects.toThrow('fatal');
    expect(tries).toBe(1);
  });

  it('gives up an attempt after its own time', async () => {
    const clock = new ManualClock();
    let tries = 0;

    const outcome = await retryWithin(
      Deadline.after(clock, 1000),
      { ...POLICY, attemptTimeoutMs: 10 },
      { clock, random: () => 0 },
      () => {
        tries += 1;
        return tries === 1 ? new Promise<string>(() => {}) : Promise.resolve('done');
      },
      (error) => error instanceof DeadlineExceededError,
    );

    expect(outcome).toBe('done');
  });
});
