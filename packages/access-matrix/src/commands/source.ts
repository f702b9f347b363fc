import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withProgress } from '../../../preview/src/commands/progress.ts';
import { type Failure, failure } from '../../../preview/src/commands/types.ts';
import { synthesise } from '../../../preview/src/preview/synthesise.ts';
import { createPaint } from '../../../preview/src/ui/paint.ts';
import { readAccessModel } from '../matrix/model.ts';
import type { AccessModel } from '../matrix/types.ts';
import type { AccessIo, SourceOptions } from './types.ts';

export type SourceResult = { readonly status: 'success'; readonly model: AccessModel } | Failure;

/** Reads what `--app` names; without it, synthesises the application into a folder of its own and reads that. */
export async function readSource({ app, context }: SourceOptions, io: AccessIo): Promise<SourceResult> {
  if (app !== undefined) return readPath(app);
  const outputDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-'));
  try {
    const { applicationDirectory, signal, stderr, env } = io;
    const work = synthesise({ applicationDirectory, outputDirectory, context, signal });
    // Standard output is the matrix, perhaps for a program; what goes on is told beside it.
    const result = await withProgress(stderr, createPaint(stderr, env), 'Synthesising the application', work);
    if (result.status === 'error') return failure(result.message);
    return readPath(outputDirectory, 'the synthesised application');
  } finally {
    await rm(outputDirectory, { recursive: true, force: true });
  }
}

/** `name` is what people call it, when its path says nothing to them. */
export function readPath(path: string, name?: string): SourceResult {
  const read = readAccessModel(path);
  if (read.status === 'error') return failure(name === undefined ? read.message : read.message.replace(path, name));
  if (name === undefined) return read;
  return { ...read, model: { ...read.model, template: { ...read.model.template, source: name } } };
}
