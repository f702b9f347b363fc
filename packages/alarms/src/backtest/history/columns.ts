import { distance } from 'fastest-levenshtein';

/** Columns that a history may have, in CSV and Parquet alike; the case of a name does not matter. */
export const COLUMNS = [
  'timestamp',
  'value',
  'count',
  'sample_count',
  'sum',
  'minimum',
  'maximum',
  'namespace',
  'metric',
  'dimensions',
  'unit',
] as const;

export type Column = (typeof COLUMNS)[number];

const SET_COLUMNS = ['sample_count', 'sum', 'minimum', 'maximum'] as const;

/** Where each column stands in a row; `undefined` if it is not there. */
export interface Layout {
  readonly index: Readonly<Partial<Record<Column, number>>>;
  readonly form: 'values' | 'sets';
  /** Number of fields that a row has. */
  readonly width: number;
}

export type LayoutResult =
  | { readonly ok: true; readonly layout: Layout }
  | { readonly ok: false; readonly message: string };

const KNOWN: ReadonlySet<string> = new Set(COLUMNS);

const isColumn = (name: string): name is Column => KNOWN.has(name);

function nearest(name: string): string {
  const [best = ''] = COLUMNS.toSorted((first, second) => distance(name, first) - distance(name, second));
  return distance(name, best) <= Math.max(2, name.length / 3)
    ? `did you mean ${best}?`
    : `the columns are ${COLUMNS.join(', ')}`;
}

const refuse = (message: string): LayoutResult => ({ ok: false, message });

/** What the names of the columns make of a file, or what is wrong with them. */
export function readLayout(names: readonly string[]): LayoutResult {
  const index: Partial<Record<Column, number>> = {};
  for (const [position, written] of names.entries()) {
    const name = written.trim().toLowerCase();
    if (!isColumn(name)) return refuse(`there is no column ${JSON.stringify(written)}: ${nearest(name)}`);
    if (index[name] !== undefined) return refuse(`column ${name} stands there twice`);
    index[name] = position;
  }
  if (index.timestamp === undefined) return refuse('column timestamp is missing');
  const missing = SET_COLUMNS.filter((name) => index[name] === undefined);
  const sets = missing.length < SET_COLUMNS.length;
  if (sets && missing.length > 0) return refuse(`a statistic set needs ${missing.join(' and ')} too`);
  if (sets && (index.value !== undefined || index.count !== undefined)) {
    return refuse('value and count cannot stand beside sample_count, sum, minimum and maximum: keep one form');
  }
  if (!sets && index.value === undefined) {
    return refuse('column value is missing (or sample_count, sum, minimum and maximum)');
  }
  if ((index.namespace === undefined) !== (index.metric === undefined)) {
    return refuse('namespace and metric go together: write both columns or neither');
  }
  if (index.dimensions !== undefined && index.metric === undefined) {
    return refuse('dimensions need the columns namespace and metric');
  }
  return { ok: true, layout: { index, form: sets ? 'sets' : 'values', width: names.length } };
}
