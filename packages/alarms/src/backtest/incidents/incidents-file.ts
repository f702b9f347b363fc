import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readYamlFile } from '../../../../cli/src/yaml-file.ts';
import { CsvError, CsvRecords } from '../history/csv-records.ts';
import { parseTimestamp } from '../history/timestamp.ts';

/** Something that went wrong, and of which an alarm should have told. */
export interface Incident {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
}

export type IncidentsResult =
  | { readonly status: 'success'; readonly incidents: readonly Incident[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

const MAX_BYTES = 1_000_000;

const timeSchema = z
  .union([z.string(), z.number()], { error: 'write a time such as 2026-03-01T08:00:00Z' })
  .transform((written, context) => {
    const time = parseTimestamp(String(written));
    if (time.ok) return time.value;
    context.issues.push({ code: 'custom', message: time.message, input: written });
    return z.NEVER;
  });

const fileSchema = z.strictObject(
  {
    incidents: z
      .array(
        z.strictObject(
          {
            name: z.string({ error: 'write a name' }).min(1, { error: 'write a name' }),
            start: timeSchema,
            end: timeSchema,
          },
          { error: 'write name, start and end' },
        ),
        { error: 'write a list of incidents' },
      )
      .min(1, { error: 'write at least one incident' }),
  },
  { error: 'write incidents' },
);

const fail = (...lines: readonly string[]): IncidentsResult => ({ status: 'error', lines });

/** Reads incidents from YAML or from CSV with the columns start, end and name; in the order of their start. */
export function readIncidents(file: string): IncidentsResult {
  if (/\.ya?ml$/.test(file)) return readYaml(file);
  if (file.endsWith('.csv')) return readCsv(file);
  return fail(`${file}: write a file of incidents that ends in .yaml or .csv`);
}

function readYaml(file: string): IncidentsResult {
  const result = readYamlFile(file, fileSchema, { hint: 'give the path of a file of incidents, see docs/backtest.md' });
  if (result.status === 'error') return result;
  const { incidents } = result.value;
  const lines = incidents.flatMap((incident, index) => {
    const problem = orderProblem(incident);
    return problem === undefined ? [] : [`${result.locate(['incidents', index, 'end'])}: ${problem}`];
  });
  return lines.length > 0 ? fail(...lines) : { status: 'success', incidents: inOrder(incidents) };
}

function orderProblem({ name, start, end }: Incident): string | undefined {
  if (end > start) return undefined;
  return `${name} ends ${end === start ? 'when' : 'before'} it starts: write an end after its start`;
}

const inOrder = (incidents: readonly Incident[]) => incidents.toSorted((first, second) => first.start - second.start);

const CSV_COLUMNS = ['start', 'end', 'name'] as const;

function readCsv(file: string): IncidentsResult {
  let content: string;
  try {
    content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail(`${file}: cannot be read (${code})`);
  }
  if (content.length > MAX_BYTES) return fail(`${file}: is larger than ${MAX_BYTES / 1_000_000} MB`);
  const records = new CsvRecords();
  try {
    return fromRecords(file, [...records.add(content), ...records.end()]);
  } catch (error) {
    if (error instanceof CsvError) return fail(`${file}:${error.line}: ${error.message}`);
    throw error;
  }
}

function fromRecords(
  file: string,
  [header, ...rows]: readonly { readonly line: number; readonly fields: readonly string[] }[],
): IncidentsResult {
  const names = header?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = CSV_COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0 || names.length !== CSV_COLUMNS.length) {
    return fail(`${file}:1: the columns are ${names.join(', ') || 'missing'}: write ${CSV_COLUMNS.join(', ')}`);
  }
  if (rows.length === 0) return fail(`${file}:1: has no rows below its columns`);
  const incidents: Incident[] = [];
  const lines: string[] = [];
  for (const { line, fields } of rows) {
    const incident = fromRow(names, fields);
    if (typeof incident === 'string') lines.push(`${file}:${line}: ${incident}`);
    else incidents.push(incident);
  }
  return lines.length > 0 ? fail(...lines) : { status: 'success', incidents: inOrder(incidents) };
}

function fromRow(names: readonly string[], fields: readonly string[]): Incident | string {
  if (fields.length !== names.length) return `has ${fields.length} fields instead of ${names.length}`;
  const field = (name: string) => (fields[names.indexOf(name)] ?? '').trim();
  const name = field('name');
  if (name === '') return 'name is empty';
  const start = parseTimestamp(field('start'));
  if (!start.ok) return `start ${JSON.stringify(field('start'))} ${start.message}`;
  const end = parseTimestamp(field('end'));
  if (!end.ok) return `end ${JSON.stringify(field('end'))} ${end.message}`;
  const incident = { name, start: start.value, end: end.value };
  return orderProblem(incident) ?? incident;
}
