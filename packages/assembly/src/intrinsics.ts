import { AssemblyProblem } from './problem.ts';
import { describePlace, inside, type Place } from './stack-model.ts';

/** What a removed value evaluates to: `{"Ref": "AWS::NoValue"}`. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What the intrinsic functions need from whoever knows the stacks. */
export interface Lookup {
  evaluate(value: unknown, place: Place): unknown;
  ref(name: string, place: Place): unknown;
  attribute(logicalId: string, attribute: string, place: Place): unknown;
  condition(name: string, place: Place): boolean;
  importValue(exportName: string, place: Place): unknown;
  stackOutput(stackName: string, outputName: string, region: string, place: Place): unknown;
}

type Intrinsic = (argument: unknown, place: Place, lookup: Lookup) => unknown;

/** Longest text that is built: far above any property, and a bound on templates that double a text again and again. */
const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

export function fail(place: Place, message: string): never {
  throw new AssemblyProblem(`${describePlace(place)}: ${message}`);
}

const shown = (value: unknown): string => {
  const text = value === NO_VALUE ? 'AWS::NoValue' : (JSON.stringify(value) ?? 'nothing');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

/** Numbers and booleans count as text, as CloudFormation takes them. */
function text(value: unknown, place: Place): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fail(place, `expected text, found ${shown(value)}`);
}

function bounded(value: string, place: Place): string {
  if (value.length > MAX_TEXT_LENGTH) fail(place, `the text is longer than ${MAX_TEXT_LENGTH} characters`);
  return value;
}

function list(value: unknown, place: Place): readonly unknown[] {
  return Array.isArray(value) ? value : fail(place, `expected a list, found ${shown(value)}`);
}

/** The argument as a list of a fixed length, not evaluated. */
function tuple(argument: unknown, length: number, place: Place): readonly unknown[] {
  const items = list(argument, place);
  return items.length === length ? items : fail(place, `expected ${length} arguments, found ${items.length}`);
}

const evaluateText = (value: unknown, place: Place, lookup: Lookup): string =>
  text(lookup.evaluate(value, place), place);

const join: Intrinsic = (argument, place, lookup) => {
  const [delimiter, values] = tuple(argument, 2, place);
  const parts = list(lookup.evaluate(values, inside(place, 1)), place);
  return bounded(parts.map((part) => text(part, place)).join(evaluateText(delimiter, inside(place, 0), lookup)), place);
};

/** Replaces `${Name}`, `${Resource.Attribute}` and, in the second form, names of the map; `${!Literal}` stays. */
const sub: Intrinsic = (argument, place, lookup) => {
  const [template, map] = Array.isArray(argument) ? tuple(argument, 2, place) : [argument, {}];
  if (typeof template !== 'string') return fail(place, `expected text, found ${shown(template)}`);
  const variables = new Map(
    Object.entries(Object(map)).map(([name, value]) => [name, evaluateText(value, inside(place, name), lookup)]),
  );
  const replaced = template.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const variable = variables.get(name);
    if (variable !== undefined) return variable;
    const [logicalId = '', ...attribute] = name.split('.');
    if (logicalId === '') return fail(place, `${whole} names nothing`);
    const value =
      attribute.length === 0 ? lookup.ref(logicalId, place) : lookup.attribute(logicalId, attribute.join('.'), place);
    return text(value, place);
  });
  return bounded(replaced, place);
};

const select: Intrinsic = (argument, place, lookup) => {
  const [index, values] = tuple(argument, 2, place);
  const items = list(lookup.evaluate(values, inside(place, 1)), place);
  const position = Number(evaluateText(index, inside(place, 0), lookup));
  if (!Number.isInteger(position) || position < 0 || position >= items.length) {
    return fail(place, `index ${position} is outside the list of ${items.length}`);
  }
  return items[position];
};

const split: Intrinsic = (argument, place, lookup) => {
  const [delimiter, value] = tuple(argument, 2, place);
  return evaluateText(value, inside(place, 1), lookup).split(evaluateText(delimiter, inside(place, 0), lookup));
};

const findInMap: Intrinsic = (argument, place, lookup) => {
  const keys = tuple(argument, 3, place).map((key, at) => evaluateText(key, inside(place, at), lookup));
  let value: unknown = place.stack.template.Mappings;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return fail(place, `the mappings have no ${keys.join(' / ')}`);
    }
    value = new Map(Object.entries(value)).get(key);
  }
  return value;
};

