export { runUpgradeCheck } from './commands/run-check.ts';
export { compareTemplates } from './compare/compare.ts';
export { STATEFUL_TYPES, type StatefulType, statefulType } from './compare/stateful-types.ts';
export type {
  Comparison,
  Consequence,
  Content,
  ExportInUse,
  Finding,
  PropertyChange,
  StackTemplate,
  StackTemplates,
  TemplateResource,
} from './compare/types.ts';
