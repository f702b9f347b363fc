import type { LogStore } from '../observability/log-store.ts';
import type { LogEvent } from '../observability/types.ts';
import type { LogLineView } from '../ui/status.ts';

const ERRORS_KEPT = 20;
const MESSAGE_LENGTH = 400;

/** Lambda's own lines about an invocation that did not end well; they carry no level. */
const PLATFORM_ERROR = /Task timed out|Runtime\.\w+|Process exited|Unhandled/;
const ERROR_LEVEL = /"level"\s*:\s*"(?:error|critical|fatal)"/i;
const ERROR_LEVELS = new Set(['ERROR', 'CRITICAL', 'FATAL']);

/** Keeps the newest errors of all log groups, newest first. */
export class ErrorLog {
  readonly #errors: LogLineView[] = [];
  readonly #subscription: Disposable;

  constructor(logs: LogStore) {
    this.#subscription = logs.subscribe((event) => this.#note(event));
  }

  get errors(): readonly LogLineView[] {
    return this.#errors;
  }

  dispose(): void {
    this.#subscription[Symbol.dispose]();
  }

  #note({ logGroup, timestamp, message }: LogEvent): void {
    const text = errorText(message);
    if (text === undefined) return;
    this.#errors.unshift({ at: timestamp, logGroup, message: text.slice(0, MESSAGE_LENGTH) });
    if (this.#errors.length > ERRORS_KEPT) this.#errors.pop();
  }
}

/** What a log line says if it is about an error; undefined for every other line. */
export function errorText(line: string): string | undefined {
  // Nearly every line is about no error; they need not be parsed to see that.
  if (line.startsWith('{') && !ERROR_LEVEL.test(line) && !PLATFORM_ERROR.test(line)) return undefined;
  const entry = parseEntry(line);
  if (!entry) return PLATFORM_ERROR.test(line) || line.startsWith('ERROR') ? line.trim() : undefined;
  if (!ERROR_LEVELS.has(String(entry.level).toUpperCase())) return undefined;
  const details = Object.entries(entry).filter(([key, value]) => SHOWN_KEYS.has(key) && value !== undefined);
  const shown = details.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [String(entry.message ?? ''), ...shown].join(' ').trim();
}

/** Fields that say what went wrong; the others (memory size, cold start, …) are for the log group. */
const SHOWN_KEYS = new Set(['requestId', 'code', 'errorCode', 'error', 'cause', 'status', 'latencyMs']);

function parseEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
