import * as z from 'zod/mini';

/** A finished inference, as it is stored in the table and travels through the queue. Strict: an unknown key is refused. */
export const recordSchema = z.strictObject({
  requestId: z.uuid(),
  status: z.enum(['SUCCEEDED', 'FAILED']),
  endpoint: z.string().check(z.minLength(1)),
  /** Production variant that answered, if the endpoint told. */
  variant: z.optional(z.string()),
  contentType: z.string().check(z.minLength(1)),
  /** Body of the request, or its beginning. */
  input: z.string(),
  /** Bytes of the whole body. */
  inputBytes: z.int().check(z.nonnegative()),
  inputTruncated: z.boolean(),
  /** SHA-256 of the whole body in hexadecimal. */
  inputSha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** The model's answer as text, or its beginning; absent when there was none. */
  prediction: z.optional(z.string()),
  predictionIsJson: z.optional(z.boolean()),
  predictionBytes: z.optional(z.int().check(z.nonnegative())),
  predictionTruncated: z.optional(z.boolean()),
  /** Wall time of the model call, milliseconds, retries included. */
  latencyMs: z.number().check(z.nonnegative()),
  /** ISO 8601, when the request arrived. */
  createdAt: z.iso.datetime(),
  errorCode: z.optional(z.string()),
  errorMessage: z.optional(z.string()),
  /** Whose claim on an idempotency key this record fulfils. */
  claimToken: z.optional(z.string()),
  /** Epoch seconds at which DynamoDB may delete it; absent keeps it. */
  expiresAt: z.optional(z.int().check(z.positive())),
});

export type InferenceRecord = z.infer<typeof recordSchema>;

/**
 * Bytes of a record's JSON that its input and its prediction may take. Together with the other attributes (below
 * 4 KiB) a record stays under 256 KiB, SQS's limit until 2025 and still that of many queues, and so under DynamoDB's
 * 400 KB. The prediction gets the larger part, because a stored answer is given again for an idempotency key.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (item size)
 */
export const MAX_STORED_INPUT_BYTES = 96 * 1024;
export const MAX_STORED_PREDICTION_BYTES = 144 * 1024;
