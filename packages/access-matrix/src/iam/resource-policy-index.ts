import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts';
import { Subject } from './pattern.ts';
import type { ResourcePolicy } from './types.ts';

/** The policies on one resource. */
export interface PoliciesOn {
  /** The resource, prepared for comparisons. */
  readonly subject: Subject;
  readonly policies: readonly CompiledPolicy[];
  /** Account that owns the resource, if it is known. */
  readonly account: string | undefined;
  /**
   * Whether the policy must allow, so that IAM policies alone are not enough: KMS keys and roles (to be assumed).
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
   */
  readonly mustAllow: boolean;
}

/** The policies by resource, and what was worked out for each resource, which every principal asks about again. */
export class PolicyIndex {
  readonly #byResource = new Map<string, ResourcePolicy[]>();
  readonly #answers = new Map<string, PoliciesOn>();
  readonly #whenAssuming = new Map<string, PoliciesOn>();

  constructor(policies: readonly ResourcePolicy[]) {
    for (const policy of policies) {
      const same = this.#byResource.get(policy.resourceArn);
      if (same) same.push(policy);
      else this.#byResource.set(policy.resourceArn, [policy]);
    }
  }

  /**
   * The policies that decide about an action on a resource. A bucket's policy decides about its objects.
   * `isAssuming`: the action is one of STS, which are those that a trust policy speaks of.
   */
  on(resource: string, isAssuming: boolean): PoliciesOn {
    const answers = isAssuming ? this.#whenAssuming : this.#answers;
    const known = answers.get(resource);
    if (known) return known;
    const answer = this.#find(resource, isAssuming);
    answers.set(resource, answer);
    return answer;
  }

  #find(resource: string, isAssuming: boolean): PoliciesOn {
    const owner = resource.startsWith('arn:') && resource.split(':', 3)[2] === 's3' ? bucketOf(resource) : resource;
    // A trust policy says who may assume its role; other actions on the role are not its concern.
    const policies = (this.#byResource.get(owner) ?? []).filter(({ kind }) => kind !== 'role-trust' || isAssuming);
    const account = policies[0]?.account ?? accountOf(resource);
    const mustAllow = KEY_ARN.test(resource) || (isAssuming && ROLE_ARN.test(resource));
    const compiled = policies.map(({ policy }) => compilePolicy(policy));
    return { subject: new Subject(resource), policies: compiled, account, mustAllow };
  }
}

const indexes = new WeakMap<readonly ResourcePolicy[], PolicyIndex>();

const KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:key\//;
const ROLE_ARN = /^arn:[^:]*:iam::[^:]*:role\//;

/** The index of some policies; the same list is indexed once. */
export function policyIndex(policies: readonly ResourcePolicy[]): PolicyIndex {
  const known = indexes.get(policies);
  if (known) return known;
  const index = new PolicyIndex(policies);
  indexes.set(policies, index);
  return index;
}

function bucketOf(resource: string): string {
  const slash = resource.indexOf('/');
  return slash < 0 ? resource : resource.slice(0, slash);
}

function accountOf(resource: string): string | undefined {
  const account = resource.split(':', 5)[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}
