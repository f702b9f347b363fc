import { isDeepStrictEqual } from 'node:util';
import { statefulType } from './stateful-types.ts';
import type { PropertyChange, StackTemplate, TemplateResource } from './types.ts';

/** The resource's own name, where the template gives one. */
function givenName({ Type, Properties = {} }: TemplateResource): unknown {
  const property = statefulType(Type, Properties)?.name;
  return property === undefined ? undefined : Properties[property];
}

/**
 * Why CloudFormation would not replace the resource: another type under the same id, or a name that the new resource would
 * have too. It makes the new resource before it deletes the old one.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function replacementBlocked(
  before: TemplateResource,
  after: TemplateResource,
  changes: readonly PropertyChange[],
): string | undefined {
  if (before.Type !== after.Type) {
    return `CloudFormation changes no type: ${before.Type} would become ${after.Type} under the same logical id`;
  }
  const name = givenName(before);
  if (name === undefined || !isDeepStrictEqual(name, givenName(after))) return undefined;
  const property = statefulType(before.Type, before.Properties ?? {})?.name;
  if (changes.some((change) => change.name === property)) return undefined;
  return `CloudFormation replaces no resource that keeps its name (${String(property)} ${JSON.stringify(name)})`;
}

/** Why a resource that left the template stops the deployment: another one of the same type takes its name already. */
export function removalBlocked(
  logicalId: string,
  before: TemplateResource,
  old: StackTemplate,
  renewed: StackTemplate,
): string | undefined {
  const name = givenName(before);
  if (name === undefined) return undefined;
  const successor = Object.entries(renewed.Resources).find(
    ([id, resource]) =>
      id !== logicalId &&
      !Object.hasOwn(old.Resources, id) &&
      resource.Type === before.Type &&
      isDeepStrictEqual(givenName(resource), name),
  );
  if (successor === undefined) return undefined;
  return `${successor[0]} would be made with the name that it still has (${JSON.stringify(name)})`;
}
