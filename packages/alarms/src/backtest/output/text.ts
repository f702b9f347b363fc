/** How times, durations and numbers read in every output. All times are UTC. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2013-02-08 21:15`; seconds only where they are not zero. */
export function timeText(time: number): string {
  const iso = new Date(time).toISOString();
  const seconds = iso.slice(16, 19) === ':00' ? '' : iso.slice(16, 19);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds}`;
}

/** The two largest units: `3d 4h`, `2h 15m`, `45s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return '0s';
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

/** At most three significant digits where there are decimals, and never an exponent below a million. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) return value.toPrecision(3);
  return magnitude >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** `12.3 %` of a whole. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(1)} %`;
}

/** `1 alarm`, `3 alarms`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A day, an hour or a minute: a step that suits the length of a stretch. */
export function spanText(milliseconds: number): string {
  return milliseconds >= 2 * DAY ? plural(Math.round(milliseconds / DAY), 'day') : durationText(milliseconds);
}
