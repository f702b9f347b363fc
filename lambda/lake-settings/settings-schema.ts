import * as z from 'zod/mini';

/**
 * Most administrators that Lake Formation takes.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-limits.html
 */
export const MAX_ADMINISTRATORS = 30;

const arn = z.string().check(z.regex(/^arn:/, 'write an ARN'));

/** What Lake Formation's settings shall be: the properties of the custom resource, and the input of the schedule. */
export const lakeSettingsSchema = z.strictObject({
  /** ARNs that must be data lake administrators; those that are there already stay. */
  administrators: z.array(arn).check(z.minLength(1), z.maxLength(MAX_ADMINISTRATORS)),
  /** Text, as CloudFormation passes every property: `true` also closes the creation of databases to IAM alone. */
  strict: z.enum(['true', 'false']),
});

/** A location that must be registered, with the role that reads it. */
export const lakeLocationSchema = z.strictObject({ arn, roleArn: arn });

/** What CloudFormation's provider framework sends; the rest of it is not looked at. */
const lifecycleEventSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResourceProperties: z.record(z.string(), z.unknown()),
});

/** What the schedule sends. */
export const recheckEventSchema = z.strictObject({
  recheck: lakeSettingsSchema,
  locations: z.array(lakeLocationSchema),
});

export const lakeSettingsEventSchema = z.union([recheckEventSchema, lifecycleEventSchema]);

export type LakeSettings = z.infer<typeof lakeSettingsSchema>;
export type LakeSettingsProperties = z.input<typeof lakeSettingsSchema>;
export type RecheckEvent = z.input<typeof recheckEventSchema>;
export type LakeLocationFacts = z.infer<typeof lakeLocationSchema>;
