/** What to write, for messages. */
export const TIMESTAMP_HINT =
  'write ISO 8601 with a time zone such as 2026-03-01T08:00:00Z, or seconds or milliseconds since 1970';

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const WITHOUT_ZONE = /^\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;
const NUMBER = /^\d{9,13}(?:\.\d+)?$/;

/** Numbers from here on are milliseconds: as seconds they would lie after the year 5138. */
const FIRST_MILLISECONDS = 1e11;

const leapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `Date.parse` rolls 30 February over to March; a history has no such day. */
function isCalendarDay(text: string): boolean {
  // Every month has so many; the rest is seldom asked.
  if (Number(text.slice(8, 10)) <= 28) return true;
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const days = (MONTHS[month - 1] ?? 0) + (month === 2 && leapYear(year) ? 1 : 0);
  return day >= 1 && day <= days;
}

export type TimestampResult =
  | { readonly ok: true; readonly value: number }
  /** What is wrong and what to write, to follow the value in a message. */
  | { readonly ok: false; readonly message: string };

/**
 * Milliseconds since the epoch of ISO 8601 with a time zone, or of seconds or milliseconds since 1970 (with fewer than
 * twelve digits they are seconds). A time without a zone is refused: nobody would know whose clock it was.
 */
export function parseTimestamp(text: string): TimestampResult {
  if (ISO.test(text)) {
    const compact = text.endsWith('Z') ? text : text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
    const value = Date.parse(compact[10] === 'T' ? compact : compact.replace(' ', 'T'));
    if (Number.isFinite(value) && isCalendarDay(text)) return { ok: true, value };
    return { ok: false, message: `is no day or hour of the calendar: ${TIMESTAMP_HINT}` };
  }
  if (NUMBER.test(text)) return { ok: true, value: epochMilliseconds(Number(text)) };
  if (WITHOUT_ZONE.test(text)) return { ok: false, message: `has no time zone: ${TIMESTAMP_HINT}` };
  return { ok: false, message: `is no time: ${TIMESTAMP_HINT}` };
}

/** Milliseconds of a number that is seconds or milliseconds since 1970. */
function epochMilliseconds(value: number): number {
  return Math.round(value < FIRST_MILLISECONDS ? value * 1000 : value);
}
