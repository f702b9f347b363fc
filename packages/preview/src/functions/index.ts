export type {
  FunctionDependencies,
  FunctionError,
  FunctionStatus,
  Functions,
  FunctionsResult,
  InvocationResult,
  InvokeOptions,
  QueueSource,
  SourceMessage,
} from './types.ts';
// coming: createFunctions(assembly: ResolvedAssembly, deps: FunctionDependencies): FunctionsResult
// coming: startEventSources(assembly, functions, queues: QueueSource, clock): { status:'success', sources: { dispose(): Promise<void> } } | { status:'error', message }
