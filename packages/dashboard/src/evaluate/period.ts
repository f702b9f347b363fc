import type { TimeRange } from '../data.ts';
import { DAY, MAX_RANGE_MS } from '../time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Seconds of the periods that the rules below name. */
const ONE_MINUTE = 60;
const FIVE_MINUTES = 300;
const ONE_HOUR = 3600;
const ONE_DAY = 86_400;

/** Where the datapoints of a series lie. */
export interface PeriodGrid {
  /** Start of the first period, milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds. */
  readonly length: number;
  readonly count: number;
}

/**
 * The shortest period in seconds that CloudWatch still has data for (documented): 1 s for 3 hours, 1 minute for 15 days,
 * 5 minutes for 63 days, then 1 hour. That a graph takes a longer period instead of showing nothing is *inferred*.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
function retained(start: number, now: number): number {
  // A minute of grace: a range of the last three hours is asked for a moment after it was chosen.
  const age = now - start - MINUTE;
  if (age <= 3 * HOUR) return 1;
  if (age <= 15 * DAY) return ONE_MINUTE;
  return age <= 63 * DAY ? FIVE_MINUTES : ONE_HOUR;
}

/**
 * The shortest period in seconds with `periodOverride: auto`, where the "period of all graphs on the
 * dashboard automatically adapt[s] to the time range". AWS publishes no rule. Users see five minutes at a day and "5m or 1h based on
 * the range"; so up to three hours the graph's own period holds, up to a day it is at least five minutes, beyond that an
 * hour, and a day beyond the 63 days (*inferred*). It is never shorter than the graph's own (*undocumented*).
 * @see https://github.com/aws/aws-cdk/issues/6367
 * @see https://github.com/cdklabs/cdk-monitoring-constructs/pull/108
 */
function adapted({ start, end }: TimeRange): number {
  const length = end - start;
  if (length <= 3 * HOUR) return 1;
  if (length <= DAY) return FIVE_MINUTES;
  return length <= 63 * DAY ? ONE_HOUR : ONE_DAY;
}

/** The period in seconds that a series is drawn with. */
export function drawnPeriod(own: number, range: TimeRange, now: number, override: 'auto' | 'inherit'): number {
  const least = Math.max(retained(range.start, now), override === 'auto' ? adapted(range) : 1);
  // Only whole multiples of the shorter periods exist, so a longer one is rounded up to them.
  return own >= least ? Math.ceil(own / least) * least : least;
}

/** A range that can be drawn: whole milliseconds, and no longer than CloudWatch keeps metrics. */
export function drawnRange({ start, end }: TimeRange): TimeRange {
  const last = Math.floor(end);
  return { start: Math.max(Math.floor(start), last - MAX_RANGE_MS), end: last };
}

/**
 * Periods begin at whole multiples of their length since the epoch, and the one that holds the start of the range is
 * drawn whole (*inferred* from what consoles show). Without live data a period is drawn a minute after its end
 * (documented: one of five minutes from 12:35 on shows at 12:41); with live data the one under way is drawn as well.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-live-data.html
 */
export function periodGrid(period: number, range: TimeRange, now: number, liveData: boolean): PeriodGrid {
  const length = period * 1000;
  const start = Math.floor(range.start / length) * length;
  const closed = Math.floor((now - MINUTE) / length) * length;
  const end = Math.ceil(Math.min(range.end, liveData ? now + 1 : closed) / length) * length;
  return { start, length, count: Math.max(0, (end - start) / length) };
}

/** One period over the whole range (`setPeriodToTimeRange`). */
export function wholeRange({ start, end }: TimeRange): PeriodGrid {
  return { start, length: end - start, count: end > start ? 1 : 0 };
}
