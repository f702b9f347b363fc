import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandIo } from './io.ts';
import { createPaint } from './paint.ts';
import { withProgress } from './progress.ts';
import { synthesise } from './synthesise.ts';

/** Where a command's templates come from. */
export interface AssemblyOptions {
  /** A `cdk.out`, or a template where the command takes one. @default - the application is synthesised */
  readonly app?: string;
  /** Settings for the synthesis (`-c key=value`). */
  readonly context: Readonly<Record<string, string>>;
}

export type AssemblySource =
  | {
      readonly status: 'success';
      readonly path: string;
      /** What people call it, when its path says nothing to them. */
      readonly name?: string;
      /** Removes what was made for this run; to be called when nothing reads the path any more. */
      dispose(): Promise<void>;
    }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** What `--app` names, as it is; without it the application, synthesised into a folder of its own. */
export async function openAssembly({ app, context }: AssemblyOptions, io: CommandIo): Promise<AssemblySource> {
  if (app !== undefined) return { status: 'success', path: app, dispose: async () => {} };
  const outputDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-'));
  const dispose = () => rm(outputDirectory, { recursive: true, force: true });
  try {
    const { applicationDirectory, signal, stderr, env } = io;
    const work = synthesise({ applicationDirectory, outputDirectory, context, signal });
    // Standard output is the command's answer, perhaps for a program; what goes on is told beside it.
    const result = await withProgress(stderr, createPaint(stderr, env), 'Synthesising the application', work);
    if (result.status === 'success') {
      return { status: 'success', path: outputDirectory, name: 'the synthesised application', dispose };
    }
    await dispose();
    return { status: 'error', lines: [result.message] };
  } catch (error) {
    await dispose();
    throw error;
  }
}
