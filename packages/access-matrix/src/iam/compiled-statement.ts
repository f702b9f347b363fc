import { readable, unresolvedIn } from '../template/unresolved.ts';
import { ConditionBlock, type ConditionResult } from './conditions.ts';
import { type Facts, NO_FACTS } from './context.ts';
import { type PatternStyle, type Subject, TextPattern } from './pattern.ts';
import type { Names, PrincipalNames, Statement } from './policy-document.ts';
import type { Truth } from './truth.ts';

const ACTION: PatternStyle = { wildcards: true, variables: false, ignoreCase: true };

/** The answer of one element, with the pattern that gave it. */
export interface ElementMatch {
  readonly truth: Truth;
  readonly pattern?: TextPattern;
}

const NO_MATCH: ElementMatch = { truth: 'no' };
const EVERYTHING: ElementMatch = { truth: 'yes' };

/** A list of patterns, or with `Not` everything outside it. */
class PatternList {
  readonly #patterns: readonly TextPattern[];
  readonly #names: Names;
  /** The answer that each pattern gives if it matches, made once: most answers are one of them. */
  readonly #matches: readonly ElementMatch[];

  constructor(names: Names, style: PatternStyle, complete: (value: string) => string = (value) => value) {
    this.#names = names;
    this.#patterns = names.values.map((value) => new TextPattern(complete(value), style));
    this.#matches = this.#patterns.map((pattern) => ({ truth: names.negated ? 'no' : 'yes', pattern }));
  }

  match(subject: Subject, facts: Facts): ElementMatch {
    let open: TextPattern | undefined;
    for (let at = 0; at < this.#patterns.length; at += 1) {
      const pattern = this.#patterns[at];
      if (pattern === undefined) continue;
      const truth = pattern.match(subject, facts);
      if (truth === 'yes') return this.#matches[at] ?? NO_MATCH;
      if (truth === 'maybe' || this.#isSilent(pattern, subject, facts)) open ??= pattern;
    }
    if (open) return { truth: 'maybe', pattern: open };
    return this.#names.negated ? EVERYTHING : NO_MATCH;
  }

  /** Whether `NotResource` excepts anything by a variable that has no value is undocumented. */
  #isSilent(pattern: TextPattern, subject: Subject, facts: Facts): boolean {
    return this.#names.negated && pattern.variables.length > 0 && pattern.missing(subject, facts).length > 0;
  }

  describe(element: string, { pattern }: ElementMatch): string {
    const { negated, values } = this.#names;
    if (!negated) return `${element.toLowerCase()} ${readable(pattern?.source ?? '')}`;
    return `Not${element} ${readable(values.join(', '))}`;
  }
}

/** A statement whose patterns and conditions are prepared. */
export class CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid: string | undefined;
  readonly principals: PrincipalNames | undefined;
  readonly #actions: PatternList;
  readonly #resources: PatternList | undefined;
  readonly #condition: ConditionBlock;

  constructor(statement: Statement, variables: boolean) {
    this.effect = statement.effect;
    this.sid = statement.sid;
    this.principals = statement.principals;
    this.#actions = new PatternList(statement.actions, ACTION);
    this.#resources =
      statement.resources &&
      new PatternList(statement.resources, { wildcards: true, variables, arn: 'resource' }, completeArn);
    this.#condition = new ConditionBlock(variables ? statement.condition : escapeVariables(statement.condition));
  }

  matchAction(action: Subject): ElementMatch {
    return this.#actions.match(action, NO_FACTS);
  }

  matchResource(resource: Subject, facts: Facts): ElementMatch {
    return this.#resources ? this.#resources.match(resource, facts) : EVERYTHING;
  }

  matchCondition(facts: Facts): ConditionResult {
    return this.#condition.evaluate(facts);
  }

  describeAction(match: ElementMatch): string {
    return this.#actions.describe('Action', match);
  }

  describeResource(match: ElementMatch): string {
    return this.#resources?.describe('Resource', match) ?? '';
  }
}

/** What a `maybe` of a pattern depends on: unresolved parts, and variables whose keys are unknown. */
export function patternDependencies(pattern: TextPattern | undefined, subject: Subject, facts: Facts): string[] {
  const variables = (pattern?.variables ?? [])
    .filter((key) => facts.get(key).state === 'unknown')
    .map((key) => `context key ${key}`);
  const missing = (pattern?.missing(subject, facts) ?? []).map(
    (key) => `what a list with \${${key}} excepts without the key`,
  );
  return [...variables, ...missing, ...unresolvedIn(pattern?.source ?? ''), ...unresolvedIn(subject.text)];
}

/**
 * An ARN with fewer than six parts is completed with `*`, so that `arn:aws:sqs` is every queue; one with a `*`, which
 * may stand for several parts, is taken as it is (inferred).
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function completeArn(value: string): string {
  const missing = 6 - value.split(':').length;
  return value.startsWith('arn:') && missing > 0 && !value.includes('*') ? value + ':*'.repeat(missing) : value;
}

/** Before version 2012-10-17, `${…}` in a condition is plain text. */
function escapeVariables(condition: unknown): unknown {
  if (typeof condition === 'string') return condition.replaceAll(/\$(?=\{)/g, '$${$$}');
  if (Array.isArray(condition)) return condition.map(escapeVariables);
  if (typeof condition !== 'object' || condition === null) return condition;
  return Object.fromEntries(Object.entries(condition).map(([key, value]) => [key, escapeVariables(value)]));
}
