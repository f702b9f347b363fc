export { startServiceEndpoint } from './endpoint.ts';
export { createServicePlugins } from './plugins.ts';
export { toLoopbackQueueUrls } from './sqs/queue-url.ts';
export type {
  DeployedStack,
  DeployedStacks,
  DynamoItem,
  Intercept,
  InterceptedCall,
  QueueApi,
  QueueCounts,
  QueueMessage,
  QueueMessageAttribute,
  RunningParts,
  ServiceDependencies,
  ServiceEndpoint,
  ServiceEndpointOptions,
  ServicePlugins,
  TableApi,
  UnsupportedRequest,
} from './types.ts';
