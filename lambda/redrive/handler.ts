import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** Entry of the redrive function. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => ({
  batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.messageId })),
});
