/** Digits that a number in a tooltip or a table keeps. */
const SIGNIFICANT = 5;
const NARROW_SPACE = '\u202f';

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: SIGNIFICANT });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });

const STEPS = [
  { from: 1e12, suffix: 'T' },
  { from: 1e9, suffix: 'B' },
  { from: 1e6, suffix: 'M' },
  { from: 1e3, suffix: 'k' },
] as const;

/** Signs that stand for CloudWatch's units. */
const SIGNS: Readonly<Record<string, string>> = {
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'µs',
  Percent: '%',
  Bytes: 'B',
  Kilobytes: 'kB',
  Megabytes: 'MB',
  Gigabytes: 'GB',
  Terabytes: 'TB',
  'Bytes/Second': 'B/s',
  'Kilobytes/Second': 'kB/s',
  'Megabytes/Second': 'MB/s',
  'Count/Second': '/s',
  Bits: 'bit',
  'Bits/Second': 'bit/s',
};

/** `1.23k`; three significant digits. A value that rounds up to a thousand takes the next suffix. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  for (const { from, suffix } of STEPS) {
    const scaled = Number((value / from).toPrecision(3));
    if (Math.abs(scaled) >= 1) return `${scaled}${suffix}`;
  }
  return String(Number(value.toPrecision(3)));
}

/** `1,234.5`; large numbers keep all digits before the point. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 10 ** SIGNIFICANT ? whole.format(value) : grouped.format(value);
}

/** Every digit that a double can tell apart. */
export const formatPrecise = (value: number): string => precise.format(value);

/** `ms` for `Milliseconds`; empty for counts and for no unit; CloudWatch's own word where there is no sign. */
export function unitSign(unit: string | undefined): string {
  if (unit === undefined || unit === 'Count' || unit === 'None') return '';
  return SIGNS[unit] ?? unit;
}

export function withUnit(number: string, unit: string | undefined): string {
  const sign = unitSign(unit);
  if (sign === '') return number;
  return sign === '%' || sign.startsWith('/') ? `${number}${sign}` : `${number}${NARROW_SPACE}${sign}`;
}

/** What a person reads as the value of a datapoint; a dash for a missing one. */
export function formatValue(value: number | null | undefined, unit?: string): string {
  return value === null || value === undefined ? '–' : withUnit(formatNumber(value), unit);
}

/** Marks of an axis: as many decimals as the distance between two of them needs, and a suffix where that is large. */
export function formatTick(value: number, step: number): string {
  const { from, suffix } =
    (step >= 1000 ? STEPS.find((one) => Math.abs(value) >= one.from * (1 - 1e-9)) : undefined) ?? NO_SUFFIX;
  const text = (value / from)
    .toFixed(decimalsOf(step / from))
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return `${text === '-0' ? '0' : text}${suffix}`;
}

const NO_SUFFIX = { from: 1, suffix: '' };
const MOST_DECIMALS = 12;

/** 1 for 0.5, 2 for 0.25. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 && Math.round(scaled) > 0) return decimals;
  }
  return MOST_DECIMALS;
}

export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}
