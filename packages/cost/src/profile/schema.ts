import * as z from 'zod';

/** A block of settings, in which a setting that does not exist is an error. */
function block<const T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? 'write a block of settings' : undefined),
  });
}

const NUMBER = 'write a number, for example 10';
const number = z.number(NUMBER).nonnegative('write a number from 0');
const positive = z.number(NUMBER).positive('write a number above 0');
const SHARE = 'write a share from 0 to 1, for example 0.01 for one percent';
const share = z.number(SHARE).min(0, SHARE).max(1, SHARE);
const whole = z.number(NUMBER).int('write a whole number').positive('write a number above 0');

const HOURS = 'write 24 numbers, one for each hour of the day';

const traffic = block({
  requestsPerSecond: number.optional(),
  byHour: z.array(number, HOURS).length(24, HOURS).optional(),
  errorShare: share.optional(),
  idempotencyShare: share.optional(),
  readsPerRequest: number.optional(),
}).refine(({ requestsPerSecond, byHour }) => (requestsPerSecond === undefined) !== (byHour === undefined), {
  error: 'give either requestsPerSecond or byHour',
});

/**
 * A traffic profile: what the templates cannot know. Every setting but the traffic has a default that the output lists
 * as an assumption, or no default, and then the lines that need it are unknown.
 */
export const profileSchema = block({
  traffic,
  payload: block({ requestBytes: number.optional(), responseBytes: number.optional() }).optional(),
  model: block({ latencyMs: positive.optional(), memoryMb: whole.optional() }).optional(),
  function: block({ overheadMs: number.optional(), memoryMb: whole.optional() }).optional(),
  record: block({ bytes: positive.optional(), unstoredShare: share.optional() }).optional(),
  logs: block({
    functionBytes: number.optional(),
    errorBytes: number.optional(),
    metricBytes: number.optional(),
    accessBytes: number.optional(),
    storedShare: share.optional(),
    insightsGb: number.optional(),
  }).optional(),
  metrics: block({ custom: number.optional(), callMs: number.optional() }).optional(),
  alarms: block({ notifications: number.optional() }).optional(),
  tracing: block({ sampledShare: share.optional() }).optional(),
  lake: block({
    scannedTb: number.optional(),
    storedGb: number.optional(),
    putRequests: number.optional(),
    getRequests: number.optional(),
    crawlerMinutes: number.optional(),
    crawlerDpus: positive.optional(),
  }).optional(),
  builds: block({ perMonth: number.optional(), minutes: number.optional() }).optional(),
  kms: block({ requests: number.optional() }).optional(),
  functions: z
    .record(z.string(), block({ invocations: number, durationMs: number, logBytes: number.optional() }))
    .optional(),
  month: block({ hours: positive.optional(), sinceStart: whole.optional() }).optional(),
});

export type ProfileFile = Readonly<z.output<typeof profileSchema>>;
