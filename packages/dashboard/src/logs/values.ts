/** A point in time keeps that it is one, so that it is shown as a date. */
export class Instant {
  /** Milliseconds since the epoch. */
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  /** As Logs Insights writes times: `2026-01-31 12:00:00.000`, in UTC. */
  toString(): string {
    if (Number.isNaN(new Date(this.at).getTime())) return '';
    return new Date(this.at).toISOString().replace('T', ' ').slice(0, 23);
  }
}

/** What a field or a term has for one event; null where there is nothing. */
export type Value = string | number | Instant | null;

const NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** A value as a number; NaN if it is none. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value instanceof Instant) return value.at;
  return value !== null && NUMERIC.test(value) ? Number(value) : Number.NaN;
}

export function toText(value: Value): string {
  return value === null ? '' : String(value);
}

/** Numbers, and what reads as such, by their size; everything else as text. */
export function compare(one: Value, other: Value): number {
  const [left, right] = [toNumber(one), toNumber(other)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  const [first, second] = [toText(one), toText(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** What a condition says: a number other than 0, or text. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== 0 && value !== '';
}

/** What goes into a table. */
export function shownValue(value: Value): string | number | null {
  if (value instanceof Instant) return value.toString();
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
