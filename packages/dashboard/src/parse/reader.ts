import type { DashboardProblem } from '../model.ts';
import { COLOR_HINT, isColor } from './colors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** More than this many problems help nobody; a hostile body must not fill the memory with them. */
const MAX_PROBLEMS = 200;

/** Longest bad value that a problem repeats. */
const MAX_SHOWN = 60;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A bad value as a problem repeats it; only its kind where it may be deep or long. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}

/** Collects what could not be understood. */
export class Problems {
  readonly #list: DashboardProblem[] = [];

  get list(): readonly DashboardProblem[] {
    return this.#list;
  }

  add(path: string, message: string): void {
    if (this.#list.length < MAX_PROBLEMS) this.#list.push({ path, message });
    else if (this.#list.length === MAX_PROBLEMS) {
      this.#list.push({ path: '', message: `more than ${MAX_PROBLEMS} problems: the rest is left out` });
    }
  }
}

/** Limits of a number. */
export interface Limits {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/**
 * Reads one object of the body. A member that is missing gives `undefined`; one that is wrong also does, and leaves a
 * problem behind. `null` counts as missing: templates put it where a value was not set.
 */
export class ObjectReader {
  readonly path: string;
  readonly #object: JsonObject;
  readonly #problems: Problems;

  constructor(object: JsonObject, path: string, problems: Problems) {
    this.#object = object;
    this.path = path;
    this.#problems = problems;
  }

  get problems(): Problems {
    return this.#problems;
  }

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** The member as it is, own members only. */
  raw(key: string): unknown {
    return Object.hasOwn(this.#object, key) ? (this.#object[key] ?? undefined) : undefined;
  }

  text(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'string') return value;
    return this.#refuse(key, value, 'write text');
  }

  /** A number within limits; one outside them is drawn at the limit, and said. */
  number(key: string, limits: Limits): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.#refuse(key, value, 'write a number');
    const { min, max, whole = false } = limits;
    const used = Math.min(max, Math.max(min, whole ? Math.round(value) : value));
    if (used !== value) {
      const kind = whole ? 'a whole number' : 'a number';
      this.#problems.add(this.pathOf(key), `${shown(value)} is not ${kind} from ${min} to ${max}: ${used} is used`);
    }
    return used;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#refuse(key, value, 'write true or false');
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const found = allowed.find((each) => each === value);
    return found ?? this.#refuse(key, value, `write one of ${allowed.join(', ')}`);
  }

  color(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    return isColor(value) ? value : this.#refuse(key, value, COLOR_HINT);
  }

  object(key: string): ObjectReader | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (isObject(value)) return new ObjectReader(value, this.pathOf(key), this.#problems);
    return this.#refuse(key, value, 'write an object');
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    return Array.isArray(value) ? value : this.#refuse(key, value, 'write an array');
  }

  /** A list of texts; members that are none are left out, and said. */
  texts(key: string): readonly string[] {
    return (this.list(key) ?? []).flatMap((value, index) => {
      if (typeof value === 'string') return [value];
      this.#problems.add(`${this.pathOf(key)}[${index}]`, `${shown(value)} is not usable here: write text`);
      return [];
    });
  }

  problem(key: string, message: string): void {
    this.#problems.add(key === '' ? this.path : this.pathOf(key), message);
  }

  #refuse(key: string, value: unknown, hint: string): undefined {
    this.#problems.add(this.pathOf(key), `${shown(value)} is not usable here: ${hint}`);
    return undefined;
  }
}
