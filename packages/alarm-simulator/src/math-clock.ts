import type { ClockFunction } from './math-functions.ts';
import { blank, type MathContext, type Series } from './math-values.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function read(name: ClockFunction, time: number): number {
  switch (name) {
    case 'EPOCH':
      return Math.floor(time / 1000);
    case 'MINUTE':
      return Math.floor(time / MINUTE) % 60;
    case 'HOUR':
      return Math.floor(time / HOUR) % 24;
    case 'DAY':
      // Monday is 1; the epoch was a Thursday.
      return ((Math.floor(time / DAY) + 3) % 7) + 1;
    case 'DATE':
      return new Date(time).getUTCDate();
    case 'MONTH':
      return new Date(time).getUTCMonth() + 1;
    case 'YEAR':
      return new Date(time).getUTCFullYear();
  }
}

/**
 * `MINUTE` (0-59), `HOUR` (0-23), `DAY` (1 Monday to 7 Sunday), `DATE` (1-31), `MONTH` (1-12), `YEAR`, `EPOCH` (seconds)
 * in UTC of the start of each period: "a new non-sparse time series where each value is based on its timestamp".
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 * @see https://aws.amazon.com/blogs/mt/enhance-cloudwatch-metrics-with-metric-math-functions/ (numbers of days and hours)
 */
export function clock(name: ClockFunction, { length, start, period }: MathContext): Series {
  const result = blank(length);
  for (let index = 0; index < length; index++) result[index] = read(name, start + index * period * 1000);
  return result;
}
