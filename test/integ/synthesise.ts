import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { synthesise } from '../../packages/cli/src/synthesise.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the synthesised application. */
    readonly assemblyDirectory: string;
  }
}

/** Synthesises the real application once for all integration tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outputDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-integ-'));
  const applicationDirectory = fileURLToPath(new URL('../..', import.meta.url));
  const result = await synthesise({ applicationDirectory, outputDirectory, context: {} });
  const remove = () => rm(outputDirectory, { recursive: true, force: true });
  if (result.status === 'error') {
    await remove();
    throw new Error(result.message);
  }
  project.provide('assemblyDirectory', outputDirectory);
  return remove;
}
