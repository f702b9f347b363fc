const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** How long CloudWatch keeps datapoints of a length. */
export interface RetentionTier {
  /** Seconds. */
  readonly period: number;
  readonly keptMs: number;
  /** For people. */
  readonly kept: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const RETENTION: readonly RetentionTier[] = [
  { period: 1, keptMs: 3 * HOUR, kept: '3 hours' },
  { period: 60, keptMs: 15 * DAY, kept: '15 days' },
  { period: 300, keptMs: 63 * DAY, kept: '63 days' },
  { period: 3600, keptMs: 455 * DAY, kept: '455 days' },
];

/** A day that runs out while the history is read would be cut off by CloudWatch: that much earlier is left out. */
const MARGIN_MS = 10 * 60 * SECOND;

export interface Resolution {
  /** Seconds of the datapoints to ask for. */
  readonly period: number;
  /** First instant of which CloudWatch still keeps them. */
  readonly from: number;
  /** The tier that cuts the history short. @default - it does not */
  readonly cutBy?: RetentionTier;
}

/**
 * The datapoints to ask for: as fine as CloudWatch still keeps them for the whole stretch, and no coarser than the
 * alarm's period, which must be a multiple of them. Where only coarser ones are left, the history begins later.
 * @param period seconds of the alarm
 * @param exact only datapoints of just this period will do (percentiles, which cannot be put together)
 */
export function resolutionFor(period: number, exact: boolean, from: number, now: number): Resolution {
  const usable = RETENTION.filter((tier) => tier.period <= period && period % tier.period === 0);
  const covering = usable.find(({ keptMs }) => from >= now - keptMs + MARGIN_MS);
  const coarsest = usable.at(-1);
  const tier = covering ?? coarsest;
  if (tier === undefined) throw new Error(`an alarm's period of ${period} s is a multiple of a second`);
  const ask = exact ? period : askFor(tier.period, period);
  if (covering !== undefined) return { period: ask, from };
  return { period: ask, from: now - tier.keptMs + MARGIN_MS, cutBy: tier };
}

/** Below a minute, windows slide by ten seconds; finer datapoints change nothing. */
function askFor(tier: number, period: number): number {
  if (tier >= 60) return tier;
  return period < 60 ? 10 : 60;
}
