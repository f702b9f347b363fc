import type { Deadline } from '../shared/deadline.ts';
import type { Claim, ClaimResult } from '../shared/ports.ts';
import type { InferenceRecord } from '../shared/record-schema.ts';
import type { Dependencies } from './dependencies.ts';
import type { Failure } from './failures.ts';

/** Whether this request is the one that runs the inference of its idempotency key. */
export type Beginning =
  | { readonly status: 'run'; readonly claimToken: string }
  | { readonly status: 'answered'; readonly record: InferenceRecord }
  | { readonly status: 'failed'; readonly failure: Failure };

/** Milliseconds that one attempt to claim, or one look at the record, may take. */
const TABLE_TIMEOUT_MS = 2000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/** Milliseconds after its own deadline at which a request is taken for dead: more than clocks may differ. */
const ABANDONED_AFTER_MS = 5000;

const FAILURES = {
  'idempotency-key-reused': 'this idempotency-key was used with another body; write a new key for a new request',
  'idempotency-unavailable':
    'the idempotency-key cannot be checked now, so nothing was done; try again with the same key, or without one',
  'request-in-progress': 'a request with this idempotency-key is still running; try again with the same key',
} as const;

function failed(code: keyof typeof FAILURES, cause?: unknown): Beginning {
  return { status: 'failed', failure: { code, message: FAILURES[code], cause } };
}

type ClaimInput = Pick<Claim, 'requestId' | 'contentType' | 'inputSha256'>;

/**
 * Claims an idempotency key, or waits within the deadline for whoever has claimed it. A key whose request failed, or
 * whose function was killed, can be claimed again.
 *
 * @param requestDeadline deadline of the whole request, after which this request has certainly given up its claim
 */
export async function begin(
  input: ClaimInput,
  deadline: Deadline,
  requestDeadline: Deadline,
  deps: Dependencies,
): Promise<Beginning> {
  const token = deps.ids.random();
  for (;;) {
    const claimedAt = deps.clock.now();
    const abandonedAt = Math.ceil(claimedAt + requestDeadline.remaining() + ABANDONED_AFTER_MS);
    const claim = { ...input, token, endpoint: deps.endpoint.name, claimedAt, abandonedAt };
    const result = await deps.store.claim(claim, deadline.within(TABLE_TIMEOUT_MS));
    const beginning = beginningOf(result, token);
    if (beginning !== undefined) {
      return beginning;
    }
    const stillRunning = await waitForOther(input.requestId, deadline, deps);
    if (stillRunning) {
      return failed('request-in-progress');
    }
  }
}

/** @returns undefined if another request is at it */
function beginningOf(result: ClaimResult, claimToken: string): Beginning | undefined {
  switch (result.status) {
    case 'claimed':
      return { status: 'run', claimToken };
    case 'answered':
      return result;
    case 'key-reused':
      return failed('idempotency-key-reused');
    case 'unavailable':
      return failed('idempotency-unavailable', result.cause);
    case 'in-progress':
      return undefined;
  }
}

/** Looks at the record until nobody is at it any more. @returns whether somebody still was at the deadline */
async function waitForOther(requestId: string, deadline: Deadline, deps: Dependencies): Promise<boolean> {
  for (let ceiling = FIRST_PAUSE_MS; ; ceiling = Math.min(LONGEST_PAUSE_MS, ceiling * 2)) {
    // Half of the pause is fixed, so that a busy table is not asked without a pause.
    const pause = ceiling / 2 + (deps.random() * ceiling) / 2;
    if (pause >= deadline.remaining()) {
      return true;
    }
    await deps.clock.sleep(pause);
    const found = await deps.store.get(requestId, deadline.within(TABLE_TIMEOUT_MS));
    const abandoned = found.status === 'in-progress' && found.abandonedAt < deps.clock.now();
    if (abandoned || found.status === 'found' || found.status === 'missing') {
      return false;
    }
  }
}
