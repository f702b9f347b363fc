import { closest, distance } from 'fastest-levenshtein';
import type * as z from 'zod';
import { keysOf, schemaAt } from './schema-walk.ts';

/** Something wrong with the settings: where, and what to write instead. */
export interface ConfigProblem {
  /** `alarms.highLatency.threshold`. */
  readonly path: string;
  /** The bad value, what is wrong with it and what to write instead, in one line. */
  readonly message: string;
}

/** Longest value that is shown whole. */
const SHOWN_CHARACTERS = 80;

/** The path as one writes it on the command line; a list's element with its position in brackets. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** A value as JSON, cut to fit a line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** `did you mean "threshold"?` for a slip of the pen; else all that could have been meant. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = known.length === 0 ? undefined : closest(word, known);
  if (nearest !== undefined && isSlip(word, nearest)) return `did you mean "${nearest}"?`;
  return `write one of ${known.join(', ')}`;
}

/** One change in three characters, two at least; and any difference in case alone. */
function isSlip(word: string, nearest: string): boolean {
  const changes = distance(word.toLowerCase(), nearest.toLowerCase());
  return changes <= Math.max(2, Math.floor(nearest.length / 3));
}

/** A setting that does not exist. */
export function unknownSetting(path: readonly PropertyKey[], known: readonly string[]): ConfigProblem {
  const key = String(path.at(-1));
  return { path: pathText(path), message: `there is no such setting; ${suggestion(key, known)}` };
}

/** A setting that does not exist, or that exists for another choice (`api.auth.issuer` for another `type`). */
function unwantedSetting(path: readonly PropertyKey[], known: readonly string[]): ConfigProblem {
  if (!known.includes(String(path.at(-1)))) return unknownSetting(path, known);
  return { path: pathText(path), message: `does not go with the rest of ${pathText(path.slice(0, -1))}; leave it out` };
}

/** The schema's findings about `settings` in words; one for each path, in the order of the schema. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  settings: unknown,
): ConfigProblem[] {
  const problems = issues.flatMap((issue) => describeIssue(issue, schema, settings));
  return problems.filter((problem, index) => problems.findIndex(({ path }) => path === problem.path) === index);
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.core.$ZodType, settings: unknown): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const at = schemaAt(schema, issue.path);
    return issue.keys.map((key) => unwantedSetting([...issue.path, key], at === undefined ? [] : keysOf(at)));
  }
  const value = valueAt(settings, issue.path);
  const finding = value === undefined ? 'is missing' : `${show(value)} is wrong`;
  return [{ path: pathText(issue.path), message: `${finding}; ${requirement(issue, value)}` }];
}

function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );
}

/** What to write, as an instruction. */
function requirement(issue: z.core.$ZodIssue, value: unknown): string {
  // A message of the schema's own is an instruction already; only the library's start like this.
  if (issue.code === 'invalid_type' && !issue.message.startsWith('Invalid input')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `write ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return sizeRequirement(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return sizeRequirement(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_value':
      return choice(value, issue.values.map(String));
    case 'invalid_union':
      return choice(value, 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []);
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'text',
  array: 'a list',
  object: 'an object, or set its parts one by one with dots in the path',
};

function sizeRequirement(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'array') return `give ${comparison} ${limit} ${limit === 1 ? 'element' : 'elements'}`;
  if (origin === 'string') return `write ${comparison} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  return `write a number of ${comparison} ${limit}`;
}

function choice(value: unknown, options: readonly string[]): string {
  return typeof value === 'string' ? suggestion(value, options) : `write one of ${options.join(', ')}`;
}
