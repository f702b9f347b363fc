import * as z from 'zod';
import { ECR_IMAGE_PATTERN } from '../lib/inference/endpoint/ecr-image-pattern.ts';
import { text } from './text.ts';

/** Name of a SageMaker endpoint, as the service takes it. */
export const endpointName = text(
  /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
  'write the name of a SageMaker endpoint, not its ARN',
);

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (memory sizes, concurrency) */
const serverless = z.strictObject({
  /** MB: 1024 to 6144 in steps of 1024. */
  memoryMb: z.literal([1024, 2048, 3072, 4096, 5120, 6144]).default(2048),
  /** Requests at the same time; 1 to 200. */
  maxConcurrency: z.int().min(1).max(200).default(10),
});

const autoscaling = z
  .strictObject({
    min: z.int().positive(),
    max: z.int().positive(),
    /** Target of SageMakerVariantInvocationsPerInstance: invocations a minute for each instance. */
    invocationsPerInstance: z.number().positive(),
  })
  .superRefine(({ min, max }, context) => {
    if (min > max) {
      context.addIssue({ code: 'custom', path: ['min'], input: min, message: `write at most max, which is ${max}` });
    }
  });

const instance = z
  .strictObject({
    /** SageMaker instance type, for example `ml.m5.large`. */
    type: text(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, 'write a SageMaker instance type such as ml.m5.large'),
    /** Instances at the start. */
    count: z.int().positive().default(1),
    autoscaling: autoscaling.optional(),
  })
  .superRefine(({ count, autoscaling: limits }, context) => {
    const inOrder = limits !== undefined && limits.min <= limits.max;
    if (inOrder && (count < limits.min || count > limits.max)) {
      const message = `write a count between autoscaling.min and autoscaling.max, ${limits.min} to ${limits.max}`;
      context.addIssue({ code: 'custom', path: ['count'], input: count, message });
    }
  });

const hosting = {
  /** Store inputs and outputs in a bucket; instances only. */
  dataCapture: z.boolean().default(false),
  serverless: serverless.optional(),
  instance: instance.optional(),
};

interface Hosting {
  readonly dataCapture: boolean;
  readonly serverless?: unknown;
  readonly instance?: unknown;
}

const eitherServerlessOrInstance = (value: Hosting): boolean =>
  value.serverless === undefined || value.instance === undefined;
const ONE_HOSTING = { error: 'give serverless or instance, not both' };

/** A serverless endpoint captures no data. @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
const captureOnInstances = (value: Hosting): boolean => !value.dataCapture || value.instance !== undefined;
const CAPTURE_NEEDS_INSTANCE = {
  error: 'serverless endpoints cannot capture data; set dataCapture to false, or give instance',
  path: ['dataCapture'],
};

/** Instance families with Graviton processors: a letter `g` after the generation, as in `ml.m7g.large`. */
const GRAVITON = /^ml\.[a-z]+\d+g/;

const isGraviton = (value: { readonly instance?: { readonly type: string } }): boolean =>
  value.instance !== undefined && GRAVITON.test(value.instance.type);
const XGBOOST_NEEDS_X86 = {
  error: "SageMaker's XGBoost container is built for x86-64; write another instance type, such as ml.m5.large",
  path: ['instance', 'type'],
};

const model = z
  .strictObject({
    /** `s3://bucket/key` of the model.tar.gz. */
    artifact: text(/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/, 'write the address of a model.tar.gz: s3://bucket/key'),
    /** Image URI of the inference container, in Amazon ECR. */
    image: text(ECR_IMAGE_PATTERN, 'write <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>').optional(),
    /** A SageMaker built-in container instead of an image. */
    framework: z.literal('xgboost').optional(),
    ...hosting,
  })
  .refine((value) => (value.image === undefined) !== (value.framework === undefined), {
    error: 'give image or framework, and only one of them',
  })
  .refine(eitherServerlessOrInstance, ONE_HOSTING)
  .refine(captureOnInstances, CAPTURE_NEEDS_INSTANCE)
  .refine((value) => value.framework === undefined || !isGraviton(value), XGBOOST_NEEDS_X86);

const sample = z
  .strictObject(hosting)
  .refine(eitherServerlessOrInstance, ONE_HOSTING)
  .refine(captureOnInstances, CAPTURE_NEEDS_INSTANCE)
  .refine((value) => !isGraviton(value), XGBOOST_NEEDS_X86);

const existing = z.strictObject({
  name: endpointName,
  /** @default AllTraffic, the name SageMaker's console and SDK give the only variant */
  variant: z.string().min(1).default('AllTraffic'),
});

const oneEndpoint = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.values(value).filter((part) => part !== undefined).length === 1;

/** What answers the inferences; the bundled sample unless said otherwise. */
export const endpoint = z
  .strictObject({ existing: existing.optional(), model: model.optional(), sample: sample.optional() })
  .refine(oneEndpoint, { error: 'give one of existing, model and sample, and only one' })
  .default({ sample: { dataCapture: false } });
