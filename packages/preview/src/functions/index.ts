export { createFunctions } from './create-functions.ts';
export {
  type EventSourceDependencies,
  type EventSources,
  type EventSourcesResult,
  startEventSources,
} from './event-sources.ts';
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
