import type { CommandIo } from '../../../../cli/src/io.ts';
import type { AlarmsBacktestOptions } from '../../../src/backtest/options.ts';
import { runAlarmsBacktest } from '../../../src/commands/run-backtest.ts';

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `inferwatch alarms backtest` and keeps what it writes. */
export async function runCommand(
  options: Partial<AlarmsBacktestOptions>,
  io: Partial<CommandIo> = {},
): Promise<CommandRun> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await runAlarmsBacktest(
    { context: {}, ...options },
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
