import type { Deadline } from '../shared/deadline.ts';
import type { Dependencies } from './dependencies.ts';
import { describeCause } from './log-line.ts';
import { failureResponse, type HttpResponse, recordResponse } from './responses.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Milliseconds that reading may take. */
const READ_TIMEOUT_MS = 3000;

/**
 * `GET /inference/{requestId}`: the stored record. An inference that is still running has none yet. Whoever the API
 * lets in may read every record whose id they know.
 */
export async function readRecord(
  requestId: string | undefined,
  deadline: Deadline,
  deps: Dependencies,
): Promise<HttpResponse> {
  const id = requestId?.toLowerCase() ?? '';
  const found = UUID.test(id) ? await deps.store.get(id, deadline.within(READ_TIMEOUT_MS)) : undefined;
  if (found?.status === 'found') {
    return recordResponse(found.record);
  }
  // The answer repeats an id only if it is one.
  const shownId = found === undefined ? deps.ids.random() : id;
  if (found?.status === 'unavailable') {
    deps.log.error('record not read', { requestId: shownId, cause: describeCause(found.cause) });
    const message = 'the records cannot be read now; try again later';
    return failureResponse({ code: 'record-store-unavailable', message }, shownId);
  }
  return failureResponse({ code: 'not-found', message: 'there is no record with this request id' }, shownId);
}
