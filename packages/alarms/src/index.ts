/**
 * Alarms proven before deployment: unit tests, a linter and backtests of CloudWatch alarms, for files and for people.
 *
 * @module inferwatch/alarms
 */
export type { AlarmsBacktestOptions } from './backtest/options.ts';
export { runAlarmsBacktest } from './commands/run-backtest.ts';
export { type LintCommandOptions, runAlarmsLint } from './commands/run-lint.ts';
export { type AlarmsTestOptions, runAlarmsTest } from './commands/run-test.ts';
export {
  AlarmLintPlugin,
  type AlarmLintPluginOptions,
  type Finding,
  type LintOptions,
  type LintReport,
  type LintRule,
  lintAlarms,
  type MetricContract,
  type Severity,
} from './lint/index.ts';
export { loadAlarms } from './source/load-alarms.ts';
export type { LoadedAlarm, LoadResult } from './source/types.ts';
