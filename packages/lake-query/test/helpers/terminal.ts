import type { CommandIo } from '../../../cli/src/io.ts';
import { type CommandRun, runCapturing } from '../../../cli/test/terminal.ts';
import { runLakeQuery } from '../../src/commands/run-lake-query.ts';
import type { LakeQueryOptions } from '../../src/commands/types.ts';

/** Runs `inferwatch lake query` and keeps what it writes. */
export const runCommand = (
  options: Partial<LakeQueryOptions> & Pick<LakeQueryOptions, 'as'>,
  io: Partial<CommandIo> = {},
): Promise<CommandRun> =>
  runCapturing((world) => runLakeQuery({ output: 'table', context: {}, ...options }, world), io);
