import * as z from 'zod';
import { DEFAULT_ANALYST_SHOPS } from '../lib/data-lake/catalogue/tables.ts';
import { DEFAULT_ACCESS_LOG_DAYS, DEFAULT_RESULT_DAYS, DEFAULT_VERSION_DAYS } from '../lib/data-lake/lake-limits.ts';
import { text } from './text.ts';

const SSO = /^sso:/;

/** Who may take a persona on. IAM groups cannot: they are no principals. */
const principal = text(
  /^(?:\d{12}|arn:[a-z-]+:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+|sso:[\w+=,.@-]{1,32})$/,
  'write the 12 digits of an account, the ARN of an IAM role or user, or sso: and the name of a permission set',
);

const persona = z
  .strictObject({
    /** None means the deployment's account: whoever in it is allowed to assume the role. */
    principals: z.array(principal).default([]),
    /** Only with a second factor. */
    requireMfa: z.boolean().default(false),
  })
  .refine(({ principals, requireMfa }) => !requireMfa || !principals.some((text) => SSO.test(text)), {
    path: ['requireMfa'],
    error:
      'sessions of IAM Identity Center (sso:) do not say whether there was a second factor; ask for it there, and set requireMfa to false',
  })
  .prefault({});

/** Data that is in a bucket of the user's already, in the layout of the sample: a folder for each table. */
const ownData = z.strictObject({
  bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the name of a bucket, not its ARN or address'),
  /** Folder that holds the tables' folders; it is registered with Lake Formation. Left out: the whole bucket. */
  prefix: text(
    /^(?:(?!\.{1,2}\/)[\w.=-]+\/)+$/,
    'write a folder with a slash at its end and none at its start',
  ).optional(),
  /** Key that the data is encrypted with, when it is a key of the account. */
  keyArn: text(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'write the ARN of a KMS key').optional(),
});

const days = (byDefault: number) => z.int().positive().default(byDefault);

/** The governed data lake. */
export const dataLake = z
  .strictObject({
    /** Without it there is no data lake stack, and nothing of Lake Formation's settings is touched. */
    enabled: z.boolean().default(true),
    /** Nobody in the account creates databases by IAM alone any more. */
    strict: z.boolean().default(true),
    /** AWS's own policies beside the personas' statements: much wider. */
    managedPolicies: z.boolean().default(false),
    /** Role that CloudFormation deploys with, where it is not the one of the CDK's bootstrap. */
    deploymentRoleArn: text(/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'write the ARN of an IAM role').optional(),
    personas: z.strictObject({ administrator: persona, projectLeader: persona, dataAnalyst: persona }).prefault({}),
    /** Shops whose rows the data analyst sees. */
    analystShopIds: z
      .array(z.int().min(0))
      .min(1)
      .default([...DEFAULT_ANALYST_SHOPS]),
    /** Generates the retail tables and puts them into the lake with the deployment. */
    uploadSample: z.boolean().default(false),
    ownData: ownData.optional(),
    /** Bytes that one query may scan before Athena stops it; Athena takes 10 MB and more. */
    queryScanLimitBytes: z.int().min(10_000_000).default(10_000_000_000),
    versionDays: days(DEFAULT_VERSION_DAYS),
    resultDays: days(DEFAULT_RESULT_DAYS),
    accessLogDays: days(DEFAULT_ACCESS_LOG_DAYS),
    /** Stream of an existing table of records, for a lake beside `monitorExisting`. */
    recordsStreamArn: text(
      /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}\/stream\/[\dT:.-]+$/,
      "write the ARN of a table's stream: arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>",
    ).optional(),
  })
  .refine(({ uploadSample, ownData: own }) => !uploadSample || own === undefined, {
    path: ['uploadSample'],
    error: 'the sample is not mixed with your own data; set uploadSample to false, or leave ownData out',
  });
