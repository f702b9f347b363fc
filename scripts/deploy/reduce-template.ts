import { isObject, kindOf, type Template, type TemplateResource } from './template.ts';

/** A template without what an emulator lacks. */
export interface ReducedTemplate {
  readonly template: Template;
  /** Logical ids that were taken out. */
  readonly removed: readonly string[];
}

/**
 * Takes out the resources of some kinds. What refers to them gets a text that says so in place of the reference, and
 * what waits for them waits no longer; everything else stays as it is.
 */
export function reduceTemplate(template: Template, isLacking: (kind: string) => boolean): ReducedTemplate {
  const entries = Object.entries(template.Resources);
  const removed = new Set(entries.filter(([, resource]) => isLacking(kindOf(resource))).map(([id]) => id));
  const kept = entries
    .filter(([id]) => !removed.has(id))
    .map(([id, resource]): [string, TemplateResource] => [id, withoutDependencies(resource, removed)]);
  const { Resources: _, ...sections } = template;
  return {
    template: {
      ...mapValues(sections, (value) => withoutReferences(value, removed)),
      Resources: Object.fromEntries(
        kept.map(([id, { Type, ...rest }]) => [
          id,
          { Type, ...mapValues(rest, (value) => withoutReferences(value, removed)) },
        ]),
      ),
    },
    removed: [...removed],
  };
}

function withoutDependencies(resource: TemplateResource, removed: ReadonlySet<string>): TemplateResource {
  const { DependsOn, ...rest } = resource;
  const left = [DependsOn ?? []].flat().filter((id) => !removed.has(id));
  return left.length === 0 ? rest : { ...rest, DependsOn: left };
}

/** What stands in for a reference to a resource that was taken out. */
const standIn = (reference: string): string => `left-out-${reference.replaceAll('.', '-')}`;

function withoutReferences(value: unknown, removed: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((part) => withoutReferences(part, removed));
  if (!isObject(value)) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  if (typeof ref === 'string' && removed.has(ref)) return standIn(ref);
  const path = typeof attribute === 'string' ? attribute.split('.') : attribute;
  if (Array.isArray(path) && removed.has(String(path[0]))) return standIn(path.map(String).join('.'));
  if (typeof text === 'string') return { ...value, 'Fn::Sub': withoutPlaceholders(text, removed) };
  return mapValues(value, (part) => withoutReferences(part, removed));
}

/** `${Id}` and `${Id.Attribute}` of resources that were taken out; `${!literal}` is none. */
function withoutPlaceholders(text: string, removed: ReadonlySet<string>): string {
  return text.replace(/\$\{([A-Za-z0-9.:]+)\}/g, (whole, reference: string) =>
    removed.has(reference.split('.')[0] ?? '') ? standIn(reference) : whole,
  );
}

function mapValues(
  value: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}
