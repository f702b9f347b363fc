import {
  type StackTemplate,
  type StackTemplates,
  statefulType,
  type TemplateResource,
} from '../../packages/upgrade/src/index.ts';

/** Hashes of assets: they change with every file, and decide about no stateful resource. */
const ASSET_HASH = /\b[0-9a-f]{64}\b/g;

/** Logical ids that a value refers to. */
function references(value: unknown, known: ReadonlySet<string>, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    // `Fn::Sub` names resources inside a text: any `${Id}` or `${Id.Attribute}` counts.
    for (const [, id = ''] of value.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)) if (known.has(id)) found.add(id);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const [id] = key === 'Ref' ? [part] : key === 'Fn::GetAtt' && Array.isArray(part) ? part : [];
      if (typeof id === 'string' && known.has(id)) found.add(id);
      references(part, known, found);
    }
  }
  return found;
}

function importsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'Fn::ImportValue' && typeof part === 'string' ? [part] : importsIn(part),
  );
}

/**
 * The part of a template that decides whether a stateful resource comes through a deployment: the stateful resources, what
 * they refer to, exports, and who imports. Reduced templates compare as whole ones do, and are a fraction of their size.
 */
export function reduceTemplate({ Resources, Outputs = {} }: StackTemplate): StackTemplate {
  const known = new Set(Object.keys(Resources));
  const kept = new Set<string>();
  const pending = Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) =>
    statefulType(Type, Properties) === undefined ? [] : [id],
  );
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (kept.has(id)) continue;
    kept.add(id);
    pending.push(...references(Resources[id]?.Properties, known));
  }
  const resources = Object.entries(Resources).flatMap(([id, resource]): [string, TemplateResource][] => {
    if (kept.has(id)) return [[id, withoutNoise(resource)]];
    const imports = importsIn(resource.Properties).map((name) => ({ 'Fn::ImportValue': name }));
    return imports.length === 0 ? [] : [[id, { Type: resource.Type, Properties: { imports } }]];
  });
  const exported = Object.entries(Outputs).filter(([, { Export }]) => Export !== undefined);
  const reduced = { Resources: Object.fromEntries(resources), Outputs: Object.fromEntries(exported) };
  return JSON.parse(JSON.stringify(reduced).replaceAll(ASSET_HASH, 'asset'));
}

/** What changes with every version, or with none, and has no part in a replacement. */
function withoutNoise({
  Type,
  Properties = {},
  DeletionPolicy,
  UpdateReplacePolicy,
}: TemplateResource): TemplateResource {
  const { Tags: _, ...properties } = Properties;
  return { Type, Properties: properties, DeletionPolicy, UpdateReplacePolicy };
}

export const reduceTemplates = (templates: StackTemplates): StackTemplates =>
  Object.fromEntries(Object.entries(templates).map(([stack, template]) => [stack, reduceTemplate(template)]));
