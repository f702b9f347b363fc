import { readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { keysAt } from './schema-keys.ts';

export type YamlPath = readonly PropertyKey[];

export type YamlResult<T> =
  | {
      readonly status: 'success';
      readonly value: T;
      /** `file:line:column` of a setting, for checks that need more than the file. */
      locate(path: YamlPath): string;
    }
  /** Each line is `file:line:column: path: message`, ready to print. */
  | { readonly status: 'error'; readonly lines: readonly string[] };

export interface YamlFileOptions {
  /** What to do if the file cannot be read, for example `give the path of a scenario`. */
  readonly hint: string;
  /** Longer files were not written by anybody. @default 1_000_000 */
  readonly maxBytes?: number;
}

/** Reads a YAML file by a strict schema: a misspelt word is an error with its place, never one that is overlooked. */
export function readYamlFile<T extends z.ZodType>(
  file: string,
  schema: T,
  { hint, maxBytes = 1_000_000 }: YamlFileOptions,
): YamlResult<z.output<T>> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    return failure([`${file}: cannot be read (${errorCode(error)}); ${hint}`]);
  }
  if (content.length > maxBytes) return failure([`${file}: is larger than ${maxBytes / 1_000_000} MB; ${hint}`]);
  return parseYaml(content, file, schema);
}

/** Parses the text of a YAML file; the file's name stands in front of each message. */
export function parseYaml<T extends z.ZodType>(content: string, file: string, schema: T): YamlResult<z.output<T>> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    return failure(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${firstLine(message)}`));
  }
  const locate = (path: YamlPath) => at(offsetOf(document, path));
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Too many aliases are an attack, and throw.
    return failure([`${at(0)}: ${error instanceof Error ? firstLine(error.message) : String(error)}`]);
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { status: 'success', value: result.data, locate };
  const describe = { schema, locate, root: value };
  return failure(withoutFollowUps(result.error.issues).flatMap((issue) => describeIssue(issue, describe)));
}

function failure(lines: readonly string[]): { status: 'error'; lines: readonly string[] } {
  return { status: 'error', lines };
}

/** Leaves out what a misspelt setting causes besides: "give reaches" next to "did you mean reaches?" helps nobody. */
function withoutFollowUps(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const misspelt = new Set(
    issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [formatPath(path)] : [])),
  );
  return issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(formatPath(path)));
}

interface Describe {
  readonly schema: z.ZodType;
  readonly locate: (path: YamlPath) => string;
  readonly root: unknown;
}

function describeIssue(issue: z.core.$ZodIssue, describe: Describe): string[] {
  const { schema, locate, root } = describe;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${locate(path)}: ${formatPath(path)}: there is no such setting${suggestion(key, known)}`;
    });
  }
  const inner = issue.code === 'invalid_union' ? meantBranch(issue) : undefined;
  if (inner) return describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, describe);
  const subject = issue.path.length > 0 ? `${formatPath(issue.path)}: ` : '';
  return [`${locate(issue.path)}: ${subject}${describeValue(valueAt(root, issue.path))}${issue.message}`];
}

/** The branch of a union that the writer meant: the one that complains about something inside the value. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | undefined {
  return issue.errors.flat().find((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys');
}

function suggestion(key: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = known.toSorted((left, right) => distance(key, left) - distance(key, right))[0] ?? '';
  if (distance(key, nearest) <= Math.max(2, key.length / 3)) return `; did you mean ${nearest}?`;
  return `; write one of ${known.join(', ')}`;
}

/** Where a part of the document stands; the nearest thing around it, when it is not there. */
function offsetOf(document: Document.Parsed, path: YamlPath): number {
  let offset = document.contents?.range?.[0] ?? 0;
  let node: unknown = document.contents;
  for (const part of path) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      continue;
    }
    node = node.get(part, true);
    if (isNode(node)) offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** `phases[0].faults.modelLatency`. */
export function formatPath(path: YamlPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

/** A bad value in words; a block of settings is not repeated, since the message says what is wrong inside. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'is missing: ';
  if (value === null) return 'is empty: ';
  if (typeof value === 'object') return '';
  const json = JSON.stringify(value);
  return `is ${json.length > 60 ? `${json.slice(0, 57)}...` : json}: `;
}

const firstLine = (message: string) => message.split('\n')[0] ?? message;

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
