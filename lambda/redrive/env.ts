import * as z from 'zod/mini';

/** Environment of the redrive function, which writes queued records into the table. */
export const redriveEnvSchema = z.object({
  /** DynamoDB table of the records; partition key `requestId`. */
  TABLE_NAME: z.string().check(z.minLength(1)),
});

export type RedriveEnv = z.infer<typeof redriveEnvSchema>;
