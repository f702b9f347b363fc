/** Numbers and times as CloudWatch writes them; each form is taken from captured notifications. All times are UTC. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(date: Date): string {
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `2000` is `2000.0` and `12345678` is `1.2345678E7`: CloudWatch prints numbers as Java prints a double. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** `08/11/22 02:40:00`: how a reason dates a datapoint. */
export function formatDatapointTime(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCFullYear() % 100)} ${clock(date)}`;
}

const DAY = 86_400_000;

/** Reason data dates every datapoint, most of them on the day of the one before; a date takes ten times as long as a time. */
let lastDay = { day: Number.NaN, text: '' };

/** `2022-11-08T02:51:18.729+0000`: how the SNS message and the reason data date things. */
export function formatTimestamp(ms: number): string {
  const day = Math.floor(ms / DAY);
  const text = lastDay.day === day ? lastDay.text : new Date(day * DAY).toISOString().slice(0, 10);
  lastDay = { day, text };
  const time = Math.floor(ms) - day * DAY;
  const [hours, minutes, seconds] = [
    Math.floor(time / 3_600_000),
    Math.floor(time / 60_000) % 60,
    Math.floor(time / 1000),
  ];
  return `${text}T${two(hours)}:${two(minutes)}:${two(seconds % 60)}.${String(time % 1000).padStart(3, '0')}+0000`;
}

/** `Wednesday 15 September, 2021 18:32:31 UTC`: how the e-mail and a composite's reason date things. */
export function formatLongTime(ms: number): string {
  const date = new Date(ms);
  const day = `${DAYS[date.getUTCDay()]} ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  return `${day}, ${date.getUTCFullYear()} ${clock(date)} UTC`;
}

/** `1 datapoint`, `2 datapoints`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * JSON as CloudWatch writes `StateReasonData`: doubles as Java prints them (`50.0`), the period as a whole number.
 * Values must be plain data.
 */
export function formatReasonData(value: unknown, key = ''): string {
  if (typeof value === 'number') return key === 'period' ? String(value) : formatNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => formatReasonData(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${formatReasonData(item, name)}`).join(',')}}`;
}
