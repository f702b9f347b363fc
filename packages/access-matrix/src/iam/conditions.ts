import { readable, unresolved, unresolvedIn } from '../template/unresolved.ts';
import { OPERATORS, type Operator, satisfies, type ValueTest } from './condition-operators.ts';
import type { Facts, KeyState } from './context.ts';
import { hasMarker } from './glob.ts';
import { either, type Truth } from './truth.ts';

export interface ConditionResult {
  readonly truth: Truth;
  /** What a `maybe` depends on. */
  readonly dependsOn: readonly string[];
  /** The condition that decided, for people; undefined if there is none. */
  readonly text?: string;
}

type SetPrefix = 'forallvalues' | 'foranyvalue' | undefined;

interface Condition {
  readonly text: string;
  evaluate(facts: Facts): ConditionResult;
}

const NO_CONDITION: ConditionResult = { truth: 'yes', dependsOn: [] };

/** A `Condition` element: all operators and keys in it must hold. */
export class ConditionBlock {
  readonly #conditions: readonly Condition[];

  /** Undefined, or an object of operators with an object of keys each. */
  constructor(element: unknown) {
    this.#conditions = compileBlock(element);
  }

  evaluate(facts: Facts): ConditionResult {
    if (this.#conditions.length === 0) return NO_CONDITION;
    const results = this.#conditions.map((condition) => ({ condition, ...condition.evaluate(facts) }));
    const failed = results.find(({ truth }) => truth === 'no');
    if (failed) return { truth: 'no', dependsOn: [], text: failed.condition.text };
    const open = results.filter(({ truth }) => truth === 'maybe');
    const decisive = open.length > 0 ? open : results;
    return {
      truth: open.length > 0 ? 'maybe' : 'yes',
      dependsOn: open.flatMap(({ dependsOn }) => dependsOn),
      text: decisive.map(({ condition }) => condition.text).join(' and '),
    };
  }
}

function compileBlock(element: unknown): Condition[] {
  if (element === undefined) return [];
  if (typeof element === 'string' && hasMarker(element)) return [open(unresolvedIn(element))];
  return Object.entries(Object(element)).flatMap(([operator, keys]) =>
    typeof keys === 'string' && hasMarker(keys)
      ? [open(unresolvedIn(keys))]
      : Object.entries(Object(keys)).map(([key, values]) => compileCondition(operator, key, values)),
  );
}

const open = (reasons: readonly string[]): Condition => ({
  text: `condition <${reasons.join(', ')}>`,
  evaluate: () => ({ truth: 'maybe', dependsOn: reasons }),
});

function compileCondition(operatorText: string, key: string, rawValues: unknown): Condition {
  const values = [rawValues].flat().map((value) => (typeof value === 'string' ? value : String(value)));
  const text = readable(`${operatorText} ${key} ${values.map((value) => JSON.stringify(value)).join(' or ')}`);
  const parsed = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(operatorText.toLowerCase());
  const [, prefix, name = '', ifExists] = parsed ?? [];
  if (hasMarker(key)) return open(unresolvedIn(key));
  if (name === 'null') return nullCondition(text, key, values);
  const operator = OPERATORS.get(name);
  if (!operator) return open([`condition operator ${readable(operatorText)}, which is not known`]);
  const set: SetPrefix = prefix === 'forallvalues' || prefix === 'foranyvalue' ? prefix : undefined;
  return new KeyCondition(text, key, operator, values, { set, ifExists: ifExists !== undefined });
}

/** `Null`: `true` asks that the key is absent, `false` that it is there. */
function nullCondition(text: string, key: string, values: readonly string[]): Condition {
  const holds = (absent: boolean): Truth => {
    if (values.some((value) => value.toLowerCase() === String(absent))) return 'yes';
    return values.some(hasMarker) ? 'maybe' : 'no';
  };
  return {
    text,
    evaluate: (facts) => {
      const { state } = facts.get(key.toLowerCase());
      const truth = state === 'unknown' ? either(holds(true), holds(false)) : holds(state === 'absent');
      return { truth, dependsOn: truth === 'maybe' ? [`context key ${key}`, ...unresolvedIn(values)] : [] };
    },
  };
}

interface Quantifier {
  readonly set: SetPrefix;
  readonly ifExists: boolean;
}

class KeyCondition implements Condition {
  readonly text: string;
  readonly #key: string;
  readonly #operator: Operator;
  readonly #values: readonly string[];
  readonly #tests: readonly ValueTest[];
  readonly #quantifier: Quantifier;

  constructor(text: string, key: string, operator: Operator, values: readonly string[], quantifier: Quantifier) {
    this.text = text;
    this.#key = key;
    this.#operator = operator;
    this.#values = values;
    this.#tests = values.map((value) => operator.compile(value));
    this.#quantifier = quantifier;
  }

  evaluate(facts: Facts): ConditionResult {
    const state = facts.get(this.#key.toLowerCase());
    const truth = this.#truth(state, facts);
    return { truth, dependsOn: truth === 'maybe' ? this.#dependencies(state, facts) : [] };
  }

  #truth(state: KeyState, facts: Facts): Truth {
    if (state.state === 'known') return this.#whenPresent(state.values, facts);
    if (state.state === 'absent') return this.#whenAbsent();
    // Nobody knows whether the key is there, nor its value: a marker stands for any.
    return either(this.#whenAbsent(), this.#whenPresent([unresolved(`context key ${this.#key.toLowerCase()}`)], facts));
  }

  /**
   * Without the key, a condition is false, and true with `Not`, `IfExists` or `ForAllValues`. `ForAnyValue` is false
   * whatever follows it: that it overrides `IfExists` is not in AWS's documentation, but was tried in an account.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
   * @see https://iam.cloudcopilot.io/resources/operators/ForAnyValue:StringLikeIfExists
   */
  #whenAbsent(): Truth {
    const { set, ifExists } = this.#quantifier;
    if (set === 'foranyvalue') return 'no';
    if (ifExists || set === 'forallvalues') return 'yes';
    return this.#operator.negated ? 'yes' : 'no';
  }

  #whenPresent(values: readonly string[], facts: Facts): Truth {
    const results = values.map((value) => satisfies(this.#operator, this.#tests, value, facts));
    switch (this.#quantifier.set) {
      case 'forallvalues':
        if (results.includes('no')) return 'no';
        return results.includes('maybe') ? 'maybe' : 'yes';
      case 'foranyvalue':
        if (results.includes('yes')) return 'yes';
        return results.includes('maybe') ? 'maybe' : 'no';
      default:
        // Several values need a set operator; what AWS does without one is undocumented.
        return results.length === 1 ? (results[0] ?? 'maybe') : 'maybe';
    }
  }

  #dependencies(state: KeyState, facts: Facts): string[] {
    const own = state.state === 'known' ? unresolvedIn(state.values) : [`context key ${this.#key}`];
    const variables = this.#tests
      .flatMap((test) => test.variables)
      .filter((key) => facts.get(key).state === 'unknown')
      .map((key) => `context key ${key}`);
    const found = [...own, ...variables, ...unresolvedIn(this.#values)];
    return found.length > 0
      ? found
      : [`${this.#key} has several values, and the condition no ForAnyValue or ForAllValues`];
  }
}
