import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SoftprobModel } from '../scorer/softprob-model.ts';
import { type FeatureRows, type ParseResult, parseCsv, parseJsonRows } from './feature-rows.ts';
import { pythonRepr } from './python-float.ts';

/** What a request to `POST /invocations` says. Header values as they came; undefined if absent. */
export interface Invocation {
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly body: Uint8Array;
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  /** Set when SageMaker's container would have refused this request. */
  readonly localOnly?: boolean;
}

export interface InvocationOptions {
  /**
   * Take `application/json` requests, which SageMaker's container refuses with 415.
   * @default true
   */
  readonly jsonRequests?: boolean;
}

/** Types that the container lists as accepted for the answer. */
const ACCEPTED = ['application/json', 'application/jsonlines', 'application/x-recordio-protobuf', 'text/csv'] as const;
/** Accepted, but the container fails on encoding them unless SAGEMAKER_INFERENCE_OUTPUT is set. */
const NOT_ENCODED: readonly string[] = ['application/jsonlines', 'application/x-recordio-protobuf'];
/** Types that the container reads and this server does not. */
const CONTAINER_ONLY: readonly string[] = [
  'libsvm',
  'text/libsvm',
  'text/x-libsvm',
  'recordio-protobuf',
  'application/x-recordio-protobuf',
];

/** Rows to score before other requests get their turn: some 15 ms. */
const ROWS_PER_TURN = 512;

const text = (status: number, body: string): Answer => ({ status, body, contentType: 'text/plain; charset=utf-8' });

/**
 * Answers `POST /invocations` as SageMaker's built-in XGBoost container 3.0-5 does without a script (algorithm mode).
 * Status codes and bodies of good answers were recorded from the container's own serving code and are tests
 * (`sample/data/container-answers.json`).
 *
 * | Request | Answer |
 * |---|---|
 * | `text/csv` (or `csv`), 1 to 64 values a row | 200; values left out at the end are missing |
 * | more than 64 values a row | 400 |
 * | a value that is no number, infinite, or rows of different lengths | **415** (not 400) |
 * | empty body | 204 |
 * | `Accept: text/csv`, any type, or no such header | rows of probabilities |
 * | `Accept: application/json` | `{"predictions": [{"score": […]}]}` |
 * | another `Accept` | 406 |
 * | no content type, `application/json` or an unknown one | 415 on AWS; see below for JSON here |
 * | over 6 MB | 413 |
 *
 * Works here and not on AWS: `application/json` requests (errors in them are 400).
 * Works on AWS and not here: `text/libsvm` and `application/x-recordio-protobuf` requests (415 here), and more than
 * 50,000 rows in one request (413 here).
 *
 * @see https://github.com/aws/sagemaker-xgboost-container/blob/cb8df91cd44c7b01c53ccf321fd3fdf3eb78adae/src/sagemaker_xgboost_container/algorithm_mode/serve.py
 */
export async function invoke(
  model: SoftprobModel,
  { body, contentType, accept }: Invocation,
  { jsonRequests = true }: InvocationOptions = {},
): Promise<Answer> {
  if (body.length === 0) {
    return { status: 204, body: '' };
  }
  const type = mediaType(contentType);
  const localOnly = type === 'application/json' && jsonRequests;
  const parsed = localOnly ? parseJsonRows(body) : readAsContainer(type, contentType, body);
  if (!parsed.ok) {
    const status = parsed.tooManyRows ? 413 : localOnly ? 400 : 415;
    return { ...text(status, parsed.message), localOnly };
  }
  const columns = parsed.rows[0]?.length ?? 0;
  if (columns > model.features) {
    const message = `Unable to evaluate payload provided: ${columns} values a row, the model has ${model.features} features`;
    return { ...text(400, message), localOnly };
  }
  return { ...(await answer(model, parsed.rows, accept)), localOnly };
}

function readAsContainer(type: string, contentType: string | undefined, body: Uint8Array): ParseResult {
  if (type === 'csv' || type === 'text/csv') {
    return readCsv(contentType ?? '', body);
  }
  if (type === '' || CONTAINER_ONLY.includes(type)) {
    const message = `content type "${type || 'none, which means text/libsvm'}" is read on AWS only: write text/csv here`;
    return { ok: false, message };
  }
  return { ok: false, message: `${contentType} is not an accepted ContentType: csv, text/csv` };
}

function readCsv(contentType: string, body: Uint8Array): ParseResult {
  const labelSize = /;\s*label_size\s*=\s*"?([^;"\s]*)/i.exec(contentType)?.[1];
  if (labelSize !== undefined && labelSize !== '1') {
    return { ok: false, message: `label_size is "${labelSize}" in the content type: write 1 or leave it out` };
  }
  const parsed = parseCsv(body);
  return parsed.ok ? parsed : { ...parsed, message: `Loading csv data failed: ${parsed.message}` };
}

/** The container looks at the Accept header only after it has scored the rows, so a bad row comes before it. */
async function answer(model: SoftprobModel, rows: FeatureRows, accept: string | undefined): Promise<Answer> {
  const type = mediaType(accept);
  const accepted = type === '' || type === '*/*' ? 'text/csv' : type;
  if (NOT_ENCODED.includes(accepted)) {
    return text(
      500,
      `the container lists ${accepted} as accepted, but fails on it: write text/csv or application/json`,
    );
  }
  if (!ACCEPTED.some((known) => known === accepted)) {
    return text(
      406,
      `Accept type ${accepted} is not supported. Please use supported accept types: ${ACCEPTED.join(', ')}.`,
    );
  }
  const probabilities = await score(model, rows);
  return accepted === 'text/csv'
    ? { status: 200, body: csvBody(probabilities), contentType: 'text/csv; charset=utf-8' }
    : { status: 200, body: jsonBody(probabilities), contentType: 'application/json' };
}

async function score(model: SoftprobModel, rows: FeatureRows): Promise<string[][]> {
  const scored: string[][] = [];
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % ROWS_PER_TURN === 0) {
      await nextTurn();
    }
    scored.push(Array.from(model.predict(row), pythonRepr));
  }
  return scored;
}

function csvBody(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

/** The spaces are Python's: the body is the container's, byte for byte. */
function jsonBody(rows: readonly (readonly string[])[]): string {
  return `{"predictions": [${rows.map((row) => `{"score": [${row.join(', ')}]}`).join(', ')}]}`;
}

/** A header's value without its parameters. */
function mediaType(header: string | undefined): string {
  return (header?.split(';')[0] ?? '').trim().toLowerCase();
}
