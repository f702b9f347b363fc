import { readFileSync } from 'node:fs';
import type { TrafficRequest } from './types.ts';

export type SampleFileResult =
  | { readonly status: 'success'; readonly requests: readonly TrafficRequest[] }
  | { readonly status: 'error'; readonly message: string };

/** Content type of the requests, by the file's extension. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/json',
};

/**
 * Reads requests for a model of one's own: each line is the body of one request, as `text/csv` from a `.csv` without a
 * header, or as `application/json` from a `.jsonl`. They carry no label, so their answers are not graded.
 */
export function readSampleFile(path: string): SampleFileResult {
  const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
  const contentType = CONTENT_TYPES[extension];
  if (contentType === undefined) {
    const message = `${path}: write a file with one request a line, .csv (text/csv) or .jsonl (application/json)`;
    return { status: 'error', message };
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { status: 'error', message: `${path}: cannot be read (${code})` };
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return { status: 'error', message: `${path}: holds no request; write one a line` };
  const broken = extension === 'jsonl' ? lines.findIndex((line) => !isJson(line)) : -1;
  if (broken >= 0)
    return { status: 'error', message: `${path}:${broken + 1}: is not JSON: ${lines[broken]?.slice(0, 60)}` };
  return { status: 'success', requests: lines.map((body) => ({ body, contentType })) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
