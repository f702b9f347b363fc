import type { LogEvent } from '../sources.ts';
import { Instant, type Value } from './values.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper members are no fields. */
const MAX_DEPTH = 20;

/** A line of a result on its way through the commands. */
export interface Row {
  get(name: string): Value;
  /** Makes a column that later commands see. */
  set(name: string, value: Value): void;
}

/**
 * An event with the fields that Logs Insights finds in it: `@timestamp`, `@message`, `@logStream`, `@log`, and the
 * members of a JSON line, those of objects and arrays by dots (`error.code`, `items.0.id`). A function's line may have
 * text before its JSON: "only for the first embedded JSON fragment in each log event".
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export class EventRow implements Row {
  readonly event: LogEvent;
  #json: JsonObject | undefined;
  #isRead = false;
  #own: Map<string, Value> | undefined;

  constructor(event: LogEvent) {
    this.event = event;
  }

  get(name: string): Value {
    const own = this.#own?.get(name);
    if (own !== undefined) return own;
    switch (name) {
      case '@timestamp':
        return new Instant(this.event.timestamp);
      case '@message':
        return this.event.message;
      case '@logStream':
        return this.event.logStream;
      // AWS puts the account in front, which an event does not name.
      case '@log':
        return this.event.logGroup;
      default:
        // "If the name of a discovered log field starts with the @ character", it has another one in front.
        if (name.startsWith('@@')) return this.#member(name.slice(1));
        return name.startsWith('@') ? null : this.#member(name);
    }
  }

  set(name: string, value: Value): void {
    this.#own ??= new Map();
    this.#own.set(name, value);
  }

  #member(name: string): Value {
    if (!this.#isRead) {
      this.#json = readJson(this.event.message);
      this.#isRead = true;
    }
    return this.#json === undefined ? null : toValue(lookUp(this.#json, name, 0));
  }
}

/** A line of `stats`. */
export class ResultRow implements Row {
  readonly #values: Map<string, Value>;

  constructor(values: Map<string, Value>) {
    this.#values = values;
  }

  get(name: string): Value {
    return this.#values.get(name) ?? null;
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }
}

function readJson(message: string): JsonObject | undefined {
  const start = message.indexOf('{');
  const end = message.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    const parsed: unknown = JSON.parse(message.slice(start, end + 1));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

/** A member by its dotted name; a name with dots in itself wins over a path. */
function lookUp(object: JsonObject, name: string, depth: number): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  if (depth > MAX_DEPTH) return undefined;
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const key = name.slice(0, dot);
    const member = Object.hasOwn(object, key) ? object[key] : undefined;
    const found = isObject(member) ? lookUp(member, name.slice(dot + 1), depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Only leaves are fields; truth is shown as 1 and 0 (*inferred*). */
function toValue(member: unknown): Value {
  if (typeof member === 'string' || typeof member === 'number') return member;
  return typeof member === 'boolean' ? Number(member) : null;
}
