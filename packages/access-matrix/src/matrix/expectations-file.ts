import { stringify } from 'yaml';
import * as z from 'zod';
import { parseYaml, readYamlFile, type YamlResult } from '../../../cli/src/yaml-file.ts';
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
  const hint = `write the present matrix with --yaml ${file}`;
  return toExpectations(readYamlFile(file, fileSchema, { hint, maxBytes: MAX_BYTES }), file);
}

export function parseExpectations(content: string, file: string): ExpectationsResult {
  return toExpectations(parseYaml(content, file, fileSchema), file);
}

function toExpectations(read: YamlResult<z.output<typeof fileSchema>>, file: string): ExpectationsResult {
  if (read.status === 'error') return read;
  return { status: 'success', expectations: collect(read.value, file, read.locate) };
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
