import type { Facts } from './context.ts';
import { hasMarker } from './glob.ts';
import { ipInRange } from './ip-range.ts';
import { type PatternStyle, Subject, TextPattern } from './pattern.ts';
import { not, type Truth } from './truth.ts';

/** Compares one value of the request with one value of the policy. */
export interface ValueTest {
  /** Lower-case keys of the policy variables that the test depends on. */
  readonly variables: readonly string[];
  test(value: string, facts: Facts): Truth;
}

export interface Operator {
  /** Whether it is the `Not` form: then no value of the policy may match. */
  readonly negated: boolean;
  compile(policyValue: string): ValueTest;
}

function textOperator(style: PatternStyle): (policyValue: string) => ValueTest {
  return (policyValue) => {
    const pattern = new TextPattern(policyValue, style);
    return { variables: pattern.variables, test: (value, facts) => pattern.match(new Subject(value), facts) };
  };
}

/** Values of other kinds than text have no variables; what is not a value of the kind matches nothing. */
function valueOperator<Value>(
  parse: (text: string) => Value | undefined,
  matches: (requestValue: Value, policyValue: Value) => boolean,
): (policyValue: string) => ValueTest {
  return (policyText) => {
    const policyValue = parse(policyText);
    return {
      variables: [],
      test: (text) => {
        if (hasMarker(policyText) || hasMarker(text)) return 'maybe';
        const value = parse(text);
        if (value === undefined || policyValue === undefined) return 'no';
        return matches(value, policyValue) ? 'yes' : 'no';
      },
    };
  };
}

const parseNumber = (text: string): number | undefined =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;

/** ISO 8601, or seconds since 1970. */
function parseDate(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    // Four digits are a year in ISO 8601.
    if (text.length > 4) return Number(text) * 1000;
  }
  const time = Date.parse(text);
  return /^\d{4}/.test(text) && !Number.isNaN(time) ? time : undefined;
}

/** True and false in any case; policy variables are supported here. */
function bool(policyValue: string): ValueTest {
  const { variables, test } = textOperator({ wildcards: false, variables: true, ignoreCase: true })(policyValue);
  const isBool = (value: string) => /^(true|false)$/i.test(value) || hasMarker(value);
  return { variables, test: (value, facts) => (isBool(value) ? test(value, facts) : 'no') };
}

function ip(policyValue: string): ValueTest {
  return {
    variables: [],
    test: (value) => {
      if (hasMarker(policyValue) || hasMarker(value)) return 'maybe';
      return ipInRange(value, policyValue) === true ? 'yes' : 'no';
    },
  };
}

const exact = textOperator({ wildcards: false, variables: true });
const exactIgnoringCase = textOperator({ wildcards: false, variables: true, ignoreCase: true });
const like = textOperator({ wildcards: true, variables: true });
const arn = textOperator({ wildcards: true, variables: true, arn: 'condition' });
const binary = textOperator({ wildcards: false, variables: false });

type Comparison = (requestValue: number, policyValue: number) => boolean;
const COMPARISONS: readonly (readonly [suffix: string, comparison: Comparison])[] = [
  ['Equals', (value, policy) => value === policy],
  ['LessThan', (value, policy) => value < policy],
  ['LessThanEquals', (value, policy) => value <= policy],
  ['GreaterThan', (value, policy) => value > policy],
  ['GreaterThanEquals', (value, policy) => value >= policy],
];

const positive: readonly (readonly [name: string, negatedName: string | undefined, Operator['compile']])[] = [
  ['StringEquals', 'StringNotEquals', exact],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', exactIgnoringCase],
  ['StringLike', 'StringNotLike', like],
  // ArnEquals and ArnLike behave alike.
  ['ArnEquals', 'ArnNotEquals', arn],
  ['ArnLike', 'ArnNotLike', arn],
  ['Bool', undefined, bool],
  ['BinaryEquals', undefined, binary],
  ['IpAddress', 'NotIpAddress', ip],
  ...COMPARISONS.flatMap(([suffix, comparison]) => [
    [
      `Numeric${suffix}`,
      suffix === 'Equals' ? 'NumericNotEquals' : undefined,
      valueOperator(parseNumber, comparison),
    ] as const,
    [`Date${suffix}`, suffix === 'Equals' ? 'DateNotEquals' : undefined, valueOperator(parseDate, comparison)] as const,
  ]),
];

const negatedEntry = (name: string, compile: Operator['compile']): [string, Operator] => [
  name.toLowerCase(),
  { negated: true, compile },
];

/**
 * Operators by lower-case name, without set prefix and `IfExists`; `Null` is not among them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  positive.flatMap(([name, negatedName, compile]): [string, Operator][] => [
    [name.toLowerCase(), { negated: false, compile }],
    ...(negatedName === undefined ? [] : [negatedEntry(negatedName, compile)]),
  ]),
);

/** Whether one value of the request satisfies the operator with these policy values: any of them, or with `Not` none. */
export function satisfies(operator: Operator, tests: readonly ValueTest[], value: string, facts: Facts): Truth {
  let matched: Truth = 'no';
  for (const test of tests) {
    const result = test.test(value, facts);
    if (result === 'yes') {
      matched = 'yes';
      break;
    }
    if (result === 'maybe') matched = 'maybe';
  }
  return operator.negated ? not(matched) : matched;
}
