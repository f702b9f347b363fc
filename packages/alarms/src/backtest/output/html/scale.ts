import type { Stretch } from '../../measure/types.ts';
import { timeText } from '../text.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A position that keeps pages small: tenths of a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** Round numbers from `from` to `to`, about `count` of them. */
export function numberTicks(from: number, to: number, count: number): readonly number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const raw = span / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = magnitude * (STEPS.find((one) => one * magnitude >= raw) ?? 10);
  const ticks: number[] = [];
  for (let index = Math.ceil(from / step); index * step <= to + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
] as const;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Whole hours, days or months, at most `count` of them. */
export function timeTicks({ from, to }: Stretch, count: number): readonly Tick[] {
  const step = TIME_STEPS.find((one) => (to - from) / one <= count);
  if (step === undefined) return monthTicks({ from, to }, count);
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const text = timeText(at);
    const month = MONTHS[new Date(at).getUTCMonth()];
    const day = `${Number(text.slice(8, 10))} ${month}`;
    ticks.push({ value: at, label: step >= DAY || at % DAY === 0 ? day : text.slice(11, 16) });
  }
  return ticks;
}

function monthTicks({ from, to }: Stretch, count: number): readonly Tick[] {
  const first = new Date(from);
  const months = (to - from) / (31 * DAY);
  const step = [1, 2, 3, 6, 12].find((one) => months / one <= count) ?? 12;
  const ticks: Tick[] = [];
  for (let index = first.getUTCMonth(); ; index++) {
    const at = Date.UTC(first.getUTCFullYear(), index, 1);
    if (at >= to) return ticks;
    const month = ((index % 12) + 12) % 12;
    if (at < from || month % step !== 0) continue;
    const year = new Date(at).getUTCFullYear();
    ticks.push({ value: at, label: month === 0 ? String(year) : (MONTHS[month] ?? '') });
  }
}
