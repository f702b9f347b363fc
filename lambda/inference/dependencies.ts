import type { Clock, Ids, Log, Metrics, ModelEndpoint, RecordQueue, RecordStore } from '../shared/ports.ts';
import type { InferenceSettings } from './settings.ts';

/** Everything the use cases work with; made once for each execution environment. */
export interface Dependencies {
  readonly settings: InferenceSettings;
  readonly endpoint: ModelEndpoint;
  readonly store: RecordStore;
  readonly queue: RecordQueue;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
}
