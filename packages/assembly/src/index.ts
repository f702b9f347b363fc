export { readAssembly } from './read-assembly.ts';
export type {
  AssemblyReadResult,
  ResolvedAssembly,
  ResolvedOutput,
  ResolvedResource,
  ResolvedStack,
} from './types.ts';
