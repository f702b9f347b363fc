import * as z from 'zod';
import { ALARM_IDS } from '../lib/monitoring/alarm-ids.ts';
import { XGBOOST_REGISTRY_ACCOUNTS } from '../sample/xgboost-images.ts';
import { alarm } from './alarm-schema.ts';
import { e2e } from './e2e-schema.ts';
import { endpoint, endpointName } from './endpoint-schema.ts';
import { dataLake } from './lake-schema.ts';
import { text } from './text.ts';

/**
 * Every setting of the application, its type, its default and its limits. Nothing else knows settings: the loader
 * (`config/load.ts`) reads them from CDK context, and the stacks take the parsed result. A message here says what to
 * write instead; the loader puts the path and the bad value in front of it.
 */

const positiveInteger = z.int().positive();

const api = z.strictObject({
  auth: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('iam') }),
      z.strictObject({
        type: z.literal('jwt'),
        /** Address of the OpenID Connect issuer, as in the tokens' `iss`. */
        issuer: z.url({ protocol: /^https$/, error: 'write the https address of the issuer' }),
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
  allowedOrigins: z.array(text(/^https?:\/\/[^/\s*]+$/, 'write an origin such as https://app.example.com')).default([]),
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
  functionName: text(/^[\w-]{1,64}$/, 'write the name of a Lambda function, not its ARN'),
  /** Seconds; the alarm on nearly timed-out calls is drawn against it. */
  functionTimeoutSeconds: positiveInteger.max(900),
  endpointName: endpointName.optional(),
  variantName: z.string().min(1).default('AllTraffic'),
  tableName: text(/^[\w.-]{3,255}$/, 'write the name of a DynamoDB table, not its ARN').optional(),
  apiId: text(/^[a-z0-9]+$/, 'write the id of an HTTP API, such as a1b2c3d4e5').optional(),
});

const EMAIL = 'write an e-mail address such as me@example.com';
const email = z.email(EMAIL);

/** The addresses in the short form's text. */
export const splitAddresses = (text: string): string[] =>
  text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

/** The bundled model and `framework: xgboost` need a container that AWS publishes in a known list of regions. */
function needsMissingContainer(value: {
  readonly region?: string;
  readonly endpoint: z.output<typeof endpoint>;
}): boolean {
  const { existing, model } = value.endpoint;
  const usesXGBoost = existing === undefined && model?.image === undefined;
  return usesXGBoost && value.region !== undefined && !Object.hasOwn(XGBOOST_REGISTRY_ACCOUNTS, value.region);
}

const settings = z.strictObject({
  /** Put in front of every fixed physical name, so that two deployments live in one account. */
  prefix: text(
    /^(?:[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?)?$/,
    'write at most 20 lower-case letters, digits and hyphens, a letter first and no hyphen last',
  ).default(''),
  account: text(/^\d{12}$/, 'write the 12 digits of an AWS account').optional(),
  region: text(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'write an AWS region such as eu-central-1').optional(),
  /** Short form for one address, or several with commas: `-c alertEmail=me@example.com`. */
  alertEmail: z
    .string()
    .refine(
      (text) => splitAddresses(text).length > 0 && splitAddresses(text).every((part) => email.safeParse(part).success),
      {
        error: `${EMAIL}, or several with commas`,
      },
    )
    .optional(),
  alertEmails: z.array(email).default([]),
  alertPhones: z.array(text(/^\+[1-9]\d{6,14}$/, 'write an E.164 number such as +4915112345678')).default([]),
  endpoint,
  api: api.prefault({}),
  alarms: alarms.prefault({}),
  availability: z
    .strictObject({
      /** Share of requests that must succeed over 30 days, as a fraction. Lower, the fast alarm could never fire. */
      objective: z.number().gte(0.931).lt(1).default(0.99),
      /** Failures in the long window below which no burn-rate alarm fires. */
      minimumFailures: positiveInteger.default(3),
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
  runbookBaseUrl: z.url({ protocol: /^https$/, error: 'write an https address' }).optional(),
  monitorExisting: monitorExisting.optional(),
  dataLake: dataLake.prefault({}),
  e2e: e2e.prefault({}),
});

export const configSchema = settings
  .refine((value) => !needsMissingContainer(value), {
    path: ['region'],
    error:
      "SageMaker's XGBoost container is not known there; write another region, or give endpoint.model with an image of your own",
  })
  .refine((value) => value.dataLake.recordsStreamArn === undefined || value.monitorExisting !== undefined, {
    path: ['dataLake', 'recordsStreamArn'],
    error: 'the inference stack brings its own records; leave it out, or set monitorExisting',
  });

/** All settings, defaults filled in. The README's table of settings says what each means. */
export interface InferwatchConfig extends z.output<typeof configSchema> {}
/** Settings as a user writes them. The README's table of settings says what each means. */
export interface InferwatchSettings extends z.input<typeof configSchema> {}
export type EndpointConfig = InferwatchConfig['endpoint'];
export type DataLakeConfig = InferwatchConfig['dataLake'];
export type MonitorExistingConfig = z.output<typeof monitorExisting>;
