const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds east of UTC of a widget's `timezone`, for example `+0130`; 0 if it is none. */
export function parseOffset(timezone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(timezone ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

const iso = (at: number, offset: number): string => new Date(at + offset).toISOString();

/** `14:05:09`, UTC unless there is an offset. */
export const formatClock = (at: number, offset = 0): string => iso(at, offset).slice(11, 19);

/** `14:05` */
export const formatMinute = (at: number, offset = 0): string => iso(at, offset).slice(11, 16);

/** `2026-11-21 14:05:09` */
export const formatDateTime = (at: number, offset = 0): string => iso(at, offset).slice(0, 19).replace('T', ' ');

/** `21 Nov` */
export function formatDay(at: number, offset = 0): string {
  const date = new Date(at + offset);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `UTC` or `UTC+01:30` */
export function formatOffset(offset: number): string {
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset) / MINUTE;
  const two = (value: number) => String(value).padStart(2, '0');
  return `UTC${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `2 h 5 min`, `3 min 20 s`, `12 s`; two parts at most. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    { unit: 'd', value: Math.floor(seconds / 86_400) },
    { unit: 'h', value: Math.floor(seconds / 3600) % 24 },
    { unit: 'min', value: Math.floor(seconds / 60) % 60 },
    { unit: 's', value: seconds % 60 },
  ];
  const first = parts.findIndex(({ value }) => value > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(({ value }) => value > 0)
    .map(({ value, unit }) => `${value} ${unit}`)
    .join(' ');
}

/** `5 min ago`; `just now` below a second. */
export function formatAgo(at: number, now: number): string {
  return now - at < 1000 ? 'just now' : `${formatDuration(now - at)} ago`;
}

const TICK_STEPS = [
  1000,
  5000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
];

/** Round instants in a range, at most so many; `step` is their distance in milliseconds. */
export function timeTicks(start: number, end: number, most: number, offset = 0): { step: number; ticks: number[] } {
  const wanted = (end - start) / Math.max(1, most);
  const step = TICK_STEPS.find((candidate) => candidate >= wanted) ?? Math.ceil(wanted / (30 * DAY)) * 30 * DAY;
  const ticks: number[] = [];
  for (let at = Math.ceil((start + offset) / step) * step - offset; at <= end; at += step) ticks.push(at);
  return { step, ticks };
}

/** Text of a tick: the day at midnight and for steps of days, else the time. */
export function timeTickText(at: number, step: number, offset = 0): string {
  if (step >= DAY || (at + offset) % DAY === 0) return formatDay(at, offset);
  return step < MINUTE ? formatClock(at, offset) : formatMinute(at, offset);
}
