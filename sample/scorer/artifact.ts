import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Name of the model's file in the artifact: the name that SageMaker's built-in XGBoost writes. */
export const MODEL_FILE = 'xgboost-model';

/** Bytes that an artifact may unpack to; the sample has 0.55 MB. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html (ustar Interchange Format) */
const TAR_BLOCK = 512;
const SIZE_FIELD = { start: 124, end: 136 } as const;
const NAME_FIELD = { start: 0, end: 100 } as const;

export type ReadModelFileResult =
  | { readonly ok: true; readonly content: Buffer }
  | { readonly ok: false; readonly error: string };

/** The bytes of the model: the file `xgboost-model` in a `model.tar.gz`, or the given file itself. */
export function readModelFile(path: string): ReadModelFileResult {
  try {
    const content = readFileSync(path);
    if (!isGzip(content)) {
      return { ok: true, content };
    }
    const model = findInTar(gunzipSync(content, { maxOutputLength: MAX_UNPACKED_BYTES }), MODEL_FILE);
    return model
      ? { ok: true, content: model }
      : { ok: false, error: `"${path}" has no file "${MODEL_FILE}" at its top; SageMaker's container looks for one` };
  } catch (error) {
    return { ok: false, error: `cannot read the model "${path}": ${error instanceof Error ? error.message : error}` };
  }
}

function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

function findInTar(tar: Buffer, wanted: string): Buffer | undefined {
  let offset = 0;
  while (offset + TAR_BLOCK <= tar.length) {
    const header = tar.subarray(offset, offset + TAR_BLOCK);
    const name = text(header, NAME_FIELD).replace(/^\.\//, '');
    const size = Number.parseInt(text(header, SIZE_FIELD), 8);
    const start = offset + TAR_BLOCK;
    if (name === '' || !(size >= 0)) {
      return undefined;
    }
    if (name === wanted) {
      return start + size <= tar.length ? tar.subarray(start, start + size) : undefined;
    }
    offset = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return undefined;
}

function text(header: Buffer, field: { readonly start: number; readonly end: number }): string {
  const value = header.toString('latin1', field.start, field.end);
  const end = value.search(/[\0 ]/);
  return end === -1 ? value : value.slice(0, end);
}
