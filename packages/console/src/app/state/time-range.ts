import type { TimeRange } from '../../../../dashboard/src/data.ts';

/** Which time a dashboard shows. */
export type RangeChoice =
  /** The last milliseconds, up to now. */
  | { readonly kind: 'relative'; readonly ms: number }
  /** Since the preview began. */
  | { readonly kind: 'start' }
  | { readonly kind: 'absolute'; readonly start: number; readonly end: number };

const MINUTE = 60_000;

/** Ranges that a button offers, by the text in the address. */
export const RELATIVE_RANGES: Readonly<Record<string, number>> = {
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  '3h': 180 * MINUTE,
  '12h': 720 * MINUTE,
  '1d': 1440 * MINUTE,
  '1w': 10_080 * MINUTE,
};

/** A graph of less than a minute has no datapoint. */
const SHORTEST_MS = MINUTE;

/** A preview that has just begun shows this much, so that its first minutes are not stretched over the picture. */
const SHORTEST_SINCE_START_MS = 10 * MINUTE;

/** CloudWatch's own, where the body has none. */
const THREE_HOURS_MS = 180 * MINUTE;

/** Reads `1h`, `start` or `1700000000000-1700003600000`; undefined if it is none. */
export function parseRange(text: string): RangeChoice | undefined {
  if (text === 'start') return { kind: 'start' };
  const ms = Object.hasOwn(RELATIVE_RANGES, text) ? RELATIVE_RANGES[text] : undefined;
  if (ms !== undefined) return { kind: 'relative', ms };
  const [, from, to] = /^(\d{10,15})-(\d{10,15})$/.exec(text) ?? [];
  const [start, end] = [Number(from), Number(to)];
  return from !== undefined && end - start >= SHORTEST_MS ? { kind: 'absolute', start, end } : undefined;
}

export function rangeText(choice: RangeChoice): string {
  if (choice.kind === 'start') return 'start';
  if (choice.kind === 'absolute') return `${choice.start}-${choice.end}`;
  return Object.keys(RELATIVE_RANGES).find((name) => RELATIVE_RANGES[name] === choice.ms) ?? '3h';
}

/** The instants that a choice means at this moment. */
export function resolveRange(choice: RangeChoice, now: number, startedAt: number): TimeRange {
  if (choice.kind === 'absolute') return { start: choice.start, end: choice.end };
  const end = now;
  return { start: choice.kind === 'start' ? Math.min(startedAt, end - SHORTEST_SINCE_START_MS) : end - choice.ms, end };
}

/**
 * What is shown when the address does not say: the body's own range, else CloudWatch's three hours; but no longer than
 * the preview has run, since before that there is nothing.
 */
export function defaultRange(body: RangeChoice | undefined, now: number, startedAt: number): RangeChoice {
  const choice = body ?? { kind: 'relative', ms: THREE_HOURS_MS };
  return choice.kind === 'relative' && now - startedAt < choice.ms ? { kind: 'start' } : choice;
}

/** The choice for a piece of a graph that was dragged over; widened to what can be shown. */
export function zoomTo(one: number, other: number): RangeChoice {
  const start = Math.floor(Math.min(one, other));
  const end = Math.ceil(Math.max(one, other));
  const missing = Math.max(0, SHORTEST_MS - (end - start));
  return { kind: 'absolute', start: start - Math.ceil(missing / 2), end: end + Math.ceil(missing / 2) };
}

/** The dashboard's own `start` and `end`, for example `-PT3H`; undefined where the body has none. */
export function bodyRange(start: string | undefined, end: string | undefined): RangeChoice | undefined {
  if (start === undefined) return undefined;
  const relative = durationMs(start);
  if (relative !== undefined) return { kind: 'relative', ms: relative };
  const [from, to] = [Date.parse(start), Date.parse(end ?? '')];
  return to - from >= SHORTEST_MS ? { kind: 'absolute', start: from, end: to } : undefined;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { M: 43_200, W: 10_080, D: 1440, TH: 60, TM: 1 };

/** `-PT3H`, `-P1D`, `-P3M` (months of 30 days, as an approximation that only moves the left edge). */
function durationMs(text: string): number | undefined {
  const [, date = '', time = ''] = /^-P((?:\d+[MWD])*)(?:T((?:\d+[HM])+))?$/.exec(text) ?? [];
  const parts = [...date.matchAll(/(\d+)([MWD])/g), ...time.matchAll(/(\d+)([HM])/g)].map(([, count, unit], index) => {
    const isTime = index >= (date.match(/\d+/g)?.length ?? 0);
    return Number(count) * (UNIT_MINUTES[`${isTime ? 'T' : ''}${unit}`] ?? 0) * MINUTE;
  });
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum > 0 ? sum : undefined;
}
