import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { readYamlFile, type YamlPath, type YamlResult } from '../../../../cli/src/yaml-file.ts';
import { hexadecimalFaults } from './hexadecimal.ts';
import { testFileSchema } from './schema.ts';
import type { AlarmTestFile } from './types.ts';

/** Files longer than this were not written by anybody. */
const MAX_BYTES = 5_000_000;

/** A test file and what is needed to speak about it. */
export interface ReadTestFile {
  /** As the user named it. */
  readonly file: string;
  readonly content: AlarmTestFile;
  /** Path of the template that it names. @default - none; the command line decides */
  readonly template?: string;
  /** `file:line:column` of a setting. */
  locate(path: YamlPath): string;
}

export type ReadTestFileResult =
  | { readonly status: 'success'; readonly value: ReadTestFile }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Reads a file of alarm tests; whatever is wrong in it is an error with its line and column. */
export function readTestFile(file: string): ReadTestFileResult {
  const hint = `give the path of a file of alarm tests, such as alarms/${basename(file)}`;
  const read: YamlResult<AlarmTestFile> = readYamlFile(file, testFileSchema, { hint, maxBytes: MAX_BYTES });
  if (read.status === 'error') return read;
  const faults = hexadecimalFaults(readFileSync(file, 'utf8'), file);
  if (faults.length > 0) return { status: 'error', lines: faults };
  const { value: content, locate } = read;
  const template = content.template === undefined ? undefined : resolve(dirname(file), content.template);
  return { status: 'success', value: { file, content, locate, ...(template === undefined ? {} : { template }) } };
}
