/**
 * The one place where this package meets the reader of cloud assemblies, which the preview owns: intrinsic functions,
 * identities of resources and contained paths. Nothing else here imports from it.
 */
export { containedPath, readJson } from '../../../assembly/src/files.ts';
export { evaluate, type Lookup, NO_VALUE } from '../../../assembly/src/intrinsics.ts';
export { AssemblyProblem } from '../../../assembly/src/problem.ts';
export { pseudoParameter } from '../../../assembly/src/pseudo-parameters.ts';
export { identify, ResourceFacts, type ResourceIdentity } from '../../../assembly/src/resource-types.ts';
export {
  manifestSchema,
  nestedAssemblyPropertiesSchema,
  stackPropertiesSchema,
  type Template,
  type TemplateResource,
} from '../../../assembly/src/schema.ts';
export {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  describePlace,
  inside,
  type Place,
  partitionOf,
  placeOf,
  placeOfResource,
  type StackModel,
} from '../../../assembly/src/stack-model.ts';
