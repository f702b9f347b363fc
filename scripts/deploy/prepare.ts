import { join } from 'node:path';
import { INFERENCE_FUNCTION_NAME, INFERENCE_STACK } from '../../lib/shared/names.ts';
import type { CommandIo } from '../../packages/cli/src/io.ts';
import { synthesise } from '../../packages/cli/src/synthesise.ts';
import { changeFunctionCode, readTemplates, reduceAssembly } from './assembly.ts';
import type { Stage } from './stage.ts';
import { CHANGED_SETTINGS } from './steps/update-checks.ts';
import { countKinds } from './template.ts';

/** Settings of both assemblies. The address is reserved; the emulator sends nothing. */
const SETTINGS = { alertEmail: 'on-call@example.com' } as const;

/** Both assemblies, whole. */
export interface Assemblies {
  readonly status: 'success';
  /** Resources of all templates, counted by kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Takes out of both what the emulator lacks. */
  reduce(isLacking: (kind: string) => boolean): Pick<Stage, 'first' | 'updated'>;
}

export type AssembliesResult = Assemblies | { readonly status: 'error'; readonly message: string };

/** Synthesises the application twice: as it is deployed at first, and as the update changes it. */
export async function prepareAssemblies(
  directory: string,
  { applicationDirectory, signal }: Pick<CommandIo, 'applicationDirectory' | 'signal'>,
): Promise<AssembliesResult> {
  const [first, updated] = [join(directory, 'first'), join(directory, 'updated')];
  const plans = [
    { outputDirectory: first, context: { ...SETTINGS } },
    { outputDirectory: updated, context: { ...SETTINGS, ...CHANGED_SETTINGS } },
  ];
  const results = await Promise.all(plans.map((plan) => synthesise({ applicationDirectory, signal, ...plan })));
  for (const result of results) if (result.status === 'error') return result;
  changeFunctionCode(updated, INFERENCE_STACK, INFERENCE_FUNCTION_NAME);
  return {
    status: 'success',
    kinds: countKinds(readTemplates(first).values()),
    reduce: (isLacking) => ({
      first: { directory: first, templates: reduceAssembly(first, isLacking) },
      updated: { directory: updated, templates: reduceAssembly(updated, isLacking) },
    }),
  };
}
