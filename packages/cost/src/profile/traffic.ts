import type { HourlyRates } from './profile.ts';

const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;

/** Sum over a month of something that happens at a rate a second, worked out for each hour of the day. */
export function overMonth(rates: HourlyRates, hoursPerMonth: number, perSecond: (rate: number) => number): number {
  const perDay = rates.reduce((sum, rate) => sum + perSecond(rate) * SECONDS_PER_HOUR, 0);
  return (perDay * hoursPerMonth) / HOURS_PER_DAY;
}

/** Requests in a month. */
export const requestsPerMonth = (rates: HourlyRates, hoursPerMonth: number): number =>
  overMonth(rates, hoursPerMonth, (rate) => rate);

/** Requests a second in the busiest hour. */
export const peakRate = (rates: HourlyRates): number => Math.max(...rates);

/** Traces of the first request of each second, and of five percent of the others. */
const RESERVOIR_PER_SECOND = 1;
const FIXED_RATE = 0.05;

/**
 * Traces a second that X-Ray's default sampling rule records.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function defaultTraces(rate: number): number {
  const first = Math.min(rate, RESERVOIR_PER_SECOND);
  return first + FIXED_RATE * (rate - first);
}
