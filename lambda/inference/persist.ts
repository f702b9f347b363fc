import type { Deadline } from '../shared/deadline.ts';
import type { InferenceRecord } from '../shared/record-schema.ts';
import { showPayload } from '../shared/redact.ts';
import type { Dependencies } from './dependencies.ts';
import { describeCause } from './log-line.ts';

/** Where a record ended; `superseded`: another request with the same key had stored its own. */
export type Persisted = 'table' | 'superseded' | 'queue' | 'log';

/** Share of the reserve that is kept for the queue, when the model has used up all the rest of the request's time. */
const QUEUE_SHARE = 0.4;

/**
 * Stores a record, whatever it takes: in the table, else in the queue that the redrive function empties into the table,
 * else in one log line. Never rejects, and ends by the deadline.
 */
export async function persist(record: InferenceRecord, deadline: Deadline, deps: Dependencies): Promise<Persisted> {
  const { persistReserveMs } = deps.settings;
  const storing = deadline.within(persistReserveMs);
  const put = await deps.store.put(record, storing.reserving(persistReserveMs * QUEUE_SHARE));
  if (put.status !== 'unavailable') {
    return put.status === 'stored' ? 'table' : 'superseded';
  }
  const { requestId } = record;
  // The queue gets all the time that the request has left, not only the rest of the reserve: a late answer is better than
  // a lost record, and what refuses the table (a throttled account, a starved machine) makes the queue slow too.
  const sent = await deps.queue.send(record, deadline);
  if (sent.status === 'queued') {
    deps.log.warn('record queued', { requestId, cause: describeCause(put.cause) });
    return 'queue';
  }
  deps.log.error('record not stored', {
    requestId,
    tableCause: describeCause(put.cause),
    queueCause: describeCause(sent.cause),
    record: loggable(record, deps),
  });
  return 'log';
}

/**
 * The record as the last resort writes it: complete but for what the settings keep out of the logs. Somebody who
 * forbade a key, or all input, in the logs has not allowed it there because storage failed.
 */
function loggable(record: InferenceRecord, { settings }: Dependencies): Record<string, unknown> {
  const { input, prediction, ...rest } = record;
  const whole = (rules: typeof settings.inputLogRules) => ({
    ...rules,
    characters: rules.characters === 0 ? 0 : Number.MAX_SAFE_INTEGER,
  });
  return {
    ...rest,
    input: showPayload(input, whole(settings.inputLogRules)),
    prediction: prediction === undefined ? undefined : showPayload(prediction, whole(settings.outputLogRules)),
  };
}
