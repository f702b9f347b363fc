import * as z from 'zod/mini';

/**
 * Environment of the inference function: the construct's `environment` and the handler's `process.env` are both
 * checked against it. Every value is text, as Lambda passes it.
 */
export const inferenceEnvSchema = z.object({
  /** SageMaker endpoint that is invoked. */
  ENDPOINT_NAME: z.string().check(z.minLength(1)),
  /** DynamoDB table of the records; partition key `requestId`. */
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** SQS queue that takes a record when the table refuses it. */
  RECORD_QUEUE_URL: z.string().check(z.minLength(1)),
  /** How metrics leave the function. */
  METRICS_TRANSPORT: z.enum(['emf', 'put-metric-data']),
  /** Days until a record expires; `0` keeps it for ever. */
  RECORD_TTL_DAYS: z.string().check(z.regex(/^\d+$/)),
  /** Characters of the input that go into the log line; `0` logs none. */
  LOG_INPUT_CHARACTERS: z.string().check(z.regex(/^\d+$/)),
  /** Characters of the output that go into the log line; `0` logs none. */
  LOG_OUTPUT_CHARACTERS: z.string().check(z.regex(/^\d+$/)),
  /** JSON list of object keys whose values are replaced in logged input and output, for example `["ssn"]`. */
  LOG_REDACT_KEYS: z.string(),
  /** Whole budget of a request in milliseconds; below the API's 30 s and the function's timeout. */
  REQUEST_BUDGET_MS: z.string().check(z.regex(/^[1-9]\d*$/)),
});

export type InferenceEnv = z.infer<typeof inferenceEnvSchema>;
