import type { CommandIo } from '../../../cli/src/io.ts';
import { runLakeQuery } from '../../src/commands/run-lake-query.ts';
import type { LakeQueryOptions } from '../../src/commands/types.ts';

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `inferwatch lake query` and keeps what it writes. */
export async function runCommand(
  options: Partial<LakeQueryOptions> & Pick<LakeQueryOptions, 'as'>,
  io: Partial<CommandIo> = {},
): Promise<CommandRun> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await runLakeQuery(
    { output: 'table', context: {}, ...options },
    {
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      env: {},
      applicationDirectory: '/nowhere',
      signal: new AbortController().signal,
      ...io,
    },
  );
  return { code, ...written };
}
