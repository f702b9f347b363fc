import type { Operation } from './api-document.ts';

/** An answer, from wherever it came. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What nobody outside may read. */
const INTERNALS =
  /\bat \S.*[jt]s:\d|node:internal|\/(?:home|var\/task|usr|tmp|opt)\/|node_modules|arn:aws|amazonaws\.com|AKIA[A-Z0-9]{8}/;

/** Members that repeat what the caller sent or the model answered. */
const REPEATED = new Set(['prediction', 'input', 'contentType']);

function parse(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/** What of an answer is the service's own. */
function ownWords(value: unknown): string {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return JSON.stringify(members.filter(([name]) => !REPEATED.has(name)));
}

/**
 * What is wrong with an answer; undefined if nothing is.
 *
 * @param operations those that may have answered: one for a known route, all for a request that is none
 * @param secrets texts that no answer may hold
 */
export function problemOf(
  { status, headers, body }: Answer,
  operations: readonly Operation[],
  secrets: readonly string[],
): string | undefined {
  const schemas = operations.flatMap(({ answers }) => answers.get(status) ?? []);
  if (schemas.length === 0) return `status ${status} is not documented: ${body.slice(0, 300)}`;
  if (!headers['content-type']?.startsWith('application/json')) return `content type ${headers['content-type']}`;
  const parsed = parse(body);
  if (parsed === undefined) return `status ${status}: the body is no JSON: ${body.slice(0, 300)}`;
  if (!schemas.some((schema) => schema.safeParse(parsed.value).success)) {
    return `status ${status}: the body is not as documented: ${body.slice(0, 300)}`;
  }
  const own = ownWords(parsed.value);
  const leak = INTERNALS.exec(own)?.[0] ?? secrets.find((secret) => own.includes(secret));
  return leak === undefined ? undefined : `status ${status} leaks ${leak}: ${own.slice(0, 300)}`;
}
