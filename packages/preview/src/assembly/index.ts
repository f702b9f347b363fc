export type {
  AssemblyReadResult,
  ResolvedAssembly,
  ResolvedOutput,
  ResolvedResource,
  ResolvedStack,
} from './types.ts';
