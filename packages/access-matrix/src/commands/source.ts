import { type AssemblyOptions, openAssembly } from '../../../cli/src/assembly-source.ts';
import { type CommandIo, type Failure, failure } from '../../../cli/src/io.ts';
import { readAccessModel } from '../matrix/model.ts';
import type { AccessModel } from '../matrix/types.ts';

export type SourceResult = { readonly status: 'success'; readonly model: AccessModel } | Failure;

/** Reads what `--app` names; without it, synthesises the application into a folder of its own and reads that. */
export async function readSource(options: AssemblyOptions, io: CommandIo): Promise<SourceResult> {
  const source = await openAssembly(options, io);
  if (source.status === 'error') return source;
  try {
    return readPath(source.path, source.name);
  } finally {
    await source.dispose();
  }
}

/** `name` is what people call it, when its path says nothing to them. */
export function readPath(path: string, name?: string): SourceResult {
  const read = readAccessModel(path);
  if (read.status === 'error') return failure(name === undefined ? read.message : read.message.replace(path, name));
  if (name === undefined) return read;
  return { ...read, model: { ...read.model, template: { ...read.model.template, source: name } } };
}
