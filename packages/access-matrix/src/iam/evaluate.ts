import type { Hits, Union } from './combine.ts';
import { type Candidate, type CompiledPolicy, compilePolicy, type Hit, type Question } from './compiled-policy.ts';
import { type Facts, type LayeredFacts, principalFacts, RequestFacts } from './context.ts';
import { ExplainedDecision, Outcome } from './explain.ts';
import { Subject } from './pattern.ts';
import { type PoliciesOn, type PolicyIndex, policyIndex } from './resource-policy-index.ts';
import type {
  CompiledPrincipal,
  EvaluationOptions,
  IamDecision,
  IamRequest,
  Principal,
  RequestContext,
  ResourcePolicy,
} from './types.ts';

/**
 * Whether IAM lets a principal do something, and why. Explicit denies first, then identity policies (inside the
 * permissions boundary) and the policy of the resource, by the rules of one account or of two. Organisation policies
 * and session policies are no part of a template and are not considered.
 */
export function evaluateIam({ principal, action, resource, ...options }: IamRequest): IamDecision {
  return compilePrincipal(principal, options).evaluate(action, resource);
}

/** Prepares a principal's policies once, for many questions: one takes about a microsecond then. */
export function compilePrincipal(principal: Principal, options: EvaluationOptions = {}): CompiledPrincipal {
  return new Evaluator(principal, options);
}

/** The candidates of the principal's own policies for one action. */
interface ActionCandidates {
  readonly subject: Subject;
  readonly isAssuming: boolean;
  readonly identity: readonly Candidate[];
  readonly boundary: readonly Candidate[] | undefined;
  /** What the last question came to: the next resource mostly meets the same statements. */
  last?: Outcome;
}

class Evaluator implements CompiledPrincipal {
  readonly principal: Principal;
  readonly #identity: readonly CompiledPolicy[];
  readonly #boundary: CompiledPolicy | undefined;
  readonly #resourcePolicies: PolicyIndex;
  readonly #facts: LayeredFacts;
  /** The facts with what is known of one kind of request over them. */
  readonly #factsWith = new WeakMap<RequestContext, Facts>();
  readonly #actions = new Map<string, ActionCandidates>();
  readonly #answers = new Map<string, Map<string, IamDecision>>();

  constructor(principal: Principal, options: EvaluationOptions) {
    this.principal = principal;
    this.#identity = principal.identityPolicies.map(compilePolicy);
    this.#boundary = principal.boundary && compilePolicy(principal.boundary);
    this.#resourcePolicies = policyIndex(options.resourcePolicies ?? NO_POLICIES);
    this.#facts = principalFacts({
      principal,
      context: options.context ?? {},
      isComplete: options.contextIsComplete ?? false,
      canHaveOtherTags: canHaveSessionTags(principal),
    });
  }

  evaluate(action: string, resource: string, context?: RequestContext): IamDecision {
    if (context) return this.#decide(action, resource, this.#factsFor(context));
    const answers = this.#answersFor(action);
    const known = answers.get(resource);
    if (known) return known;
    const decision = this.#decide(action, resource, this.#facts);
    answers.set(resource, decision);
    return decision;
  }

  #answersFor(action: string): Map<string, IamDecision> {
    const known = this.#answers.get(action);
    if (known) return known;
    const fresh = new Map<string, IamDecision>();
    this.#answers.set(action, fresh);
    return fresh;
  }

  #factsFor(context: RequestContext): Facts {
    const known = this.#factsWith.get(context);
    if (known) return known;
    const fresh = this.#facts.with(context);
    this.#factsWith.set(context, fresh);
    return fresh;
  }

  #decide(action: string, resource: string, given: Facts): IamDecision {
    const { principal } = this;
    const candidates = this.#candidatesFor(action);
    const { subject, identity, boundary } = candidates;
    const on = this.#resourcePolicies.on(resource, candidates.isAssuming);
    const facts = new RequestFacts(given, resource, on.account, principal.region);
    const question: Question = { principal, action: subject, resource: on.subject, facts };
    const hits: Hits = {
      identity: hitsOf(identity, question),
      boundary: boundary && hitsOf(boundary, question),
      resource: hitsOn(on, question),
    };
    const isOtherAccount = on.account !== undefined && on.account !== principal.account;
    const union: Union = isOtherAccount ? 'cross-account' : on.mustAllow ? 'key' : 'union';
    const isPolicyMissing = on.policies.length === 0 && union !== 'union';
    if (!candidates.last?.isOf(hits, union, isPolicyMissing)) {
      candidates.last = new Outcome(hits, union, isPolicyMissing, principal.boundary?.name);
    }
    return new ExplainedDecision(action, resource, candidates.last);
  }

  #candidatesFor(action: string): ActionCandidates {
    const known = this.#actions.get(action);
    if (known) return known;
    const subject = new Subject(action.toLowerCase());
    const fresh: ActionCandidates = {
      subject,
      isAssuming: subject.text.startsWith('sts:'),
      identity: this.#identity.flatMap((policy) => policy.candidates(subject)),
      boundary: this.#boundary?.candidates(subject),
    };
    this.#actions.set(action, fresh);
    return fresh;
  }
}

function hitsOn({ policies }: PoliciesOn, question: Question): readonly Hit[] {
  const [only] = policies;
  if (!only) return NO_HITS;
  if (policies.length === 1) return hitsOf(only.candidates(question.action), question);
  return policies.flatMap((policy) => hitsOf(policy.candidates(question.action), question));
}

const NO_POLICIES: readonly ResourcePolicy[] = [];
const NO_HITS: readonly Hit[] = [];

function hitsOf(candidates: readonly Candidate[], question: Question): readonly Hit[] {
  if (candidates.length === 0) return NO_HITS;
  const hits: Hit[] = [];
  for (const candidate of candidates) {
    const hit = candidate.hit(question);
    if (hit) hits.push(hit);
  }
  return hits;
}

/**
 * Session tags become `aws:PrincipalTag` keys; passing them needs `sts:TagSession` in the role's trust policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
function canHaveSessionTags({ kind, trust }: Principal): boolean {
  if (kind === 'user') return false;
  if (kind === 'group' || trust === undefined) return true;
  return compilePolicy(trust).candidates(new Subject('sts:tagsession')).length > 0;
}
