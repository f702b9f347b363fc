import { callWithin, type Deadline } from './deadline.ts';
import { DeadlineExceededError } from './errors.ts';
import type { Clock } from './ports.ts';

export interface RetryPolicy {
  /** How often it is tried altogether, the first time included. */
  readonly attempts: number;
  /** Ceiling of the first pause, milliseconds; it doubles with each further pause. */
  readonly baseDelayMs: number;
  /** Ceiling of every pause, milliseconds. */
  readonly maxDelayMs: number;
  /** Most that one attempt may take, milliseconds. @default - what is left until the deadline */
  readonly attemptTimeoutMs?: number;
}

/** Time and chance, injected so that tests decide both. */
export interface RetryContext {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Tries until it works, the error is not worth another attempt, the attempts are used up, or the next pause would not
 * end before the deadline; then the last error is thrown. The pause has full jitter: uniform between nothing and an
 * exponentially growing ceiling, so that callers who failed together do not come back together.
 *
 * The SDK's own retries are switched off (`maxAttempts: 1`), because they know no deadline: they would sleep into it
 * and lose the reason of the failure.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (full jitter)
 */
export async function retryWithin<T>(
  deadline: Deadline,
  policy: RetryPolicy,
  context: RetryContext,
  attempt: (signal: AbortSignal) => Promise<T>,
  isRetryable: (error: unknown) => boolean,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    const timeoutMs = Math.min(deadline.remaining(), policy.attemptTimeoutMs ?? Number.POSITIVE_INFINITY);
    if (timeoutMs <= 0) {
      throw new DeadlineExceededError(0);
    }
    try {
      return await callWithin(timeoutMs, attempt);
    } catch (error) {
      const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** failures);
      const pause = context.random() * ceiling;
      const worthIt = failures + 1 < policy.attempts && isRetryable(error) && pause < deadline.remaining();
      if (!worthIt) {
        throw error;
      }
      await context.clock.sleep(pause);
    }
  }
}
