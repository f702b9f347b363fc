export { INFERWATCH_CONTRACT, type MetricContract } from './contract.ts';
export { type LintOptions, lintAlarms } from './lint-alarms.ts';
export { AlarmLintPlugin, type AlarmLintPluginOptions } from './plugin.ts';
export type { Finding, LintReport, LintRule, Severity } from './types.ts';
