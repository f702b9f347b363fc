import type { Hit } from './compiled-policy.ts';
import { and, or, type Truth } from './truth.ts';

/** What the statements of all policies say, by where they stand. */
export interface Hits {
  readonly identity: readonly Hit[];
  /** Undefined without a permissions boundary. */
  readonly boundary: readonly Hit[] | undefined;
  readonly resource: readonly Hit[];
}

/**
 * How a resource's own policy and the account's policies go together:
 * - `union`: either is enough, in one account.
 * - `key`: the resource's policy must name the principal, or hand the decision to the account. KMS keys and trust policies.
 * - `cross-account`: both must allow.
 */
export type Union = 'union' | 'key' | 'cross-account';

export interface Combination {
  readonly denied: Truth;
  readonly allowed: Truth;
  readonly identity: Truth;
  readonly boundary: Truth;
  readonly direct: Truth;
  readonly role: Truth;
  readonly account: Truth;
}

function anyOf(hits: readonly Hit[], effect: 'Allow' | 'Deny', way?: Hit['way']): Truth {
  let found: Truth = 'no';
  for (const hit of hits) {
    if (hit.effect !== effect || (way !== undefined && hit.way !== way)) continue;
    if (hit.truth === 'yes') return 'yes';
    found = 'maybe';
  }
  return found;
}

/**
 * Puts the policies together as AWS does: an explicit deny anywhere decides; then identity policies inside the boundary,
 * or the resource's policy. A permission given to a user, a session or everyone on the resource is not limited by the
 * boundary; one given to a role's ARN is.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function combine({ identity, boundary, resource }: Hits, union: Union, unknownPolicy: boolean): Combination {
  const denied = or(anyOf(identity, 'Deny'), anyOf(boundary ?? [], 'Deny'), anyOf(resource, 'Deny'));
  const identityAllows = anyOf(identity, 'Allow');
  const boundaryAllows = boundary ? anyOf(boundary, 'Allow') : 'yes';
  const missing: Truth = unknownPolicy ? 'maybe' : 'no';
  const direct = or(anyOf(resource, 'Allow', 'direct'), missing);
  const role = anyOf(resource, 'Allow', 'role');
  const account = or(anyOf(resource, 'Allow', 'account'), missing);
  const own = and(identityAllows, boundaryAllows);
  const named = or(direct, and(role, boundaryAllows));
  const allowed = allowedBy(union, { own, named, account, any: or(direct, role, account) });
  return { denied, allowed, identity: identityAllows, boundary: boundaryAllows, direct, role, account };
}

interface Permissions {
  /** What the principal's own policies allow. */
  readonly own: Truth;
  /** What the resource's policy allows the principal by name. */
  readonly named: Truth;
  /** What the resource's policy leaves to the account. */
  readonly account: Truth;
  /** Whether the resource's policy allows it in any way. */
  readonly any: Truth;
}

function allowedBy(union: Union, { own, named, account, any }: Permissions): Truth {
  switch (union) {
    case 'union':
      return or(own, named);
    case 'key':
      return or(named, and(account, own));
    case 'cross-account':
      return and(any, own);
  }
}
