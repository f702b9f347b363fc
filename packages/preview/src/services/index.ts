export { startServiceEndpoint } from './endpoint.ts';
export { createServicePlugins } from './plugins.ts';
export { toLoopbackQueueUrls } from './sqs/queue-url.ts';
export type {
  DynamoItem,
  QueueApi,
  QueueCounts,
  QueueMessage,
  QueueMessageAttribute,
  ServiceDependencies,
  ServiceEndpoint,
  ServiceEndpointOptions,
  ServicePlugins,
  TableApi,
  UnsupportedRequest,
} from './types.ts';
