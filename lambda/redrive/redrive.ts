import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { awsErrorFacts } from '../shared/aws-errors.ts';
import { Deadline } from '../shared/deadline.ts';
import { InferwatchError } from '../shared/errors.ts';
import type { Clock, Log, RecordStore } from '../shared/ports.ts';
import { recordSchema } from '../shared/record-schema.ts';
import { parseJson } from '../shared/redact.ts';

/** Milliseconds that writing one record may take: a batch is written at once. */
const WRITE_TIMEOUT_MS = 5000;
/** Milliseconds before Lambda's timeout at which writing ends, so that the failures can still be reported. */
const LAMBDA_RESERVE_MS = 500;

/** The message holds no record: it will never be written, and belongs into the dead-letter queue. */
class UnreadableRecordError extends InferwatchError {
  readonly code = 'unreadable-record';
  override readonly name = 'UnreadableRecordError';
}

/** The table refuses; the message comes back after its visibility timeout. */
class RecordRefusedError extends InferwatchError {
  readonly code = 'record-refused';
  override readonly name = 'RecordRefusedError';
}

export interface RedriveDependencies {
  readonly store: RecordStore;
  readonly log: Log;
  readonly clock: Clock;
}

async function redriveOne(message: SQSRecord, deadline: Deadline, { store, log }: RedriveDependencies): Promise<void> {
  const { messageId } = message;
  const record = recordSchema.safeParse(parseJson(message.body)?.value);
  if (!record.success) {
    // Paths and rules only: the content may be what nobody may read in a log.
    const issues = record.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
    log.error('record unreadable', { messageId, issues });
    throw new UnreadableRecordError(`message ${messageId} holds no record`);
  }
  const { requestId } = record.data;
  const put = await store.putLate(record.data, deadline);
  if (put.status === 'unavailable') {
    log.warn('record still refused', { messageId, requestId, cause: awsErrorFacts(put.cause) });
    throw new RecordRefusedError(`the table refuses record ${requestId}`, { cause: put.cause });
  }
  log.info('record redriven', { messageId, requestId, result: put.status });
}

/**
 * Writes queued records into the table. Each message succeeds or fails for itself: what fails is reported, comes back,
 * and goes to the dead-letter queue once it has failed too often.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function createRedrive(
  deps: RedriveDependencies,
): (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SQSBatchResponse> {
  return async (event, context) => {
    const timeoutMs = Math.min(WRITE_TIMEOUT_MS, context.getRemainingTimeInMillis() - LAMBDA_RESERVE_MS);
    const deadline = Deadline.after(deps.clock, timeoutMs);
    const processor = new BatchProcessor(EventType.SQS);
    return await processPartialResponse(
      event,
      (message: SQSRecord) => redriveOne(message, deadline, deps),
      processor,
      // A whole batch that fails is a table that refuses: reported like any other, not an error of the function.
      { throwOnFullBatchFailure: false },
    );
  };
}
