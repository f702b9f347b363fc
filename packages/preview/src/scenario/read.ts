import { readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { scenarioSchema } from './schema.ts';
import type { Scenario } from './types.ts';

/** One thing that is wrong with a scenario file. */
export interface ScenarioProblem {
  /** `file:line:column: path: message`, ready to print. */
  readonly text: string;
}

export type ScenarioPath = readonly PropertyKey[];

export type ScenarioReadResult =
  | {
      readonly status: 'success';
      readonly scenario: Scenario;
      /** `file:line:column` of a setting, for checks that need more than the file. */
      locate(path: ScenarioPath): string;
    }
  | { readonly status: 'error'; readonly problems: readonly ScenarioProblem[] };

const MAX_BYTES = 1_000_000;

/** Reads a scenario file. */
export function readScenario(file: string): ScenarioReadResult {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    return failure([
      `${file}: cannot be read (${errorCode(error)}); give the path of a scenario such as scenarios/steady.yaml`,
    ]);
  }
  if (content.length > MAX_BYTES) return failure([`${file}: is larger than 1 MB, which no scenario is`]);
  return parseScenario(content, file);
}

/** Parses the text of a scenario; the name stands in front of each message. */
export function parseScenario(content: string, fileName: string): ScenarioReadResult {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    return failure(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${firstLine(message)}`));
  }
  const locate = (path: ScenarioPath) => at(offsetOf(document, path));
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return failure([`${at(0)}: ${error instanceof Error ? firstLine(error.message) : String(error)}`]);
  }
  const result = scenarioSchema.safeParse(value, { reportInput: true });
  if (result.success) return { status: 'success', scenario: result.data, locate };
  return failure(withoutFollowUps(result.error.issues).flatMap((issue) => describeIssue(issue, locate, value)));
}

/** Leaves out what a misspelt setting causes besides: "give reaches" next to "did you mean reaches?" helps nobody. */
function withoutFollowUps(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const misspelt = new Set(
    issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [formatPath(path)] : [])),
  );
  return issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(formatPath(path)));
}

function failure(texts: readonly string[]): ScenarioReadResult {
  return { status: 'error', problems: texts.map((text) => ({ text })) };
}

function describeIssue(issue: z.core.$ZodIssue, locate: (path: ScenarioPath) => string, root: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${locate(path)}: ${formatPath(path)}: there is no such setting${suggestion(key, issue.path)}`;
    });
  }
  const inner = issue.code === 'invalid_union' ? unionIssue(issue) : undefined;
  if (inner) {
    const moved: z.core.$ZodIssue = { ...inner, path: [...issue.path, ...inner.path] };
    return describeIssue(moved, locate, root);
  }
  const value = valueAt(root, issue.path);
  const subject = issue.path.length > 0 ? `${formatPath(issue.path)}: ` : '';
  return [`${locate(issue.path)}: ${subject}${describeValue(value)}${issue.message}`];
}

/** The branch of a union that the writer meant: the one that complains about something inside the value. */
function unionIssue(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | undefined {
  return issue.errors.flat().find((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys');
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['name', 'description', 'speed', 'maxSpeed', 'seed', 'arrivals', 'phases', 'expect'],
  phases: ['name', 'duration', 'requestsPerMinute', 'requestsPerSecond', 'faults', 'invalidRate'],
  faults: ['modelLatency', 'modelErrorRate', 'endpointThrottleRate', 'tableThrottleRate'],
  expect: ['alarms', 'emails', 'accuracy', 'requests', 'latencyMs', 'records'],
  alarms: ['reaches', 'transitions', 'never', 'notifies', 'within', 'after'],
  requests: ['sent', 'ok', 'failed', 'rejected', 'dropped'],
  latencyMs: ['p50', 'p90', 'p99'],
  records: ['stored', 'pending', 'lost'],
};

const BOUND_KEYS = ['atLeast', 'atMost'];

function suggestion(key: string, parent: ScenarioPath): string {
  const names = parent.filter((part) => typeof part === 'string');
  const last = names.at(-1) ?? '';
  // Below `phases` and `alarms` comes an index or a name; everything else that is unknown here is a bound.
  const group = names[0] === 'expect' && names[1] === 'alarms' ? 'alarms' : last;
  const known = KEYS[group] ?? BOUND_KEYS;
  const nearest = known.toSorted((left, right) => distance(key, left) - distance(key, right))[0] ?? '';
  if (distance(key, nearest) <= Math.max(2, key.length / 3)) return `; did you mean ${nearest}?`;
  return `; write one of ${known.join(', ')}`;
}

function offsetOf(document: Document.Parsed, path: ScenarioPath): number {
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

function valueAt(root: unknown, path: ScenarioPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function formatPath(path: ScenarioPath): string {
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
