export { type ReadTemplatesOptions, readAccessTemplates } from './read-access-templates.ts';
export type { AccessResource, AccessStack, AccessTemplate, ReadTemplatesResult } from './types.ts';
export { isUnresolved, readable, unresolved, unresolvedIn } from './unresolved.ts';
