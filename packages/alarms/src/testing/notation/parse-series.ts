import { MAX_INTERVALS, type Segment } from './segment.ts';

export type SeriesResult =
  | { readonly ok: true; readonly segments: readonly Segment[] }
  | { readonly ok: false; readonly message: string };

export const SERIES_HINT = 'write values such as 5, 1+2x5, 3x4, _ or _x3, with spaces between them';

const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const VALUE = new RegExp(`^([+-]?${NUMBER})(?:([+-])(${NUMBER}))?(?:x(\\d+))?$`);
const MISSING = /^_(?:x(\d+))?$/;
/** What Prometheus knows and CloudWatch does not store. */
const NO_VALUES = /^[+-]?(?:nan|inf(?:inity)?|stale)(?:x\d+)?$/i;

/**
 * Reads a series in the notation of promtool: `axn` is `a` and then `n` times more, `a+bxn` and `a-bxn` go on from `a` in
 * `n` steps of `b`, `_` is a missing value and `_xn` are `n` of them.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
 */
export function parseSeries(text: string): SeriesResult {
  const segments: Segment[] = [];
  let total = 0;
  for (const match of text.matchAll(/\S+/g)) {
    const [item] = match;
    const parsed = parseItem(item);
    const place = `at character ${match.index + 1}, ${JSON.stringify(item)}`;
    if (typeof parsed === 'string') return { ok: false, message: `${place}: ${parsed}` };
    segments.push(parsed);
    total += parsed.length;
    if (total > MAX_INTERVALS) {
      return { ok: false, message: `${place}: makes the series longer than ${MAX_INTERVALS} values; shorten it` };
    }
  }
  return segments.length === 0 ? { ok: false, message: `has no values; ${SERIES_HINT}` } : { ok: true, segments };
}

/** The stretch that an item stands for, or what is wrong with it. */
function parseItem(item: string): Segment | string {
  const missing = MISSING.exec(item);
  if (missing !== null) {
    const length = Number(missing[1] ?? 1);
    return length > 0 ? { type: 'missing', length } : 'stands for nothing; write at least _x1';
  }
  if (NO_VALUES.test(item)) return 'CloudWatch stores finite numbers only; write _ for a missing value';
  const [, from, sign, step, times] = VALUE.exec(item) ?? [];
  if (from === undefined) return SERIES_HINT;
  if (step !== undefined && times === undefined) return `say how many steps, for example ${item}x5`;
  const signed = Number(step ?? 0) * (sign === '-' ? -1 : 1);
  if (!Number.isFinite(Number(from)) || !Number.isFinite(signed)) return 'is too large a number';
  return { type: 'line', from: Number(from), step: signed, length: Number(times ?? 0) + 1 };
}
