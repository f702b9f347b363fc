import { createHash } from 'node:crypto';
import { readHeldout } from '../../../sample/index.ts';

/** What a test inference sends. */
export interface TestInput {
  readonly body: string;
  readonly contentType: string;
}

/** Begins the `Idempotency-Key` of every test inference; the run and a number follow. */
export const MARKER = 'inferwatch-verify';

/** `inferwatch-verify:<run>:<number>`, in the characters that the API takes. */
export const idempotencyKey = (runId: string, number: number): string => `${MARKER}:${runId}:${number}`;

/**
 * A row that the sample model knows, with its whole numbers written with one decimal, as no other sender of it writes
 * them. The hash of the input that each record carries is therefore that of test inferences alone.
 */
export function sampleInput(): TestInput {
  const [row] = readHeldout();
  if (!row) throw new Error('the sample has no held-out row');
  return { body: row.features.map((value) => value.toFixed(1)).join(','), contentType: 'text/csv' };
}

/** `inputSha256` of the records of an input. */
export const inputSha256 = ({ body }: TestInput): string => createHash('sha256').update(body).digest('hex');
