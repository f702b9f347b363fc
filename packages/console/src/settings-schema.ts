import * as z from 'zod';
import type { ClockSettings, FaultSettings, TrafficSettings } from './contract.ts';
import { MAX_CLOCK_SKEW_MS, MAX_LATENCY_MS } from './faults.ts';

/** Schemas of what the console sends to change something. */

/** A thousand a second, above what the preview holds. */
const MAX_REQUESTS_PER_MINUTE = 60_000;

function between(least: number, most: number, what: string) {
  const hint = `write ${what} from ${least} to ${most}`;
  return z.number(hint).min(least, hint).max(most, hint);
}

const share = between(0, 1, 'a share');

const latency = between(0, MAX_LATENCY_MS, 'milliseconds');
const skew = between(-MAX_CLOCK_SKEW_MS, MAX_CLOCK_SKEW_MS, 'milliseconds');

export const faultsSchema = z.strictObject({
  modelLatencyMs: latency,
  modelErrorRate: share,
  modelGarbageRate: share,
  endpointThrottleRate: share,
  endpointHangRate: share,
  endpointStallRate: share,
  tableThrottleRate: share,
  tableMissingRate: share,
  queueMissingRate: share,
  queueDuplicateRate: share,
  metricApiErrorRate: share,
  metricApiHangRate: share,
  metricLineCutRate: share,
  functionKillRate: share,
  functionClockSkewMs: skew,
}) satisfies z.ZodType<FaultSettings>;

export const trafficSchema = z.discriminatedUnion(
  'manual',
  [
    z.strictObject({ manual: z.literal(false) }),
    z.strictObject({
      manual: z.literal(true),
      requestsPerMinute: between(0, MAX_REQUESTS_PER_MINUTE, 'requests a minute'),
      invalidRate: share,
    }),
  ],
  'write manual: true with requestsPerMinute and invalidRate, or manual: false',
) satisfies z.ZodType<TrafficSettings>;

const SPEED_HINT = 'write a number above 0 and at most 1000';

export const clockSchema = z.strictObject({
  speed: z.number(SPEED_HINT).gt(0, SPEED_HINT).max(1000, SPEED_HINT),
  paused: z.boolean('write true or false'),
}) satisfies z.ZodType<ClockSettings>;
