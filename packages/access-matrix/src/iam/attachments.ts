import type { AccessResource, AccessTemplate } from '../template/types.ts';
import { readable, unresolvedIn } from '../template/unresolved.ts';
import { awsManagedPolicy, isAwsManaged } from './managed-policies.ts';
import { sameText } from './pattern.ts';
import { sourceOf } from './source.ts';
import type { NamedPolicy } from './types.ts';

/** Which kind of identity a policy is attached to, as properties call it. */
export type IdentityKind = 'role' | 'user' | 'group';

const LIST_PROPERTY = { role: 'Roles', user: 'Users', group: 'Groups' } as const;
const NAME_PROPERTY = { role: 'RoleName', user: 'UserName', group: 'GroupName' } as const;
const SINGLE_POLICY = {
  role: 'AWS::IAM::RolePolicy',
  user: 'AWS::IAM::UserPolicy',
  group: 'AWS::IAM::GroupPolicy',
} as const;

const items = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());

/** The policies of one identity, from every place where a template can attach one. */
export class Attachments {
  readonly #template: AccessTemplate;

  constructor(template: AccessTemplate) {
    this.#template = template;
  }

  policiesOf(identity: AccessResource, kind: IdentityKind): readonly NamedPolicy[] {
    return [
      ...inlinePolicies(identity, kind),
      ...this.#attached('AWS::IAM::Policy', identity, kind),
      ...this.#single(identity, kind),
      ...this.#attached('AWS::IAM::ManagedPolicy', identity, kind),
      ...items(identity.properties.ManagedPolicyArns).map((arn) => this.managedPolicy(arn)),
    ];
  }

  /** A managed policy by its ARN: AWS's, the template's, or one whose text is elsewhere. */
  managedPolicy(arn: unknown): NamedPolicy {
    if (typeof arn !== 'string') return elsewhere(`policy ${JSON.stringify(arn)}`, 'a malformed ARN');
    const own = this.#template.ofType('AWS::IAM::ManagedPolicy').find((policy) => policy.arn === arn);
    if (own) return documentOf(own);
    if (isAwsManaged(arn)) return awsManagedPolicy(arn);
    const [reason] = unresolvedIn(arn);
    return elsewhere(
      `managed policy ${readable(arn)}`,
      reason ?? `managed policy ${arn}, which is not in the template`,
    );
  }

  /** Policies that name the identities they belong to. */
  #attached(type: 'AWS::IAM::Policy' | 'AWS::IAM::ManagedPolicy', identity: AccessResource, kind: IdentityKind) {
    return this.#template.ofType(type).flatMap((policy) => {
      const names = items(policy.properties[LIST_PROPERTY[kind]]);
      return this.#ifNamed(documentOf(policy), names, identity);
    });
  }

  #single(identity: AccessResource, kind: IdentityKind) {
    return this.#template
      .ofType(SINGLE_POLICY[kind])
      .flatMap((policy) => this.#ifNamed(documentOf(policy), [policy.properties[NAME_PROPERTY[kind]]], identity));
  }

  /** The policy if one of the names is the identity's; uncertain if one may be. */
  #ifNamed(policy: NamedPolicy, names: readonly unknown[], identity: AccessResource): NamedPolicy[] {
    const matches = names.map((name) => sameText(String(name), identity.physicalId));
    if (matches.includes('yes')) return [policy];
    const open = names.find((_, at) => matches[at] === 'maybe');
    if (open === undefined) return [];
    return [{ ...policy, uncertain: `whether ${readable(String(open))} is ${readable(identity.physicalId)}` }];
  }
}

function elsewhere(name: string, unknown: string): NamedPolicy {
  return { kind: 'managed', name, document: undefined, unknown };
}

const documents = new WeakMap<AccessResource, NamedPolicy>();

/** A policy resource as a policy; one object for each, so that it is prepared once for all that it is attached to. */
function documentOf(resource: AccessResource): NamedPolicy {
  const known = documents.get(resource);
  if (known) return known;
  const managed = resource.type === 'AWS::IAM::ManagedPolicy';
  const policy: NamedPolicy = {
    kind: managed ? 'managed' : 'inline',
    name: `${managed ? 'managed' : 'inline'} policy ${resource.logicalId}`,
    document: resource.properties.PolicyDocument,
    source: sourceOf(resource),
    ...(resource.uncertain === undefined ? {} : { uncertain: resource.uncertain }),
  };
  documents.set(resource, policy);
  return policy;
}

/** The `Policies` property. */
function inlinePolicies(identity: AccessResource, kind: IdentityKind): NamedPolicy[] {
  return items(identity.properties.Policies).map((policy, at) => {
    const fields = new Map<string, unknown>(Object.entries(Object(policy)));
    const name = fields.get('PolicyName');
    const text = typeof name === 'string' ? readable(name) : `${at + 1}`;
    const [reason] = typeof policy === 'string' ? unresolvedIn(policy) : [];
    return {
      kind: 'inline',
      name: `inline policy ${text} of ${kind} ${identity.logicalId}`,
      document: fields.get('PolicyDocument'),
      source: sourceOf(identity),
      ...(reason === undefined ? {} : { unknown: reason }),
    };
  });
}
