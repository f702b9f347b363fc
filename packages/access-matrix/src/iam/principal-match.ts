import { sameText } from './pattern.ts';
import type { PrincipalNames } from './policy-document.ts';
import { not, or, type Truth } from './truth.ts';
import type { Principal } from './types.ts';

/**
 * How a statement on a resource names the principal:
 * - `direct`: the user, the very session, or everyone. The permission is not limited by a boundary.
 * - `role`: the role's ARN. Limited by an implicit deny in the boundary, not by the identity policies.
 * - `account`: the account or its root. Gives nothing by itself: the account's IAM policies decide.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Way = 'direct' | 'role' | 'account';

export interface PrincipalMatch {
  readonly way: Way;
  readonly truth: Truth;
  /** What a `maybe` depends on. */
  readonly dependsOn: readonly string[];
}

/** How the `Principal` element names the principal, by the strongest way; undefined if it does not. */
export function matchPrincipal(names: PrincipalNames, principal: Principal): PrincipalMatch | undefined {
  if (names.negated) return matchNotPrincipal(names.aws, principal);
  let strongest: PrincipalMatch | undefined;
  for (const value of names.aws) {
    const match = matchOne(value, principal);
    if (match && (!strongest || strength(match) > strength(strongest))) strongest = match;
  }
  return strongest;
}

const STRENGTH: Readonly<Record<Way, number>> = { account: 1, role: 2, direct: 3 };

function strength({ truth, way }: PrincipalMatch): number {
  return (truth === 'yes' ? 10 : 0) + STRENGTH[way];
}

const CERTAIN: Readonly<Record<Way, PrincipalMatch>> = {
  direct: { way: 'direct', truth: 'yes', dependsOn: [] },
  role: { way: 'role', truth: 'yes', dependsOn: [] },
  account: { way: 'account', truth: 'yes', dependsOn: [] },
};

function matchOne(value: string, principal: Principal): PrincipalMatch | undefined {
  if (value === '*') return CERTAIN.direct;
  if (value === principal.account) return CERTAIN.account;
  const truth = sameText(value, principal.arn);
  if (principal.kind !== 'group' && truth === 'yes') return CERTAIN[principal.kind === 'role' ? 'role' : 'direct'];
  if (isAccount(value, principal.account)) return CERTAIN.account;
  if (principal.kind === 'role' && isSessionOf(value, principal)) {
    return { way: 'direct', truth: 'maybe', dependsOn: [`whether the session is ${value}`] };
  }
  // A value that is known only after deployment may be the principal itself.
  if (truth === 'maybe') return { way: 'direct', truth: 'maybe', dependsOn: [`principal ${value}`] };
  return undefined;
}

/**
 * `NotPrincipal` with `Deny`. A principal with a boundary is denied whatever the element names; an exception needs the
 * principal's ARN and its account's, and with one of the two AWS says only that access "might" be denied.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function matchNotPrincipal(values: readonly string[], principal: Principal): PrincipalMatch {
  if (principal.boundary) return { way: 'direct', truth: 'yes', dependsOn: [] };
  const everyone = values.includes('*');
  const own = or(...values.map((value) => sameText(value, principal.arn)));
  const account = values.some((value) => isAccount(value, principal.account));
  const excepted: Truth = everyone || (own === 'yes' && account) ? 'yes' : own === 'no' && !account ? 'no' : 'maybe';
  return { way: 'direct', truth: not(excepted), dependsOn: excepted === 'maybe' ? ['NotPrincipal'] : [] };
}

const isAccount = (value: string, account: string): boolean =>
  value === account || (/^arn:[^:]+:iam::\d{12}:root$/.test(value) && value.split(':')[4] === account);

/** `arn:…:sts::account:assumed-role/<role name without path>/<session>`. */
function isSessionOf(value: string, { account, iamName }: Principal): boolean {
  const [, ownAccount, roleName] = /^arn:[^:]+:sts::([^:]*):assumed-role\/([^/]+)\//.exec(value) ?? [];
  return ownAccount === account && roleName === iamName;
}
