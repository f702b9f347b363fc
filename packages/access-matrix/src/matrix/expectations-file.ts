import { readFileSync } from 'node:fs';
import { isCollection, isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument, stringify } from 'yaml';
import * as z from 'zod';
import type { Expectations, ExpectedAll, ExpectedCell } from './expectations.ts';
import type { MatrixCell } from './types.ts';

/** Longer files are no matrix that anybody wrote. */
const MAX_BYTES = 5_000_000;

const name = z.string({ error: 'write a name' }).min(1, { error: 'write a name' });

const resourceSchema = z.union(
  [
    name,
    z.strictObject({
      resource: name,
      columns: z
        .array(name, { error: 'write a list of columns' })
        .min(1, { error: 'name a column, or leave it out' })
        .optional(),
      rows: z
        .string({ error: 'write the row filter as text' })
        .min(1, { error: 'write the row filter, or leave it out' })
        .optional(),
    }),
  ],
  { error: 'write the name of a resource, or { resource, columns, rows }' },
);

const actionsSchema = z.record(
  name,
  z.union([z.literal('all'), z.array(resourceSchema)], { error: 'write a list of resources, or all' }),
  { error: 'write an action with its resources on each line' },
);

const fileSchema = z.strictObject(
  {
    personas: z.record(
      name,
      z.strictObject(
        { allow: actionsSchema.optional(), unknown: actionsSchema.optional() },
        { error: 'write allow and unknown, or {} for somebody who may do nothing' },
      ),
      { error: 'write a persona on each line' },
    ),
  },
  { error: 'write personas' },
);

export type ExpectationsResult =
  | { readonly status: 'success'; readonly expectations: Expectations }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Reads the wanted matrix from a YAML file; strictly, so that a misspelt word is no word that is overlooked. */
export function readExpectations(file: string): ExpectationsResult {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return {
      status: 'error',
      lines: [`${file}: cannot be read (${code}); write the present matrix with --yaml ${file}`],
    };
  }
  if (content.length > MAX_BYTES) return { status: 'error', lines: [`${file}: is larger than 5 MB`] };
  return parseExpectations(content, file);
}

export function parseExpectations(content: string, file: string): ExpectationsResult {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const place = (path: readonly PropertyKey[]) => at(offsetOf(document.contents, path));
  if (document.errors.length > 0) {
    return {
      status: 'error',
      lines: document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message.split('\n')[0]}`),
    };
  }
  const parsed = fileSchema.safeParse(toJs(document));
  if (parsed.success) return { status: 'success', expectations: collect(parsed.data, file, place) };
  return { status: 'error', lines: parsed.error.issues.flatMap((issue) => describeIssue(issue, [], place)) };
}

/** Too many aliases are an attack, and throw. */
function toJs(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

function collect(
  data: z.output<typeof fileSchema>,
  file: string,
  place: (path: readonly PropertyKey[]) => string,
): Expectations {
  const cells: ExpectedCell[] = [];
  const all: ExpectedAll[] = [];
  for (const [persona, decisions] of Object.entries(data.personas)) {
    for (const decision of ['allow', 'unknown'] as const) {
      for (const [action, resources] of Object.entries(decisions[decision] ?? {})) {
        const path = ['personas', persona, decision, action];
        if (resources === 'all') all.push({ persona, action, decision, place: place(path) });
        else {
          cells.push(
            ...resources.map((entry, index) => {
              const cell = typeof entry === 'string' ? { resource: entry } : entry;
              return { persona, action, decision, ...cell, place: place([...path, index]) };
            }),
          );
        }
      }
    }
  }
  const personas = Object.keys(data.personas).map((persona) => ({
    name: persona,
    place: place(['personas', persona]),
  }));
  return { file, personas, cells, all };
}

function describeIssue(
  issue: z.core.$ZodIssue,
  parent: readonly PropertyKey[],
  place: (path: readonly PropertyKey[]) => string,
): string[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${place([...path, key])}: ${format([...path, key])}: there is no such word here`);
  }
  // The branch that complains about something inside is the one that was meant.
  const inner =
    issue.code === 'invalid_union'
      ? issue.errors.flat().find((one) => one.path.length > 0 || one.code === 'unrecognized_keys')
      : undefined;
  if (inner) return describeIssue(inner, path, place);
  return [`${place(path)}: ${path.length === 0 ? '' : `${format(path)}: `}${issue.message}`];
}

const format = (path: readonly PropertyKey[]) =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');

/** Where a part of the document stands; the nearest thing around it, when it is not there. */
function offsetOf(root: ParsedNode | null, path: readonly PropertyKey[]): number {
  let offset = root?.range[0] ?? 0;
  let node: unknown = root;
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

const HEADER = `# Who may do what. Whatever is not written here must be denied: "inferwatch access --expect" fails
# on a difference in either direction. "all" means every resource that the matrix asks the action of.
`;

/** The present matrix as a file of expectations. */
export function formatExpectations(matrix: readonly MatrixCell[]): string {
  const personas: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const persona of new Set(matrix.map((cell) => cell.persona))) {
    const own = matrix.filter((cell) => cell.persona === persona);
    personas[persona] = {};
    for (const decision of ['allow', 'unknown'] as const) {
      const actions = [...new Set(own.filter((cell) => cell.decision === decision).map(({ action }) => action))];
      if (actions.length === 0) continue;
      personas[persona][decision] = Object.fromEntries(
        actions.map((action) => [action, entriesOf(own, action, decision)]),
      );
    }
  }
  return `${HEADER}${stringify({ personas }, { lineWidth: 100 })}`;
}

function entriesOf(cells: readonly MatrixCell[], action: string, decision: 'allow' | 'unknown'): unknown {
  const asked = cells.filter((cell) => cell.action === action);
  const own = asked.filter((cell) => cell.decision === decision);
  const isLimited = own.some(({ columns, rowFilter }) => columns !== undefined || rowFilter !== undefined);
  // What nobody certainly knows is not worth a list; what is allowed is, so that a new resource is a difference.
  if (decision === 'unknown' && own.length === asked.length && own.length > 1 && !isLimited) return 'all';
  return own.map(({ resource, columns, rowFilter }) => {
    if (columns === undefined && rowFilter === undefined) return resource;
    return { resource, ...(columns ? { columns } : {}), ...(rowFilter === undefined ? {} : { rows: rowFilter }) };
  });
}