const getAtt: Intrinsic = (argument, place, lookup) => {
  if (typeof argument === 'string') {
    const [logicalId = '', ...attribute] = argument.split('.');
    return lookup.attribute(logicalId, attribute.join('.'), place);
  }
  const [logicalId, attribute] = tuple(argument, 2, place);
  return lookup.attribute(text(logicalId, place), evaluateText(attribute, inside(place, 1), lookup), place);
};

/** A condition: an intrinsic of the condition kind, or the text `"true"` or `"false"` that a parameter may give. */
function truth(value: unknown, place: Place, lookup: Lookup): boolean {
  const result = lookup.evaluate(value, { ...place, amongConditions: true });
  if (result === true || result === 'true') return true;
  return result === false || result === 'false' ? false : fail(place, `expected a condition, found ${shown(result)}`);
}

const conditions = (argument: unknown, place: Place, lookup: Lookup): boolean[] =>
  list(argument, place).map((item, at) => truth(item, inside(place, at), lookup));

const choose: Intrinsic = (argument, place, lookup) => {
  const [name, whenTrue, whenFalse] = tuple(argument, 3, place);
  return lookup.condition(text(name, place), place)
    ? lookup.evaluate(whenTrue, inside(place, 1))
    : lookup.evaluate(whenFalse, inside(place, 2));
};

const equals: Intrinsic = (argument, place, lookup) => {
  const [left, right] = tuple(argument, 2, place).map((value, at) => lookup.evaluate(value, inside(place, at)));
  const comparable = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return comparable(left) === comparable(right);
};

/**
 * Reads an output of another stack without an export, also from another Region: what the CDK calls a weak reference.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib-readme.html (cross-stack references)
 */
const getStackOutput: Intrinsic = (argument, place, lookup) => {
  const parts = new Map(Object.entries(Object(argument)));
  const part = (name: string) => evaluateText(parts.get(name), inside(place, name), lookup);
  const region = parts.has('Region') ? part('Region') : place.stack.region;
  return lookup.stackOutput(part('StackName'), part('OutputName'), region, place);
};

const ref: Intrinsic = (argument, place, lookup) => lookup.ref(text(argument, place), place);

/**
 * Availability zones are the account's own; the first three letters are what nearly every Region has.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
const getAZs: Intrinsic = (argument, place, lookup) => {
  const region = evaluateText(argument, place, lookup) || place.stack.region;
  return ['a', 'b', 'c'].map((zone) => region + zone);
};

const base64: Intrinsic = (argument, place, lookup) =>
  Buffer.from(evaluateText(argument, place, lookup)).toString('base64');

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::And', (argument, place, lookup) => conditions(argument, place, lookup).every(Boolean)],
  ['Fn::Base64', base64],
  ['Fn::Equals', equals],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAZs],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::If', choose],
  ['Fn::ImportValue', (argument, place, lookup) => lookup.importValue(evaluateText(argument, place, lookup), place)],
  ['Fn::Join', join],
  ['Fn::Not', (argument, place, lookup) => !truth(tuple(argument, 1, place)[0], inside(place, 0), lookup)],
  ['Fn::Or', (argument, place, lookup) => conditions(argument, place, lookup).some(Boolean)],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
]);

const looksIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

/** Deepest nesting that is followed; the CDK's templates stay below 30. */
const MAX_DEPTH = 200;

/**
 * Evaluates a value of a template: intrinsic functions are replaced by what they give, and entries that come to
 * `AWS::NoValue` are left out. Objects keep their own keys only, so that a key such as `__proto__` stays plain data.
 */
export function evaluate(value: unknown, place: Place, lookup: Lookup): unknown {
  if (place.depth > MAX_DEPTH) return fail(place, `nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    return value.map((item, at) => lookup.evaluate(item, inside(place, at))).filter((item) => item !== NO_VALUE);
  }
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    return fail(place, `${shown(value)} is looked up by CloudFormation at deployment: write the value itself`);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key = '', argument] = entries[0] ?? [];
  if (entries.length === 1 && looksIntrinsic(key)) {
    const intrinsic = INTRINSICS.get(key);
    return intrinsic ? intrinsic(argument, inside(place, key), lookup) : fail(place, `unknown intrinsic ${key}`);
  }
  if (entries.length === 1 && key === 'Condition' && place.amongConditions) {
    return lookup.condition(text(argument, place), place);
  }
  const mixed = entries.find(([name]) => looksIntrinsic(name));
  if (mixed) return fail(place, `${mixed[0]} stands beside other keys: an intrinsic stands alone`);
  return Object.fromEntries(
    entries
      .map(([name, item]) => [name, lookup.evaluate(item, inside(place, name))] as const)
      .filter(([, item]) => item !== NO_VALUE),
  );
}
