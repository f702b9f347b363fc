/** The sample model, its held-out rows and the local model server: what the preview and the CDK endpoint use. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export { type ModelServer, type ModelServerOptions, startModelServer } from './server/model-server.ts';
export { XGBOOST_CONTAINER, XGBOOST_REGISTRY_ACCOUNTS, xgboostImage } from './xgboost-images.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** `model.tar.gz` for SageMaker; the local model server reads the same file. */
export const SAMPLE_MODEL_ARTIFACT = path('./model/model.tar.gz');
/** Held-out rows: a header, then 64 features and the label on each line. */
export const SAMPLE_HELDOUT_FILE = path('./data/heldout.csv');
/** XGBoost's own probabilities for the held-out rows, in the same order: a header, then one row for each. */
export const SAMPLE_PROBABILITIES_FILE = path('./data/heldout-probabilities.csv');

/** Pixels of an 8 x 8 image, row by row, each 0 (white) to 16 (black). */
export const SAMPLE_FEATURES = 64;
/** The digits 0 to 9. */
export const SAMPLE_CLASSES = 10;

/** A row that the model has not seen in training. */
export interface HeldoutRow {
  /** 64 values from 0 to 16. */
  readonly features: readonly number[];
  /** The digit that was written, 0 to 9. */
  readonly label: number;
}

/** The 360 held-out rows, in the file's order. */
export function readHeldout(): HeldoutRow[] {
  return readNumbers(SAMPLE_HELDOUT_FILE).map((values) => ({
    features: values.slice(0, SAMPLE_FEATURES),
    label: values[SAMPLE_FEATURES] ?? Number.NaN,
  }));
}

/** What XGBoost itself answers for the held-out rows: ten probabilities for each, as float32. */
export function readExpectedProbabilities(): number[][] {
  return readNumbers(SAMPLE_PROBABILITIES_FILE).map((row) => row.map(Math.fround));
}

function readNumbers(file: string): number[][] {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}

/** The `text/csv` request body for some rows: no header, no label, one row on each line. */
export function toCsv(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => row.join(',')).join('\n');
}

/**
 * The digits in an answer of the model: for each row the class with the highest probability.
 *
 * @param responseBody text of the answer, or its JSON already parsed
 * @param contentType content type of the answer, `text/csv` or `application/json`; left out, it is told from the body
 * @returns an empty list if the body is no answer of the model
 */
export function predictedLabels(responseBody: unknown, contentType?: string): number[] {
  const isJson = contentType === undefined ? looksLikeJson(responseBody) : /^\s*application\/json/i.test(contentType);
  const rows = isJson ? jsonScores(responseBody) : csvScores(responseBody);
  const labels = rows.map(indexOfMaximum);
  return labels.every((label) => label >= 0) ? labels : [];
}

/** The digit for the first row of an answer; undefined if the body is no answer of the model. */
export function predictedLabel(responseBody: unknown, contentType?: string): number | undefined {
  return predictedLabels(responseBody, contentType)[0];
}

function looksLikeJson(body: unknown): boolean {
  return typeof body !== 'string' || body.trimStart().startsWith('{');
}

function csvScores(body: unknown): number[][] {
  if (typeof body !== 'string' || body.trim() === '') {
    return [];
  }
  return body
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((value) => (value.trim() === '' ? Number.NaN : Number(value))));
}

function jsonScores(body: unknown): unknown[] {
  const parsed = typeof body === 'string' ? parseJson(body) : body;
  const predictions = isRecord(parsed) ? parsed.predictions : undefined;
  return Array.isArray(predictions) ? predictions.map((entry) => (isRecord(entry) ? entry.score : undefined)) : [];
}

/** @returns -1 if the scores are not one number for each class */
function indexOfMaximum(scores: unknown): number {
  if (!Array.isArray(scores) || scores.length !== SAMPLE_CLASSES || !scores.every(Number.isFinite)) {
    return -1;
  }
  return scores.indexOf(Math.max(...scores));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
