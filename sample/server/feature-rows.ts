import { parsePythonFloat } from './python-float.ts';

/** Rows of features; NaN is a missing value. All rows have the same number of values. */
export type FeatureRows = readonly (readonly number[])[];

export type ParseResult =
  | { readonly ok: true; readonly rows: FeatureRows }
  | { readonly ok: false; readonly message: string; readonly tooManyRows?: true };

/**
 * Rows that one request may have. The container has no such limit; 6 MB hold at most 49,000 rows of 64 values, so only
 * bodies of shorter rows meet it, whose answer would be hundreds of megabytes.
 */
export const MAX_ROWS = 50_000;

/** Python's `csv.Sniffer`, which the container asks, prefers these in this order when the line has one of them. */
const DELIMITERS = [',', '\t', ';', ' ', ':'] as const;
/** Characters of the first line that the container shows to the sniffer. */
const SNIFFED_CHARACTERS = 512;
/** Python's bytes.strip(): JavaScript's trim() takes more. */
const ASCII_SPACE_AROUND = /^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g;

const failure = (message: string): ParseResult => ({ ok: false, message });

const tooManyRows = (rows: number): ParseResult => ({
  ok: false,
  message: `the body has ${rows} rows: send at most ${MAX_ROWS} at a time`,
  tooManyRows: true,
});

/**
 * Reads `text/csv` as the container does: no header, no label, no quotes, one row on each line, an empty value is
 * missing. Commas, or else tabs, semicolons, spaces or colons separate values.
 *
 * @see https://github.com/aws/sagemaker-xgboost-container/blob/cb8df91cd44c7b01c53ccf321fd3fdf3eb78adae/src/sagemaker_xgboost_container/encoder.py (csv_to_dmatrix)
 */
export function parseCsv(body: Uint8Array): ParseResult {
  const text = decodeUtf8(body)?.replace(ASCII_SPACE_AROUND, '');
  if (text === undefined || text === '') {
    return failure(text === undefined ? 'the body is not UTF-8' : 'the body has no value');
  }
  const lines = text.split('\n');
  if (lines.length > MAX_ROWS) {
    return tooManyRows(lines.length);
  }
  const sniffed = lines[0]?.slice(0, SNIFFED_CHARACTERS) ?? '';
  const delimiter = DELIMITERS.find((candidate) => sniffed.includes(candidate)) ?? ',';
  const rows: number[][] = [];
  for (const [index, line] of lines.entries()) {
    const row = parseLine(line.split(delimiter), `row ${index + 1}`);
    if (typeof row === 'string') {
      return failure(row);
    }
    rows.push(row);
  }
  return checked(rows);
}

/** @returns the values, or what is wrong */
function parseLine(values: readonly string[], place: string): number[] | string {
  const row: number[] = [];
  for (const [index, text] of values.entries()) {
    const value = text === '' ? Number.NaN : parsePythonFloat(text);
    if (value === undefined) {
      return `${place}, value ${index + 1} is "${shortened(text)}": write a number, or nothing for a missing value`;
    }
    row.push(value);
  }
  return row;
}

/**
 * Reads `application/json`, which only the local server takes: `[[…], …]`, `{"instances": [[…], …]}`,
 * `{"instances": [{"features": […]}, …]}`, or one row `[…]`. `null` is a missing value.
 */
export function parseJsonRows(body: Uint8Array): ParseResult {
  const json = parseJson(decodeUtf8(body));
  const instances = isRecord(json) && 'instances' in json ? json.instances : json;
  if (!Array.isArray(instances) || instances.length === 0) {
    return failure('the body is not JSON of the form {"instances": [[0, 1.5, …], …]}');
  }
  const isOneRow = instances.every((value) => typeof value === 'number' || value === null);
  const list: readonly unknown[] = isOneRow ? [instances] : instances;
  if (list.length > MAX_ROWS) {
    return tooManyRows(list.length);
  }
  const rows: number[][] = [];
  for (const [index, instance] of list.entries()) {
    const row = parseInstance(instance, `instances[${index}]`);
    if (typeof row === 'string') {
      return failure(row);
    }
    rows.push(row);
  }
  return checked(rows);
}

/** @returns the values, or what is wrong */
function parseInstance(instance: unknown, place: string): number[] | string {
  const values = isRecord(instance) ? instance.features : instance;
  if (!Array.isArray(values) || values.length === 0) {
    return `${place} is ${describe(instance)}: write a list of numbers`;
  }
  const wrong = values.findIndex((value) => typeof value !== 'number' && value !== null);
  return wrong === -1
    ? values.map((value) => value ?? Number.NaN)
    : `${place}[${wrong}] is ${describe(values[wrong])}: write a number, or null for a missing value`;
}

/** What holds for rows of either format, since XGBoost itself asks for it. */
function checked(rows: FeatureRows): ParseResult {
  const columns = rows[0]?.length;
  const ragged = rows.findIndex((row) => row.length !== columns);
  if (ragged !== -1) {
    return failure(
      `row ${ragged + 1} has ${rows[ragged]?.length} values and row 1 has ${columns}: write the same number`,
    );
  }
  const infinite = rows.findIndex((row) => row.some((value) => !Number.isNaN(value) && !isFloat32(value)));
  if (infinite !== -1) {
    return failure(`row ${infinite + 1} has a value that is infinite or too large for a float32: write a smaller one`);
  }
  return { ok: true, rows };
}

function isFloat32(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Never prints a nested value, which may be as deep as the body is long. */
function describe(value: unknown): string {
  if (typeof value === 'string') {
    return `"${shortened(value)}"`;
  }
  return value === undefined || typeof value === 'object'
    ? Array.isArray(value)
      ? 'a list'
      : 'an object'
    : String(value);
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
