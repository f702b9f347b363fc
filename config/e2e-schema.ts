import * as z from 'zod';
import {
  DEFAULT_CHROME_START_SECONDS,
  DEFAULT_REPORT_DAYS,
  DEFAULT_TIMEOUT_MINUTES,
  MIN_TIMEOUT_MINUTES,
} from '../lib/e2e/e2e-limits.ts';
import { ECR_IMAGE_PATTERN } from '../lib/inference/endpoint/ecr-image-pattern.ts';
import { text } from './text.ts';

const branch = text(/^[\w][\w./-]*$/, 'write the name of a branch, such as main').default('main');

const source = z.discriminatedUnion('type', [
  /** The tests of this deployment, uploaded with it: needs nothing set up. */
  z.strictObject({ type: z.literal('asset') }),
  /** A repository, through a connection of AWS CodeConnections; each push to the branch starts the tests. */
  z.strictObject({
    type: z.literal('connection'),
    connectionArn: text(
      /^arn:[a-z-]+:(?:codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[\w-]+$/,
      'write the ARN of a connection: arn:aws:codeconnections:<region>:<account>:connection/<id>',
    ),
    provider: z.enum(['github', 'gitlab', 'bitbucket']).default('github'),
    repository: text(/^[\w.-]+\/[\w.-]+$/, 'write owner/name, not the address'),
    branch,
  }),
  /** A CodeCommit repository; each push to the branch starts the tests. */
  z.strictObject({
    type: z.literal('codecommit'),
    repository: text(/^[\w.-]{1,100}$/, 'write the name of a CodeCommit repository'),
    branch,
  }),
]);

const image = z.strictObject({
  /** Image with Java, Maven, the AWS CLI, bash, curl, and an entry point that starts Chrome. */
  uri: text(ECR_IMAGE_PATTERN, 'write <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>'),
  /** Program that starts Chrome: CodeBuild does not run an image's entry point. */
  entryPoint: text(/^\/[\w./-]+$/, 'write the path of a program in the image').default('/entrypoint.sh'),
  /** Port on which Chrome answers the debugging protocol. */
  chromePort: z.int().min(1).max(65_535).default(9222),
  /** Seconds that Chrome may take to answer. */
  startSeconds: z.int().min(1).max(600).default(DEFAULT_CHROME_START_SECONDS),
});

/** The end-to-end tests on CodeBuild. */
export const e2e = z.strictObject({
  /** Without it there is no end-to-end test stack. */
  enabled: z.boolean().default(true),
  source: source.default({ type: 'asset' }),
  /** Left out: AWS's managed image, which has Chrome. */
  image: image.optional(),
  /** Secret that holds a bearer token for the API, when `api.auth.type` is `jwt`. */
  apiTokenSecretArn: text(
    /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/,
    'write the whole ARN of a secret, with the six characters at its end',
  ).optional(),
  /** Page with the form of the preview's status page; without it the feature of the browser is left out. */
  pageUrl: z.url({ protocol: /^https$/, error: 'write an https address' }).optional(),
  /** Rings `High-Latency-Alarm` by hand in each run, which alerts everybody who is subscribed. */
  ringAlarms: z.boolean().default(false),
  computeType: z.enum(['small', 'medium', 'large']).default('small'),
  /** Minutes after which a build is stopped; the tests are ended five minutes before. */
  timeoutMinutes: z.int().min(MIN_TIMEOUT_MINUTES).max(480).default(DEFAULT_TIMEOUT_MINUTES),
  /** Time of day in UTC at which the tests run. */
  nightlyAt: text(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time of day in UTC, such as 03:00').optional(),
  /** Runs the tests when a deployment of one of the stacks is complete. */
  runAfterDeployment: z.boolean().default(false),
  /** Days that HTML reports are kept. */
  reportDays: z.int().positive().default(DEFAULT_REPORT_DAYS),
});
