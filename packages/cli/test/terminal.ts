import type { CommandIo, ExitCode, ViewStream } from '../src/io.ts';

/** What a command answered. */
export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalOptions extends Partial<CommandIo> {
  /** What kind of stream both outputs are. @default - no terminal */
  readonly terminal?: Omit<ViewStream, 'write'>;
  /** Grows while the command runs. */
  readonly written?: { stdout: string; stderr: string };
}

/** Runs a command and keeps what it writes. */
export async function runCapturing<T extends ExitCode>(
  run: (io: CommandIo) => Promise<T>,
  { terminal = {}, written = { stdout: '', stderr: '' }, ...io }: TerminalOptions = {},
): Promise<CommandRun> {
  const stream = (name: 'stdout' | 'stderr') => ({
    ...terminal,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await run({
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: {},
    applicationDirectory: '/nowhere',
    signal: new AbortController().signal,
    ...io,
  });
  return { code, ...written };
}
