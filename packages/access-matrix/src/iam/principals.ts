import type { AccessResource, AccessTemplate } from '../template/types.ts';
import { isUnresolved, readable } from '../template/unresolved.ts';
import { Attachments, type IdentityKind } from './attachments.ts';
import { sameText } from './pattern.ts';
import { trustPolicyOf } from './resource-policies.ts';
import { sourceOf } from './source.ts';
import type { NamedPolicy, Principal } from './types.ts';

/** Tag by which a role says which persona it is. */
export const PERSONA_TAG = 'inferwatch:persona';

const TYPES: readonly (readonly [type: string, kind: IdentityKind, nameProperty: string])[] = [
  ['AWS::IAM::Role', 'role', 'RoleName'],
  ['AWS::IAM::User', 'user', 'UserName'],
  ['AWS::IAM::Group', 'group', 'GroupName'],
];

/**
 * Every role, user and group of the templates with all its policies: inline ones, `AWS::IAM::Policy` and
 * `AWS::IAM::ManagedPolicy` resources, AWS managed policies from pinned copies, and for a user those of its groups.
 */
export function principals(template: AccessTemplate): readonly Principal[] {
  const attachments = new Attachments(template);
  return TYPES.flatMap(([type, kind, nameProperty]) =>
    template.ofType(type).map((resource) => principalOf(template, attachments, resource, kind, nameProperty)),
  );
}

function principalOf(
  template: AccessTemplate,
  attachments: Attachments,
  resource: AccessResource,
  kind: IdentityKind,
  nameProperty: string,
): Principal {
  const tags = tagsOf(resource);
  const persona = tags[PERSONA_TAG];
  const iamName = resource.properties[nameProperty];
  const chosenName = typeof iamName === 'string' && !isUnresolved(iamName) ? iamName : resource.logicalId;
  const boundaryArn = resource.properties.PermissionsBoundary;
  const fromGroups = kind === 'user' ? groupPolicies(template, attachments, resource) : [];
  return {
    name: persona ?? chosenName,
    kind,
    arn: resource.arn,
    iamName: resource.physicalId,
    account: resource.account,
    region: resource.region,
    ...(persona === undefined ? {} : { persona }),
    tags,
    identityPolicies: [...attachments.policiesOf(resource, kind), ...fromGroups],
    ...(boundaryArn === undefined ? {} : { boundary: boundaryOf(attachments.managedPolicy(boundaryArn)) }),
    ...(kind === 'role' ? { trust: trustPolicyOf(resource) } : {}),
    source: sourceOf(resource),
    ...(resource.uncertain === undefined ? {} : { uncertain: resource.uncertain }),
  };
}

const boundaryOf = (policy: NamedPolicy): NamedPolicy => ({
  ...policy,
  kind: 'boundary',
  name: `permissions boundary (${policy.name})`,
});

/** `Tags`: keys and values; a tag whose key is known only after deployment is left out. */
function tagsOf({ properties }: AccessResource): Readonly<Record<string, string>> {
  const tags: [string, string][] = [];
  for (const tag of Array.isArray(properties.Tags) ? properties.Tags : []) {
    const fields = new Map<string, unknown>(Object.entries(Object(tag)));
    const key = fields.get('Key');
    if (typeof key === 'string' && !isUnresolved(key)) tags.push([key, String(fields.get('Value'))]);
  }
  return Object.fromEntries(tags);
}

/** Policies of the groups that the user is in, by its own property or by `AWS::IAM::UserToGroupAddition`. */
function groupPolicies(template: AccessTemplate, attachments: Attachments, user: AccessResource): NamedPolicy[] {
  const memberships: { readonly group: string; readonly uncertain?: string }[] = [user.properties.Groups ?? []]
    .flat()
    .map((name) => ({ group: String(name) }));
  for (const { properties } of template.ofType('AWS::IAM::UserToGroupAddition')) {
    const group = String(properties.GroupName);
    const matches = [properties.Users ?? []].flat().map((name) => sameText(String(name), user.physicalId));
    if (matches.includes('yes')) memberships.push({ group });
    else if (matches.includes('maybe'))
      memberships.push({ group, uncertain: `whether ${user.logicalId} is in ${readable(group)}` });
  }
  return memberships.flatMap(({ group, uncertain }) =>
    policiesOfGroup(template, attachments, group).map((policy) =>
      uncertain === undefined ? policy : { ...policy, uncertain },
    ),
  );
}

function policiesOfGroup(template: AccessTemplate, attachments: Attachments, name: string): readonly NamedPolicy[] {
  const groups = template.ofType('AWS::IAM::Group').filter(({ physicalId }) => physicalId === name);
  if (groups.length > 0) return groups.flatMap((group) => [...attachments.policiesOf(group, 'group')]);
  const what = `policies of group ${readable(name)}`;
  return [{ kind: 'inline', name: what, document: undefined, unknown: `${what}, which is not in the template` }];
}
