import * as z from 'zod';
import { ALARM_IDS, MISSING_DATA_TREATMENTS, SEVERITIES } from '../lib/monitoring/alarm-ids.ts';

/**
 * Every setting of the application, its type, its default and its limits. Nothing else knows settings: the loader
 * (`config/load.ts`) reads them from CDK context, and the stacks take the parsed result.
 */

const positiveInteger = z.int().positive();

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (memory sizes, concurrency) */
const serverless = z.strictObject({
  /** MB: 1024 to 6144 in steps of 1024. */
  memoryMb: z.literal([1024, 2048, 3072, 4096, 5120, 6144]).default(2048),
  /** Requests at the same time; 1 to 200. */
  maxConcurrency: z.int().min(1).max(200).default(10),
});

const autoscaling = z
  .strictObject({
    min: positiveInteger,
    max: positiveInteger,
    /** Target of SageMakerVariantInvocationsPerInstance: invocations a minute for each instance. */
    invocationsPerInstance: z.number().positive(),
  })
  .refine((value) => value.min <= value.max, { error: 'min must not be larger than max', path: ['min'] });

const instance = z.strictObject({
  /** SageMaker instance type, for example `ml.m5.large`. */
  type: z.string().regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, 'write a SageMaker instance type such as ml.m5.large'),
  count: positiveInteger.default(1),
  autoscaling: autoscaling.optional(),
});

const compute = { serverless: serverless.optional(), instance: instance.optional() };

const model = z
  .strictObject({
    /** `s3://bucket/key` of the model.tar.gz. */
    artifact: z.string().regex(/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/, 'write the address of a model.tar.gz: s3://bucket/key'),
    /** Image URI of the inference container. */
    image: z.string().min(1).optional(),
    /** A SageMaker built-in container instead of an image. */
    framework: z.literal('xgboost').optional(),
    dataCapture: z.boolean().default(false),
    ...compute,
  })
  .refine((value) => (value.image === undefined) !== (value.framework === undefined), {
    error: 'give either image or framework',
  })
  .refine((value) => value.serverless === undefined || value.instance === undefined, {
    error: 'give either serverless or instance',
  });

const sample = z
  .strictObject({ dataCapture: z.boolean().default(false), ...compute })
  .refine((value) => value.serverless === undefined || value.instance === undefined, {
    error: 'give either serverless or instance',
  });

const existingEndpoint = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'write the name of a SageMaker endpoint'),
  /** @default AllTraffic, the name SageMaker's console and SDK give the only variant */
  variant: z.string().min(1).default('AllTraffic'),
});

const oneEndpoint = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.values(value).filter((part) => part !== undefined).length === 1;

const endpoint = z
  .strictObject({ existing: existingEndpoint.optional(), model: model.optional(), sample: sample.optional() })
  .refine(oneEndpoint, { error: 'give exactly one of existing, model or sample' })
  .default({ sample: { dataCapture: false } });

const api = z.strictObject({
  auth: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('iam') }),
      z.strictObject({
        type: z.literal('jwt'),
        issuer: z.url({ protocol: /^https$/ }),
        audience: z.array(z.string().min(1)).min(1),
      }),
    ])
    .default({ type: 'iam' }),
  throttle: z
    .strictObject({
      /** Requests a second, steady. */
      rate: z.number().positive().default(100),
      /** Requests at once. */
      burst: positiveInteger.default(200),
    })
    .prefault({}),
  /** Origins that a browser page may call from; none means no CORS headers. */
  allowedOrigins: z
    .array(z.string().regex(/^https?:\/\/[^/\s*]+$/, 'write an origin such as https://app.example.com'))
    .default([]),
});

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (Period, EvaluationPeriods) */
const period = z.int().refine((value) => [10, 20, 30].includes(value) || (value > 0 && value % 60 === 0), {
  error: 'write 10, 20, 30 or a multiple of 60 seconds',
});

