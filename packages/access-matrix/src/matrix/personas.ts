import { compilePrincipal, principals } from '../iam/index.ts';
import type { Principal, ResourcePolicy } from '../iam/types.ts';
import { readableIds } from '../lake-formation/labels.ts';
import { IAM_ALLOWED_PRINCIPALS } from '../lake-formation/read-settings.ts';
import type { LakeModel } from '../lake-formation/types.ts';
import type { AccessTemplate } from '../template/types.ts';
import { readable } from '../template/unresolved.ts';
import { DIRECT_CONTEXT } from './iam-answers.ts';
import type { Persona } from './types.ts';

/**
 * Everybody who may do something: the roles and users of the templates (Lake Formation knows no IAM groups), and the
 * principals that its settings and grants name without the templates making them.
 */
export function findPersonas(
  template: AccessTemplate,
  lakes: readonly LakeModel[],
  resourcePolicies: readonly ResourcePolicy[],
): Persona[] {
  const inside = principals(template).filter(({ kind }) => kind !== 'group');
  const known = new Set(inside.map(({ arn }) => arn));
  const outside = [...namedPrincipals(lakes)].filter(([arn]) => !known.has(arn));
  const names = readableIds(inside.map(({ source }) => source.logicalId));
  return withUniqueNames([
    ...inside.map((principal) => fromTemplate(principal, resourcePolicies, names)),
    ...outside.map(([arn, place]) => fromOutside(arn, place)),
  ]);
}

function fromTemplate(
  principal: Principal,
  resourcePolicies: readonly ResourcePolicy[],
  ids: ReadonlyMap<string, string>,
): Persona {
  const { name, kind, arn, account, persona, source, uncertain } = principal;
  return {
    name: readable(name === source.logicalId ? (ids.get(name) ?? name) : name),
    kind: kind === 'user' ? 'user' : 'role',
    arn,
    account,
    tagged: persona !== undefined,
    iam: compilePrincipal(principal, { resourcePolicies, context: DIRECT_CONTEXT }),
    source,
    uncertain,
  };
}

/** Where a lake is. */
type Place = Pick<LakeModel, 'account' | 'region'>;

/** Names of the CDK's own roles end in account and Region, which say nothing here and differ in every account. */
const fromOutside = (arn: string, { account, region }: Place): Persona => ({
  name: readable(arn.split(/[/:]/).at(-1) || arn).replace(`-${account}-${region}`, ''),
  kind: 'outside',
  arn,
  account,
  tagged: false,
});

/** ARNs in settings and grants, with the place of the lake. Groups of principals are no one. */
function namedPrincipals(lakes: readonly LakeModel[]): Map<string, Place> {
  const named = new Map<string, Place>();
  for (const { account, region, admins, readOnlyAdmins, grants } of lakes) {
    const arns = [...admins, ...readOnlyAdmins].map(({ arn }) => arn);
    for (const arn of [...arns, ...grants.map(({ principal }) => principal)]) {
      if (arn !== IAM_ALLOWED_PRINCIPALS && !arn.endsWith(':IAMPrincipals')) named.set(arn, { account, region });
    }
  }
  return named;
}

/** Two principals of one name would be one in the matrix: both then get what tells them apart. */
function withUniqueNames(personas: readonly Persona[]): Persona[] {
  const count = new Map<string, number>();
  for (const { name } of personas) count.set(name, (count.get(name) ?? 0) + 1);
  return personas.map((persona) => {
    if (count.get(persona.name) === 1) return persona;
    const place = persona.source ? `${persona.source.stack}/${persona.source.logicalId}` : readable(persona.arn);
    return { ...persona, name: `${persona.name} (${place})` };
  });
}
