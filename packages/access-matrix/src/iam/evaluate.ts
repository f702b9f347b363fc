import { combine, type Hits, type Union } from './combine.ts';
import { type Candidate, type CompiledPolicy, compilePolicy, type Hit, type Question } from './compiled-policy.ts';
import { type LayeredFacts, principalFacts, RequestFacts } from './context.ts';
import { explain } from './explain.ts';
import { Subject } from './pattern.ts';
import { policiesOn } from './resource-policy-index.ts';
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
  readonly identity: readonly Candidate[];
  readonly boundary: readonly Candidate[] | undefined;
}

class Evaluator implements CompiledPrincipal {
  readonly principal: Principal;
  readonly #identity: readonly CompiledPolicy[];
  readonly #boundary: CompiledPolicy | undefined;
  readonly #resourcePolicies: readonly ResourcePolicy[];
  readonly #facts: LayeredFacts;
  readonly #actions = new Map<string, ActionCandidates>();
  readonly #answers = new Map<string, Map<string, IamDecision>>();

  constructor(principal: Principal, options: EvaluationOptions) {
    this.principal = principal;
    this.#identity = principal.identityPolicies.map(compilePolicy);
    this.#boundary = principal.boundary && compilePolicy(principal.boundary);
    this.#resourcePolicies = options.resourcePolicies ?? [];
    this.#facts = principalFacts({
      principal,
      context: options.context ?? {},
      isComplete: options.contextIsComplete ?? false,
      canHaveOtherTags: canHaveSessionTags(principal),
    });
  }

  evaluate(action: string, resource: string, context?: RequestContext): IamDecision {
    if (context) return this.#decide(action, resource, context);
    const answers = this.#answersFor(action);
    const known = answers.get(resource);
    if (known) return known;
    const decision = this.#decide(action, resource, undefined);
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

  #decide(action: string, resource: string, context: RequestContext | undefined): IamDecision {
    const candidates = this.#candidatesFor(action);
    const on = policiesOn(this.#resourcePolicies, candidates.subject.text, resource);
    const given = context ? this.#facts.with(context) : this.#facts;
    const facts = new RequestFacts(given, resource, on.account, this.principal.region);
    const question: Question = {
      principal: this.principal,
      action: candidates.subject,
      resource: new Subject(resource),
      facts,
    };
    const hits: Hits = {
      identity: hitsOf(candidates.identity, question),
      boundary: candidates.boundary && hitsOf(candidates.boundary, question),
      resource: on.policies.flatMap(({ policy }) =>
        hitsOf(compilePolicy(policy).candidates(candidates.subject), question),
      ),
    };
    const isOtherAccount = on.account !== undefined && on.account !== this.principal.account;
    const union: Union = isOtherAccount ? 'cross-account' : on.mustAllow ? 'key' : 'union';
    const unknownPolicy = on.policies.length === 0 && union !== 'union';
    return explain({
      action,
      resource,
      hits,
      union,
      combination: combine(hits, union, unknownPolicy),
      missing: unknownPolicy ? [`the policy of ${resource}, which is not in the template`] : [],
      boundaryName: this.principal.boundary?.name,
    });
  }

  #candidatesFor(action: string): ActionCandidates {
    const known = this.#actions.get(action);
    if (known) return known;
    const subject = new Subject(action.toLowerCase());
    const fresh: ActionCandidates = {
      subject,
      identity: this.#identity.flatMap((policy) => policy.candidates(subject)),
      boundary: this.#boundary?.candidates(subject),
    };
    this.#actions.set(action, fresh);
    return fresh;
  }
}

const hitsOf = (candidates: readonly Candidate[], question: Question): Hit[] =>
  candidates.flatMap((candidate) => candidate.hit(question));

/**
 * Session tags become `aws:PrincipalTag` keys; passing them needs `sts:TagSession` in the role's trust policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
function canHaveSessionTags({ kind, trust }: Principal): boolean {
  if (kind === 'user') return false;
  if (kind === 'group' || trust === undefined) return true;
  return compilePolicy(trust).candidates(new Subject('sts:tagsession')).length > 0;
}
