/** The local runtime of a synthesised Inferwatch application. */
export { createPreviewCommand } from './commands/preview-command.ts';
export { runPreview } from './commands/run-preview.ts';
export { DEFAULT_CONSOLE_PORT, type PreviewCommandOptions } from './commands/types.ts';
export { buildReport, type ReportParts } from './preview/build-report.ts';
export type { Preview, UnsupportedCall } from './preview/preview.ts';
export { ScenarioRun } from './preview/scenario-run.ts';
export { type PreviewOptions, type PreviewResult, startPreview } from './preview/start-preview.ts';
export { checkExpectations, type Difference } from './report/expectations.ts';
export type { PreviewReport } from './report/types.ts';
export { parseScenario, readScenario, type ScenarioReadResult } from './scenario/read.ts';
export type { Scenario, ScenarioPhase } from './scenario/types.ts';
export type { PreviewStatus } from './ui/status.ts';
