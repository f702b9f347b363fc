import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isRetryable } from './aws-errors.ts';
import type { Deadline } from './deadline.ts';
import type { RecordQueue, Unavailable } from './ports.ts';
import type { InferenceRecord } from './record-schema.ts';
import { type RetryContext, type RetryPolicy, retryWithin } from './retry.ts';
import { toSafeJson } from './truncate.ts';

/** A send that hangs is given up in time for three more, so that the whole stays well inside a request's budget. */
const RETRIES: RetryPolicy = { attempts: 4, baseDelayMs: 50, maxDelayMs: 400, attemptTimeoutMs: 3000 };

/** An SQS queue that takes the records which the table refused. */
export class SqsRecordQueue implements RecordQueue {
  readonly #queueUrl: string;
  readonly #client: SQSClient;
  readonly #retry: RetryContext;

  constructor(queueUrl: string, client: SQSClient, retry: RetryContext) {
    this.#queueUrl = queueUrl;
    this.#client = client;
    this.#retry = retry;
  }

  async send(record: InferenceRecord, deadline: Deadline): Promise<{ readonly status: 'queued' } | Unavailable> {
    const input = { QueueUrl: this.#queueUrl, MessageBody: toSafeJson(record) };
    try {
      await retryWithin(
        deadline,
        RETRIES,
        this.#retry,
        (abortSignal) => this.#client.send(new SendMessageCommand(input), { abortSignal }),
        isRetryable,
      );
      return { status: 'queued' };
    } catch (cause) {
      return { status: 'unavailable', cause };
    }
  }
}
