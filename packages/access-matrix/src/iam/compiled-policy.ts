import { readable } from '../template/unresolved.ts';
import { CompiledStatement, type ElementMatch, patternDependencies } from './compiled-statement.ts';
import type { Facts } from './context.ts';
import type { Subject } from './pattern.ts';
import { type DocumentKind, readPolicyDocument } from './policy-document.ts';
import { matchPrincipal, type Way } from './principal-match.ts';
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
  readonly way?: Way;
  readonly dependsOn: readonly string[];
  readonly statement: MatchedStatement;
}

/** Something that hits, by action; kept so that the action is compared once. */
export interface Candidate {
  hit(question: Question): readonly Hit[];
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
  if (policy.unknown !== undefined)
    return { policy, candidates: () => [unknownCandidate(policy, policy.unknown ?? '')] };
  const read = readPolicyDocument(policy.document, kindOf(policy));
  if ('unknown' in read) return { policy, candidates: () => [unknownCandidate(policy, read.unknown)] };
  const statements = read.statements.map((statement, at) =>
    'unknown' in statement
      ? { unknown: statement.unknown, position: at + 1 }
      : { statement: new CompiledStatement(statement, read.variables), position: at + 1 },
  );
  return {
    policy,
    candidates: (action) =>
      statements.flatMap((item): Candidate[] => {
        if (item.statement === undefined) return [unknownCandidate(policy, item.unknown, item.position)];
        const match = item.statement.matchAction(action);
        return match.truth === 'no' ? [] : [new StatementCandidate(policy, item.statement, item.position, match)];
      }),
  };
}

/** A policy or statement whose text is unknown may allow, and may deny, anything. */
function unknownCandidate(policy: NamedPolicy, reason: string, position = 0): Candidate {
  const hit = (effect: 'Allow' | 'Deny'): Hit => ({
    effect,
    truth: 'maybe',
    ...(policy.kind === 'resource' || policy.kind === 'trust' ? { way: 'direct' as const } : {}),
    dependsOn: [reason],
    statement: {
      policy: policy.name,
      policyKind: policy.kind,
      position,
      effect,
      match: 'may apply',
      why: `its text is not known: ${reason}`,
    },
  });
  const hits = [hit('Allow'), hit('Deny')];
  return { hit: () => hits };
}

class StatementCandidate implements Candidate {
  readonly #policy: NamedPolicy;
  readonly #statement: CompiledStatement;
  readonly #position: number;
  readonly #action: ElementMatch;

  constructor(policy: NamedPolicy, statement: CompiledStatement, position: number, action: ElementMatch) {
    this.#policy = policy;
    this.#statement = statement;
    this.#position = position;
    this.#action = action;
  }

  hit({ principal, action, resource, facts }: Question): readonly Hit[] {
    const statement = this.#statement;
    const resourceMatch = statement.matchResource(resource, facts);
    if (resourceMatch.truth === 'no') return [];
    const named = statement.principals ? matchPrincipal(statement.principals, principal) : undefined;
    if (statement.principals && (named === undefined || named.truth === 'no')) return [];
    const condition = statement.matchCondition(facts);
    if (condition.truth === 'no') return [];
    const certain: Truth = this.#policy.uncertain === undefined ? 'yes' : 'maybe';
    const truth = and(this.#action.truth, resourceMatch.truth, named?.truth ?? 'yes', condition.truth, certain);
    if (truth === 'no') return [];
    const dependsOn = [
      ...(this.#action.truth === 'maybe' ? patternDependencies(this.#action.pattern, action, facts) : []),
      ...(resourceMatch.truth === 'maybe' ? patternDependencies(resourceMatch.pattern, resource, facts) : []),
      ...(named?.dependsOn ?? []).map(readable),
      ...condition.dependsOn,
      ...(this.#policy.uncertain === undefined ? [] : [this.#policy.uncertain]),
    ];
    const parts = [
      statement.describeAction(this.#action),
      statement.describeResource(resourceMatch),
      condition.text === undefined ? '' : `condition ${condition.text}`,
    ];
    return [
      {
        effect: statement.effect,
        truth,
        ...(named ? { way: named.way } : {}),
        dependsOn: [...new Set(dependsOn)],
        statement: this.#describe(truth, parts.filter((part) => part !== '').join(', ')),
      },
    ];
  }

  #describe(truth: Exclude<Truth, 'no'>, why: string): MatchedStatement {
    const { effect, sid } = this.#statement;
    return {
      policy: this.#policy.name,
      policyKind: this.#policy.kind,
      position: this.#position,
      ...(sid === undefined ? {} : { sid }),
      effect,
      match: truth === 'yes' ? 'applies' : 'may apply',
      why,
    };
  }
}
