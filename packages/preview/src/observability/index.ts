export { type AlarmProblem, AlarmService, type AlarmServiceOptions } from './alarm-service.ts';
export { type EmbeddedMetrics, type EmbeddedSample, extractEmbeddedMetrics } from './embedded-metrics.ts';
export { Inbox } from './inbox.ts';
export { LogStore, type LogStoreDependencies } from './log-store.ts';
export { MetricStore, type PeriodStatistics, type StoredSample } from './metric-store.ts';
export type {
  InboxMessage,
  LogEvent,
  LogQuery,
  TemplateResource,
  TemplateResources,
  TopicSubscription,
} from './types.ts';
