import type { Clock, LogSink, MetricSink } from '../types.ts';
import { extractEmbeddedMetrics } from './embedded-metrics.ts';
import type { LogEvent, LogQuery } from './types.ts';
import { storedTimestamp } from './units.ts';

/** Events kept in each log group; the oldest go first. */
export const LOG_GROUP_CAPACITY = 10_000;

/** Events over the capacity before the oldest are dropped in one go. */
const SLACK = 1000;

const DEFAULT_LIMIT = 100;

export interface LogStoreDependencies {
  readonly metrics: MetricSink;
  readonly clock: Pick<Clock, 'toVirtual'>;
}

/**
 * Keeps the newest log events of every group and publishes the metrics embedded in a line as it is written, as CloudWatch
 * Logs does. Retention settings are not applied: the capacity is reached first.
 */
export class LogStore implements LogSink {
  readonly #groups = new Map<string, LogEvent[]>();
  readonly #listeners = new Set<(event: LogEvent) => void>();
  readonly #metrics: MetricSink;
  readonly #clock: Pick<Clock, 'toVirtual'>;

  constructor({ metrics, clock }: LogStoreDependencies) {
    this.#metrics = metrics;
    this.#clock = clock;
  }

  /** Names of the groups that were created or written to. */
  get groups(): readonly string[] {
    return [...this.#groups.keys()];
  }

  /** False if the group exists already. */
  createGroup(logGroup: string): boolean {
    if (this.#groups.has(logGroup)) return false;
    this.#groups.set(logGroup, []);
    return true;
  }

  write(logGroup: string, logStream: string, timestamp: number, message: string): void {
    this.createGroup(logGroup);
    const events = this.#groups.get(logGroup) ?? [];
    const event: LogEvent = { logGroup, logStream, timestamp, message };
    events.push(event);
    if (events.length > LOG_GROUP_CAPACITY + SLACK) events.splice(0, events.length - LOG_GROUP_CAPACITY);
    this.#extract(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** The newest events that match, oldest first. */
  read(query: LogQuery = {}): LogEvent[] {
    const { logGroup, logStream, limit = DEFAULT_LIMIT } = query;
    const groups = logGroup === undefined ? [...this.#groups.values()] : [this.#groups.get(logGroup) ?? []];
    const events = groups
      .flat()
      .filter((event) => logStream === undefined || event.logStream === logStream)
      .sort((a, b) => a.timestamp - b.timestamp);
    return limit > 0 ? events.slice(-limit) : [];
  }

  /** Calls back on each new event until the returned handle is disposed of. */
  subscribe(listener: (event: LogEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #extract({ logGroup, timestamp, message }: LogEvent): void {
    const { samples, parsingErrors, validationErrors } = extractEmbeddedMetrics(message, Date.now());
    for (const { storageResolution, timestamp: realMs, ...sample } of samples) {
      const virtualMs = this.#clock.toVirtual(realMs);
      this.#metrics.publish({ ...sample, timestamp: storedTimestamp(virtualMs, storageResolution) });
    }
    this.#countErrors('EMFParsingErrors', parsingErrors.length, logGroup, timestamp);
    this.#countErrors('EMFValidationErrors', validationErrors.length, logGroup, timestamp);
  }

  #countErrors(metricName: string, value: number, logGroup: string, timestamp: number): void {
    if (value === 0) return;
    const dimensions = { LogGroupName: logGroup };
    this.#metrics.publish({ namespace: 'AWS/Logs', metricName, dimensions, timestamp, value, unit: 'None' });
  }
}
