/**
 * Who may read and do what, computed from the templates of an application before it is deployed.
 *
 * @module inferwatch/access-matrix
 */
export { runAccess, runDiff, runExplain } from './commands/run-access.ts';
export { LakeFormation } from './lake-formation/decide.ts';
export type { LakeProblem } from './lake-formation/types.ts';
export { computeMatrix, type MatrixOptions } from './matrix/compute.ts';
export { type AccessChange, diffMatrices, diffModels } from './matrix/diff.ts';
export { compareExpectations, type Difference, type Expectations } from './matrix/expectations.ts';
export { formatExpectations, readExpectations } from './matrix/expectations-file.ts';
export { type ExplainResult, explainAccess } from './matrix/explain.ts';
export { createAccessModel, readAccessModel } from './matrix/model.ts';
export { selectAccess } from './matrix/select-access.ts';
export type * from './matrix/types.ts';
export { formatHtml } from './output/html.ts';
export { formatJson, jsonChunks } from './output/json.ts';
export { formatMarkdown } from './output/markdown.ts';
export { type AccessReport, createReport } from './output/report.ts';
export { terminalLines } from './output/terminal.ts';