const alarm = z.strictObject({
  enabled: z.boolean().optional(),
  threshold: z.number().optional(),
  period: period.optional(),
  evaluationPeriods: positiveInteger.optional(),
  datapointsToAlarm: positiveInteger.optional(),
  statistic: z.string().min(1).optional(),
  treatMissingData: z.enum(MISSING_DATA_TREATMENTS).optional(),
  severity: z.enum(SEVERITIES).optional(),
});

const alarms = z.strictObject({
  ...(Object.fromEntries(ALARM_IDS.map((id) => [id, alarm.optional()])) as Record<
    (typeof ALARM_IDS)[number],
    z.ZodOptional<typeof alarm>
  >),
  /** Who sends: each alarm for itself, or only the composite `Inference-Health-Alarm`. */
  notifications: z.enum(['each-alarm', 'health-only']).default('each-alarm'),
});

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const logs = z.strictObject({
  retentionDays: z.literal(RETENTION_DAYS).default(30),
  /** Characters of each request's input in the log line; 0 logs none of it. */
  inputCharacters: z.int().min(0).max(10_000).default(256),
  /** Characters of each answer in the log line; 0 logs none of it. */
  outputCharacters: z.int().min(0).max(10_000).default(1024),
  /** Keys whose values are replaced in logged JSON input and output. */
  redactKeys: z.array(z.string().min(1)).default([]),
});

const table = z.strictObject({
  /** Days until a record expires; left out, records are kept. */
  ttlDays: positiveInteger.optional(),
  encryption: z.enum(['aws-owned', 'customer-managed']).default('aws-owned'),
});

/** What the monitoring stack watches when the inference stack is not deployed: things that already exist. */
const monitorExisting = z.strictObject({
  functionName: z.string().min(1),
  /** Seconds; the alarm on nearly timed-out calls is drawn against it. */
  functionTimeoutSeconds: positiveInteger.max(900),
  endpointName: z.string().min(1).optional(),
  variantName: z.string().min(1).default('AllTraffic'),
  tableName: z.string().min(1).optional(),
  apiId: z.string().min(1).optional(),
});

const email = z.email('write an e-mail address');

export const configSchema = z.strictObject({
  /** Put in front of every fixed physical name, so that two deployments live in one account. */
  prefix: z
    .string()
    .regex(/^([a-z][a-z0-9-]{0,19})?$/, 'write at most 20 lower-case letters, digits and hyphens, a letter first')
    .default(''),
  account: z
    .string()
    .regex(/^\d{12}$/, 'write the 12 digits of an AWS account')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'write an AWS region such as eu-central-1')
    .optional(),
  /** Short form for one address, or several with commas: `-c alertEmail=me@example.com`. */
  alertEmail: z.string().optional(),
  alertEmails: z.array(email).default([]),
  alertPhones: z
    .array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'write an E.164 number such as +4915112345678'))
    .default([]),
  endpoint,
  api: api.prefault({}),
  alarms: alarms.prefault({}),
  availability: z
    .strictObject({
      /** Share of requests that must succeed, as a fraction below 1. */
      objective: z.number().gt(0.5).lt(1).default(0.99),
    })
    .prefault({}),
  metrics: z.strictObject({ transport: z.enum(['emf', 'put-metric-data']).default('emf') }).prefault({}),
  logs: logs.prefault({}),
  table: table.prefault({}),
  /** First switch of two: delete data with the stacks. */
  removeDataOnDestroy: z.boolean().default(false),
  /** Second switch: one alone keeps the data and warns. */
  confirmDataRemoval: z.boolean().default(false),
  /** Base URL of the runbooks in alarm descriptions and on the dashboard. */
  runbookBaseUrl: z.url({ protocol: /^https$/ }).optional(),
  monitorExisting: monitorExisting.optional(),
});

/** All settings, defaults filled in. */
export type InferwatchConfig = z.output<typeof configSchema>;
/** Settings as a user writes them. */
export type InferwatchSettings = z.input<typeof configSchema>;
export type EndpointConfig = InferwatchConfig['endpoint'];
export type MonitorExistingConfig = z.output<typeof monitorExisting>;
