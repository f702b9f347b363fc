import * as z from 'zod';

/**
 * `manifest.json`. Only what is read is checked: the cloud assembly grows new fields and artifact types with each
 * release of the CDK.
 */
export const manifestSchema = z.object({
  version: z.string(),
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        environment: z.string().optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default({}),
});

/** `properties` of an `aws:cloudformation:stack` artifact. */
export const stackPropertiesSchema = z.object({
  templateFile: z.string(),
  stackName: z.string().optional(),
  parameters: z.record(z.string(), z.string()).default({}),
});

/** `properties` of a `cdk:asset-manifest` artifact. */
export const assetManifestPropertiesSchema = z.object({ file: z.string() });

/** `properties` of a `cdk:cloud-assembly` artifact, that is a `Stage`. */
export const nestedAssemblyPropertiesSchema = z.object({ directoryName: z.string() });

/** `<stack>.assets.json`. A source is a file or folder, or a command that makes it. */
export const assetManifestSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

const resourceSchema = z.strictObject({
  Type: z.string().min(1),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  CreationPolicy: z.unknown().optional(),
  DeletionPolicy: z.unknown().optional(),
  UpdatePolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
});

const outputSchema = z.strictObject({
  Value: z.unknown(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
  Condition: z.string().optional(),
  Description: z.string().optional(),
});

const parameterSchema = z.looseObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
});

/**
 * A template. An unknown section is refused: ignoring one could change what the resources mean.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), parameterSchema).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z.unknown().optional(),
  Resources: z.record(z.string(), resourceSchema).default({}),
  Outputs: z.record(z.string(), outputSchema).default({}),
  Hooks: z.unknown().optional(),
});

export type Template = z.output<typeof templateSchema>;
export type TemplateResource = z.output<typeof resourceSchema>;
