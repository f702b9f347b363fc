import type { CommandIo } from '../../../../cli/src/io.ts';
import { type CommandRun, runCapturing } from '../../../../cli/test/terminal.ts';
import type { AlarmsBacktestOptions } from '../../../src/backtest/options.ts';
import { runAlarmsBacktest } from '../../../src/commands/run-backtest.ts';

/** Runs `inferwatch alarms backtest` and keeps what it writes. */
export const runCommand = (options: Partial<AlarmsBacktestOptions>, io: Partial<CommandIo> = {}): Promise<CommandRun> =>
  runCapturing((world) => runAlarmsBacktest({ context: {}, ...options }, world), io);
