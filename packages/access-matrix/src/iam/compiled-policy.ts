import { readable } from '../template/unresolved.ts';
import { CompiledStatement, type ElementMatch, patternDependencies } from './compiled-statement.ts';
import type { ConditionResult } from './conditions.ts';
import type { Facts } from './context.ts';
import type { Subject } from './pattern.ts';
import { type DocumentKind, readPolicyDocument } from './policy-document.ts';
import { matchPrincipal, type PrincipalMatch, type Way } from './principal-match.ts';
import { and, type Truth } from './truth.ts';
import type { MatchedStatement, NamedPolicy, Principal } from './types.ts';

/** A question about one principal, action and resource. */
export interface Question {
  readonly principal: Principal;
  readonly action: Subject;
  readonly resource: Subject;
  readonly facts: Facts;
}

/** A statement that applies or may apply. */
export interface Hit {
  readonly effect: 'Allow' | 'Deny';
  readonly truth: Exclude<Truth, 'no'>;
  /** How a statement on a resource names the principal. */
  readonly way?: Way | undefined;
  /** What a `maybe` depends on. */
  readonly dependsOn: readonly string[];
  /** The statement in words; made when somebody reads it. */
  readonly statement: MatchedStatement;
}

/** Something that may hit, by action; kept so that the action is compared once. */
export interface Candidate {
  hit(question: Question): Hit | undefined;
}

export interface CompiledPolicy {
  readonly policy: NamedPolicy;
  candidates(action: Subject): readonly Candidate[];
}

const IDENTITY: DocumentKind = { hasPrincipals: false, hasResources: true };
const RESOURCE: DocumentKind = { hasPrincipals: true, hasResources: true };
const TRUST: DocumentKind = { hasPrincipals: true, hasResources: false };

const kindOf = ({ kind }: NamedPolicy): DocumentKind =>
  kind === 'resource' ? RESOURCE : kind === 'trust' ? TRUST : IDENTITY;

const compiled = new WeakMap<NamedPolicy, CompiledPolicy>();

/** Prepares a policy; the same object is prepared once. */
export function compilePolicy(policy: NamedPolicy): CompiledPolicy {
  const known = compiled.get(policy);
  if (known) return known;
  const fresh = compileAnew(policy);
  compiled.set(policy, fresh);
  return fresh;
}

function compileAnew(policy: NamedPolicy): CompiledPolicy {
  const read = policy.unknown === undefined ? readPolicyDocument(policy.document, kindOf(policy)) : policy;
  if (!('statements' in read)) {
    const unknown = unknownCandidates(policy, read.unknown ?? '');
    return { policy, candidates: () => unknown };
  }
  const statements = read.statements.map((statement, at) =>
    'unknown' in statement
      ? unknownCandidates(policy, statement.unknown, at + 1)
      : { statement: new CompiledStatement(statement, read.variables), position: at + 1 },
  );
  const byAction = new Map<string, readonly Candidate[]>();
  return {
    policy,
    candidates: (action) => {
      const known = byAction.get(action.text);
      if (known) return known;
      const found = statements.flatMap((item): readonly Candidate[] => {
        if (!('statement' in item)) return item;
        const match = item.statement.matchAction(action);
        return match.truth === 'no' ? [] : [new StatementCandidate(policy, item.statement, item.position, match)];
      });
      byAction.set(action.text, found);
      return found;
    },
  };
}

/** A policy or statement whose text is unknown may allow, and may deny, anything. */
function unknownCandidates(policy: NamedPolicy, reason: string, position = 0): readonly Candidate[] {
  return (['Allow', 'Deny'] as const).map((effect) => {
    const hit: Hit = {
      effect,
      truth: 'maybe',
      way: policy.kind === 'resource' || policy.kind === 'trust' ? 'direct' : undefined,
      dependsOn: [reason],
      statement: {
        policy: policy.name,
        policyKind: policy.kind,
        position,
        effect,
        match: 'may apply',
        why: `its text is not known: ${reason}`,
      },
    };
    return { hit: () => hit };
  });
}

