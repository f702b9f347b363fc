import { readable } from '../template/unresolved.ts';
import { type Combination, combine, type Hits, type Union } from './combine.ts';
import type { Hit } from './compiled-policy.ts';
import type { Decision, IamDecision, MatchedStatement } from './types.ts';

/** What the policies come to, without the names of action and resource: the same for many resources. */
export class Outcome {
  readonly hits: Hits;
  readonly union: Union;
  readonly combination: Combination;
  /** Whether the resource's own policy decides too, and is not in the template. */
  readonly isPolicyMissing: boolean;
  readonly boundaryName: string | undefined;
  readonly decision: Decision;
  readonly explicit: boolean;
  #allowed: string | undefined;
  #allowedBy: readonly string[] | undefined;

  constructor(hits: Hits, union: Union, isPolicyMissing: boolean, boundaryName: string | undefined) {
    const combination = combine(hits, union, isPolicyMissing);
    const { denied, allowed } = combination;
    this.hits = hits;
    this.union = union;
    this.combination = combination;
    this.isPolicyMissing = isPolicyMissing;
    this.boundaryName = boundaryName;
    this.explicit = denied === 'yes';
    this.decision =
      this.explicit || allowed === 'no' ? 'deny' : allowed === 'yes' && denied === 'no' ? 'allow' : 'unknown';
  }

  /** Whether the same statements hit under the same rules, so that all of it would be the same. */
  isOf(hits: Hits, union: Union, isPolicyMissing: boolean): boolean {
    const own = this.hits;
    return (
      this.union === union &&
      this.isPolicyMissing === isPolicyMissing &&
      areSame(own.identity, hits.identity) &&
      areSame(own.resource, hits.resource) &&
      areSame(own.boundary ?? [], hits.boundary ?? [])
    );
  }

  /** Why it is allowed, in one sentence. */
  get allowed(): string {
    this.#allowed ??= whyAllowed(this);
    return this.#allowed;
  }

  get allowedBy(): readonly string[] {
    this.#allowedBy ??= allHits(this)
      .filter(({ effect, truth }) => effect === 'Allow' && truth === 'yes')
      .map(({ statement }) => statement.policy);
    return this.#allowedBy;
  }
}

function areSame(left: readonly Hit[], right: readonly Hit[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** The decision. Its sentence is made when somebody reads it: of most decisions only the outcome is looked at. */
export class ExplainedDecision implements IamDecision {
  readonly decision: Decision;
  readonly #action: string;
  readonly #resource: string;
  readonly #outcome: Outcome;

  constructor(action: string, resource: string, outcome: Outcome) {
    this.decision = outcome.decision;
    this.#action = action;
    this.#resource = resource;
    this.#outcome = outcome;
  }

  get explicit(): boolean {
    return this.#outcome.explicit;
  }

  get reason(): string {
    const outcome = this.#outcome;
    if (this.decision === 'allow') return outcome.allowed;
    if (this.decision === 'unknown') return whyUnknown(outcome, this.dependsOn);
    return outcome.explicit ? whyDenied(outcome) : whyNotAllowed(this.#action, this.#resource, outcome);
  }

  get statements(): readonly MatchedStatement[] {
    return allHits(this.#outcome).map(({ statement }) => statement);
  }

  get allowedBy(): readonly string[] {
    return this.#outcome.allowedBy;
  }

  get dependsOn(): readonly string[] {
    return this.decision === 'unknown' ? dependencies(this.#outcome, this.#resource) : [];
  }
}

const allHits = ({ hits: { identity, boundary = [], resource } }: Outcome): readonly Hit[] => [
  ...identity,
  ...boundary,
  ...resource,
];

const label = ({ statement }: Hit): string => labelOf(statement);

const labelOf = ({ position, sid, policy }: MatchedStatement): string =>
  `${position === 0 ? '' : `statement ${position}${sid === undefined ? '' : ` (${sid})`} of `}${policy}`;

function withWhy({ statement }: Hit): string {
  return `${labelOf(statement)}: ${statement.why}`;
}

function whyDenied(outcome: Outcome): string {
  const deny = allHits(outcome).find(({ effect, truth }) => effect === 'Deny' && truth === 'yes');
  return `explicitly denied by ${deny ? withWhy(deny) : 'a policy'}`;
}

const allowing = (hits: readonly Hit[], way?: Hit['way']): Hit | undefined =>
  hits.find((hit) => hit.effect === 'Allow' && hit.truth === 'yes' && (way === undefined || hit.way === way));

function whyAllowed({ hits, union, combination, boundaryName }: Outcome): string {
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

function whyNotAllowed(action: string, resource: string, { hits, union, combination, boundaryName }: Outcome): string {
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

function whyUnknown(outcome: Outcome, reasons: readonly string[]): string {
  const open = allHits(outcome).find(
    ({ truth, effect }) => truth === 'maybe' && (outcome.combination.denied === 'maybe' ? effect === 'Deny' : true),
  );
  const of = open ? `; ${label(open)} may ${open.effect === 'Deny' ? 'deny' : 'allow'} it` : '';
  return `depends on ${reasons.join(', ')}${of}`;
}

/** What the statements that leave the answer open depend on: the denying ones only where they can still decide. */
function dependencies(outcome: Outcome, resource: string): string[] {
  const { combination, isPolicyMissing } = outcome;
  const decisive = allHits(outcome).filter(
    ({ truth, effect }) =>
      truth === 'maybe' && (effect === 'Deny' ? combination.denied === 'maybe' : combination.allowed === 'maybe'),
  );
  const found = decisive.flatMap(({ dependsOn }) => dependsOn);
  const isMissing = isPolicyMissing && combination.allowed === 'maybe';
  return [...new Set([...found, ...(isMissing ? [`the policy of ${resource}, which is not in the template`] : [])])];
}
