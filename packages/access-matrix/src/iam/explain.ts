import { readable } from '../template/unresolved.ts';
import type { Combination, Hits, Union } from './combine.ts';
import type { Hit } from './compiled-policy.ts';
import type { IamDecision } from './types.ts';

export interface Explained {
  readonly action: string;
  readonly resource: string;
  readonly hits: Hits;
  readonly union: Union;
  readonly combination: Combination;
  /** Policies on the resource that are not in the template though they decide. */
  readonly missing: readonly string[];
  readonly boundaryName: string | undefined;
}

const label = ({ statement: { position, sid, policy } }: Hit): string =>
  `${position === 0 ? '' : `statement ${position}${sid === undefined ? '' : ` (${sid})`} of `}${policy}`;

const withWhy = (hit: Hit): string => `${label(hit)}: ${hit.statement.why}`;

/** The decision with the sentence that says why. */
export function explain(input: Explained): IamDecision {
  const { hits, combination } = input;
  const all = hits.boundary
    ? [...hits.identity, ...hits.boundary, ...hits.resource]
    : [...hits.identity, ...hits.resource];
  const statements = all.map(({ statement }) => statement);
  const settled = { explicit: false, statements, dependsOn: [] } as const;
  if (combination.denied === 'yes') {
    const deny = all.find(({ effect, truth }) => effect === 'Deny' && truth === 'yes');
    const reason = `explicitly denied by ${deny ? withWhy(deny) : 'a policy'}`;
    return { ...settled, decision: 'deny', reason, explicit: true };
  }
  if (combination.allowed === 'no') return { ...settled, decision: 'deny', reason: whyNotAllowed(input) };
  if (combination.allowed === 'yes' && combination.denied === 'no') {
    return { ...settled, decision: 'allow', reason: whyAllowed(input) };
  }
  const dependsOn = dependencies(all, input);
  return { decision: 'unknown', reason: whyUnknown(input, all, dependsOn), explicit: false, statements, dependsOn };
}

const allowing = (hits: readonly Hit[], way?: Hit['way']): Hit | undefined =>
  hits.find((hit) => hit.effect === 'Allow' && hit.truth === 'yes' && (way === undefined || hit.way === way));

function whyAllowed({ hits, union, combination, boundaryName }: Explained): string {
  const identity = allowing(hits.identity);
  const within = boundaryName !== undefined && combination.boundary === 'yes' ? `, within ${boundaryName}` : '';
  if (union === 'union' && identity && combination.boundary === 'yes')
    return `allowed by ${withWhy(identity)}${within}`;
  const direct = allowing(hits.resource, 'direct');
  const role = allowing(hits.resource, 'role');
  if (union === 'cross-account' && identity) {
    const resource = direct ?? role ?? allowing(hits.resource);
    return `allowed by ${withWhy(identity)}${within}, and in the other account by ${resource ? label(resource) : 'a policy'}`;
  }
  if (direct) return `allowed by ${withWhy(direct)}`;
  if (role) return `allowed by ${withWhy(role)}${within}`;
  const account = allowing(hits.resource, 'account');
  if (identity && account)
    return `allowed by ${withWhy(identity)}${within}; ${label(account)} lets IAM policies decide`;
  return 'allowed by one or another of its policies';
}

function whyNotAllowed({ action, resource, hits, union, combination, boundaryName }: Explained): string {
  const what = `${action} on ${readable(resource)}`;
  const identity = hits.identity.find(({ effect }) => effect === 'Allow');
  const role = hits.resource.find(({ effect, way }) => effect === 'Allow' && way === 'role');
  const either = identity ?? role;
  if (combination.boundary === 'no' && either) {
    return `${label(either)} allows it, but ${boundaryName ?? 'the boundary'} does not allow ${what}`;
  }
  if (union === 'key' && identity) {
    return `${label(identity)} allows it, but the policy of ${readable(resource)} neither names the principal nor lets IAM policies decide`;
  }
  if (union === 'cross-account' && identity) {
    return `${label(identity)} allows it, but no policy of ${readable(resource)}, which is in another account, does`;
  }
  if (hits.resource.some(({ effect }) => effect === 'Allow') && union !== 'union') {
    return `the policy of ${readable(resource)} lets IAM policies decide, and none of them allows ${action}`;
  }
  return `no policy allows ${what}`;
}

function whyUnknown(input: Explained, all: readonly Hit[], reasons: readonly string[]): string {
  const open = all.find(
    ({ truth, effect }) => truth === 'maybe' && (input.combination.denied === 'maybe' ? effect === 'Deny' : true),
  );
  const of = open ? `; ${label(open)} may ${open.effect === 'Deny' ? 'deny' : 'allow'} it` : '';
  return `depends on ${reasons.join(', ')}${of}`;
}

/** What the statements that leave the answer open depend on: the denying ones only where they can still decide. */
function dependencies(all: readonly Hit[], { combination, missing }: Explained): string[] {
  const decisive = all.filter(
    ({ truth, effect }) =>
      truth === 'maybe' && (effect === 'Deny' ? combination.denied === 'maybe' : combination.allowed === 'maybe'),
  );
  const found = decisive.flatMap(({ dependsOn }) => dependsOn);
  return [...new Set([...found, ...(combination.allowed === 'maybe' ? missing : [])])];
}
