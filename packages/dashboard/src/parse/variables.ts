import { isObject, type JsonObject, ObjectReader, shown } from './reader.ts';

/**
 * Dashboard variables, each with its default value put in. A *property* variable sets every property (or dimension) of a
 * name; a *pattern* variable replaces a text wherever it stands in the widgets. One without a default value leaves the
 * widgets as they are written (*inferred*).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Variables-Structure
 */

const MAX_VARIABLES = 25;
/** As a default value: the first of the values. */
const FIRST = '__FIRST';
/** No widget is deeper; what is, stays as it is. */
const MAX_DEPTH = 32;

const REGULAR_EXPRESSION = /[\\^$*+?()[\]{}|]/;

export interface Substitution {
  /** By name of the property or dimension. */
  readonly properties: ReadonlyMap<string, string>;
  readonly patterns: readonly { readonly text: string; readonly value: string }[];
}

export function readVariables(body: ObjectReader): Substitution {
  const list = body.list('variables') ?? [];
  if (list.length > MAX_VARIABLES) {
    body.problem('variables', `${list.length} variables are more than ${MAX_VARIABLES}: the rest is left out`);
  }
  const properties = new Map<string, string>();
  const patterns: { text: string; value: string }[] = [];
  for (const [index, item] of list.slice(0, MAX_VARIABLES).entries()) {
    const path = `variables[${index}]`;
    if (!isObject(item)) {
      body.problems.add(path, `${shown(item)} is no variable: write an object`);
      continue;
    }
    const reader = new ObjectReader(item, path, body.problems);
    const type = reader.oneOf('type', ['property', 'pattern']);
    const value = defaultValue(reader);
    const what = type === undefined ? undefined : reader.text(type);
    if (type === undefined || what === undefined || what === '') {
      reader.problem('', 'says neither which property nor which pattern it sets');
    } else if (value !== undefined) {
      if (type === 'property') properties.set(what, value);
      else addPattern(patterns, what, value, reader);
    }
  }
  return { properties, patterns };
}

function addPattern(
  patterns: { text: string; value: string }[],
  text: string,
  value: string,
  reader: ObjectReader,
): void {
  // A pattern may be a regular expression; one out of an unknown body is not run over the whole of it.
  if (REGULAR_EXPRESSION.test(text)) {
    reader.problem('pattern', `${shown(text)} is a regular expression: only plain text is replaced here`);
  } else {
    patterns.push({ text, value });
  }
}

function defaultValue(reader: ObjectReader): string | undefined {
  const value = reader.text('defaultValue');
  if (value !== FIRST) return value;
  const [first] = reader.list('values') ?? [];
  if (isObject(first)) return new ObjectReader(first, `${reader.path}.values[0]`, reader.problems).text('value');
  reader.problem('defaultValue', 'is the first value of a search, which is not run before the dashboard is drawn');
  return undefined;
}

/** A value of a widget with the variables put in. */
export function substitute(value: unknown, substitution: Substitution, depth = 0): unknown {
  const { properties, patterns } = substitution;
  if (depth > MAX_DEPTH || (properties.size === 0 && patterns.length === 0)) return value;
  if (typeof value === 'string') {
    return patterns.reduce((text, { text: pattern, value: put }) => text.replaceAll(pattern, () => put), value);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => substitute(item, substitution, depth + 1));
  if (isObject(value)) return substituteMembers(value, substitution, depth);
  return value;
}

function substituteMembers(object: JsonObject, substitution: Substitution, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => {
      const own = typeof member === 'string' ? substitution.properties.get(name) : undefined;
      return [name, own ?? substitute(member, substitution, depth + 1)];
    }),
  );
}
