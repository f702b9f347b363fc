import * as z from 'zod';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  DeletionPolicy: z.string().optional(),
});

const template = z.looseObject({
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.unknown()).optional(),
});

/** A resource of a CloudFormation template; members that nobody here looks at are kept. */
export type TemplateResource = z.output<typeof resource>;
/** A CloudFormation template. */
export type Template = z.output<typeof template>;

/** @throws Error naming the file if it holds no template */
export function parseTemplate(text: string, file: string): Template {
  const parsed = template.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is no template: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Resource types of which a form is looked at apart: the emulator takes the type, but not this form of it. */
const MATH_ALARM = 'AWS::CloudWatch::Alarm with Metrics';

/** What a resource counts as in the list of what an emulator lacks: its type, or a form of it. */
export function kindOf({ Type, Properties }: TemplateResource): string {
  return Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined ? MATH_ALARM : Type;
}

/** How many resources of each kind the templates have, in the order of the kinds' names. */
export function countKinds(templates: Iterable<Template>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { Resources } of templates) {
    for (const found of Object.values(Resources)) counts.set(kindOf(found), (counts.get(kindOf(found)) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