class StatementCandidate implements Candidate {
  readonly policy: NamedPolicy;
  readonly statement: CompiledStatement;
  readonly position: number;
  readonly action: ElementMatch;
  /** The last hit that depends on nothing in the question: the next question mostly comes to the same. */
  #last: StatementHit | undefined;

  constructor(policy: NamedPolicy, statement: CompiledStatement, position: number, action: ElementMatch) {
    this.policy = policy;
    this.statement = statement;
    this.position = position;
    this.action = action;
  }

  hit(question: Question): Hit | undefined {
    const { statement } = this;
    const resource = statement.matchResource(question.resource, question.facts);
    if (resource.truth === 'no') return undefined;
    const named = statement.principals && matchPrincipal(statement.principals, question.principal);
    if (statement.principals && (named === undefined || named.truth === 'no')) return undefined;
    const condition = statement.matchCondition(question.facts);
    if (condition.truth === 'no') return undefined;
    const certain: Truth = this.policy.uncertain === undefined ? 'yes' : 'maybe';
    const truth = and(this.action.truth, resource.truth, named?.truth ?? 'yes', condition.truth, certain);
    if (truth === 'no') return undefined;
    const last = this.#last;
    if (truth === 'yes' && last?.resource === resource && last.condition === condition && last.way === named?.way) {
      return last;
    }
    const dependsOn = truth === 'yes' ? NOTHING : this.#dependencies(question, resource, named, condition);
    const hit = new StatementHit(this, truth, named?.way, resource, condition, dependsOn);
    if (truth === 'yes') this.#last = hit;
    return hit;
  }

  #dependencies(
    { action, resource, facts }: Question,
    resourceMatch: ElementMatch,
    named: PrincipalMatch | undefined,
    condition: ConditionResult,
  ): readonly string[] {
    const dependsOn = [
      ...(this.action.truth === 'maybe' ? patternDependencies(this.action.pattern, action, facts) : []),
      ...(resourceMatch.truth === 'maybe' ? patternDependencies(resourceMatch.pattern, resource, facts) : []),
      ...(named?.dependsOn ?? []).map(readable),
      ...condition.dependsOn,
      ...(this.policy.uncertain === undefined ? [] : [this.policy.uncertain]),
    ];
    return [...new Set(dependsOn)];
  }
}

const NOTHING: readonly string[] = [];

class StatementHit implements Hit {
  readonly effect: 'Allow' | 'Deny';
  readonly truth: Exclude<Truth, 'no'>;
  readonly way: Way | undefined;
  readonly resource: ElementMatch;
  readonly condition: ConditionResult;
  readonly dependsOn: readonly string[];
  readonly #candidate: StatementCandidate;
  #statement: MatchedStatement | undefined;

  constructor(
    candidate: StatementCandidate,
    truth: Exclude<Truth, 'no'>,
    way: Way | undefined,
    resource: ElementMatch,
    condition: ConditionResult,
    dependsOn: readonly string[],
  ) {
    this.effect = candidate.statement.effect;
    this.truth = truth;
    this.way = way;
    this.resource = resource;
    this.condition = condition;
    this.dependsOn = dependsOn;
    this.#candidate = candidate;
  }

  get statement(): MatchedStatement {
    this.#statement ??= this.#describe();
    return this.#statement;
  }

  #describe(): MatchedStatement {
    const { policy, position, action, statement } = this.#candidate;
    const parts = [
      statement.describeAction(action),
      statement.describeResource(this.resource),
      this.condition.text === undefined ? '' : `condition ${this.condition.text}`,
    ];
    return {
      policy: policy.name,
      policyKind: policy.kind,
      position,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      effect: this.effect,
      match: this.truth === 'yes' ? 'applies' : 'may apply',
      why: parts.filter((part) => part !== '').join(', '),
    };
  }
}
