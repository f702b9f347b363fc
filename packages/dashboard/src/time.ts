import type { TimeRange } from './data.ts';

/**
 * `start` and `end` of dashboards and widgets: relative to now (`-PT3H`, `-P7D`, `-P3M`) or absolute (ISO 8601).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#Dashboard-Body-Overall-Structure
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Range of a dashboard that names none: the last three hours, with which CloudWatch opens one (*inferred*). */
export const DEFAULT_RANGE_MS = 3 * HOUR;

/** CloudWatch keeps metrics for 455 days (15 months); nothing before that can be drawn. */
export const MAX_RANGE_MS = 455 * DAY;

const RELATIVE =
  /^-P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/;

const ABSOLUTE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

export const TIME_HINT = 'write a duration before now such as -PT3H, or an instant such as 2026-01-31T12:00:00Z';

/** Years and months are those of the calendar in UTC, the rest has a fixed length. */
function before(now: number, parts: readonly number[]): number {
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const shifted = new Date(now);
  shifted.setUTCMonth(shifted.getUTCMonth() - 12 * years - months);
  return shifted.getTime() - (weeks * 7 + days) * DAY - hours * HOUR - minutes * MINUTE - seconds * SECOND;
}

/** Milliseconds since the epoch; `undefined` if the text is no time. */
export function parseTime(text: string, now: number): number | undefined {
  const relative = RELATIVE.exec(text);
  if (relative !== null && text !== '-P' && !text.endsWith('T')) {
    const time = before(
      now,
      relative.slice(1).map((part) => Number(part ?? 0)),
    );
    return Number.isFinite(time) ? time : undefined;
  }
  return parseInstant(text);
}

/** An absolute time; without a zone it is UTC (*inferred*). */
export function parseInstant(text: string): number | undefined {
  if (!ABSOLUTE.test(text)) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isFinite(time) ? time : undefined;
}

/** The range that a dashboard or a widget asks for; `undefined` if it asks for none, or for nonsense. */
export function ownRange(
  { start, end }: { readonly start?: string; readonly end?: string },
  now: number,
): TimeRange | undefined {
  if (start === undefined) return undefined;
  const from = parseTime(start, now);
  const to = end === undefined ? now : parseTime(end, now);
  return from === undefined || to === undefined || from >= to ? undefined : { start: from, end: to };
}
