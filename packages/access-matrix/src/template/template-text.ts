import { type CollectionTag, parseDocument, type ScalarTag, type Tags } from 'yaml';
import * as z from 'zod';
import { AssemblyProblem, type Template } from './assembly.ts';

/**
 * Short forms of the intrinsic functions in YAML.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

function tagsFor(short: string, long: string): Tags {
  const tag = `!${short}`;
  const scalar: ScalarTag = { tag, resolve: (value) => ({ [long]: value }) };
  const collection = (kind: 'seq' | 'map'): CollectionTag => ({
    tag,
    collection: kind,
    resolve: (node) => ({ [long]: node.toJSON() }),
  });
  return [scalar, collection('seq'), collection('map')];
}

export const SHORT_FORMS: Tags = [
  ...tagsFor('Ref', 'Ref'),
  ...tagsFor('Condition', 'Condition'),
  ...FUNCTIONS.flatMap((name) => tagsFor(name, `Fn::${name}`)),
];

const resourceSchema = z.looseObject({
  Type: z.string().min(1),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});

/**
 * A template of any origin. Sections and attributes that mean nothing here are passed over, since a template that is
 * not ours must be readable; what could change the meaning of the rest (`Transform`) becomes a notice.
 */
const anyTemplateSchema = z.looseObject({
  Transform: z.unknown().optional(),
  Parameters: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Default: z
          .union([z.string(), z.number(), z.boolean().transform(String), z.array(z.unknown()).transform(String)])
          .optional(),
      }),
    )
    .default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  // `Fn::ForEach` stands among the resources as a list; it is a notice too.
  Resources: z.record(z.string(), z.unknown()).default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({
        Value: z.unknown(),
        Export: z.looseObject({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});

export interface ReadTemplate {
  readonly template: Template;
  /** What was not understood, without the stack's name. */
  readonly notices: readonly string[];
}

/** Parses a template in JSON or YAML. Throws an `AssemblyProblem` that names the file. */
export function parseTemplate(text: string, file: string): ReadTemplate {
  const content = parseText(text, file);
  const parsed = anyTemplateSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AssemblyProblem(`${file}${place(issue?.path)}: ${issue?.message ?? 'is not a CloudFormation template'}`);
  }
  const { Transform, Resources, ...sections } = parsed.data;
  const notices: string[] = [];
  if (Transform !== undefined) notices.push(`transform ${[Transform].flat().join(', ')} is not applied`);
  const resources = Object.entries(Resources).flatMap(([logicalId, resource]) => {
    if (logicalId.startsWith('Fn::')) {
      notices.push(`${logicalId} is not expanded`);
      return [];
    }
    const read = resourceSchema.safeParse(resource);
    if (read.success) return [[logicalId, read.data] as const];
    const [issue] = read.error.issues;
    throw new AssemblyProblem(`${file}, Resources.${logicalId}${place(issue?.path)}: ${issue?.message}`);
  });
  return { template: { ...sections, Resources: Object.fromEntries(resources) }, notices };
}

const place = (path: readonly PropertyKey[] | undefined): string => (path?.length ? `, ${path.join('.')}` : '');

function parseText(text: string, file: string): unknown {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new AssemblyProblem(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  try {
    // `core` keeps dates such as 2012-10-17 as text.
    const document = parseDocument(text, { customTags: SHORT_FORMS, schema: 'core' });
    const [problem] = document.errors;
    if (problem) throw problem;
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AssemblyProblem(`${file} is not YAML: ${message.split('\n')[0]}`);
  }
}
