export { ASSUMED_CONTEXT } from './context.ts';
export { compilePrincipal, evaluateIam } from './evaluate.ts';
export { managedPolicyVersions } from './managed-policies.ts';
export { sameText } from './pattern.ts';
export { PERSONA_TAG, principals } from './principals.ts';
export { resourcePolicies } from './resource-policies.ts';
export type { Truth } from './truth.ts';
export type * from './types.ts';
