import type { BoundedMeasure, Bounds, SimpleStatistic, Statistic } from './statistic-types.ts';
import type { Result } from './types.ts';

/**
 * Names of statistics: short (`tm90`) and with brackets (`TM(10%:90%)`, `TM(150:1000)`).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */

const SIMPLE: readonly SimpleStatistic[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

/** Up to ten decimal places. */
const SHARE = String.raw`\d{1,3}(?:\.\d{1,10})?`;
const VALUE = String.raw`\d{1,15}(?:\.\d{1,10})?`;
const SHORT = new RegExp(`^(p|tm|wm|tc|ts)(${SHARE})$`);
const SHARES = new RegExp(`^(TM|WM|TC|TS)\\((?:(${SHARE})%)?:(?:(${SHARE})%)?\\)$`);
const VALUES = new RegExp(`^(TM|WM|TC|TS|PR)\\((${VALUE})?:(${VALUE})?\\)$`);

const MEASURES: ReadonlyMap<string, BoundedMeasure> = new Map([
  ['TM', 'trimmedMean'],
  ['WM', 'winsorizedMean'],
  ['TC', 'trimmedCount'],
  ['TS', 'trimmedSum'],
  ['PR', 'percentileRank'],
]);

function bounded(name: string, prefix: string, bounds: Bounds): Statistic | undefined {
  const measure = MEASURES.get(prefix.toUpperCase());
  return measure === undefined || bounds.from >= bounds.to ? undefined : { type: 'bounded', name, measure, bounds };
}

function short(name: string, prefix: string, share: number): Statistic | undefined {
  if (share > 100) return undefined;
  if (prefix === 'p') return { type: 'percentile', name, percentile: share };
  return bounded(name, prefix, { unit: 'percent', from: 0, to: share });
}

function extended(name: string): Statistic | undefined {
  if (name === 'IQM') return bounded(name, 'TM', { unit: 'percent', from: 25, to: 75 });
  const [, prefix, share] = SHORT.exec(name) ?? [];
  if (prefix !== undefined) return short(name, prefix, Number(share));
  const shares = SHARES.exec(name);
  const [, kind, from, to] = shares ?? VALUES.exec(name) ?? [];
  if (kind === undefined || (from === undefined && to === undefined)) return undefined;
  if (shares === null) {
    const [low, high] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
    return bounded(name, kind, { unit: 'value', from: Number(low), to: Number(high) });
  }
  const bounds = { unit: 'percent', from: Number(from ?? 0), to: Number(to ?? 100) } as const;
  return bounds.to > 100 ? undefined : bounded(name, kind, bounds);
}

/** Reads `Average`, `p99.9`, `tm90`, `TM(10%:90%)`, `TC(80:500)`, `PR(:300)`, `IQM`, … */
export function parseStatistic(name: string): Result<Statistic> {
  const simple = SIMPLE.find((known) => known === name);
  if (simple !== undefined) return { ok: true, value: { type: 'simple', name: simple } };
  const statistic = extended(name);
  if (statistic !== undefined) return { ok: true, value: statistic };
  const message = /^PR\(.*%/.test(name)
    ? `statistic ${JSON.stringify(name)} has shares: PR takes values only, such as PR(:300)`
    : `unknown statistic ${JSON.stringify(name)}: write ${SIMPLE.join(', ')}, IQM, a short form such as p99, tm90, wm98, tc90 or ts90, or bounds such as TM(10%:90%), TC(80:500) or PR(:300)`;
  return { ok: false, errors: [{ path: '', message }] };
}

/**
 * With `EvaluateLowSampleCountPercentile: ignore`, the state stays below this number of samples: 10/(1-p) for p from
 * 0.5, 10/p below it; 0 for statistics that are no percentile, and for p0 and p100, where the formula has no value.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function lowSampleCount(statistic: Statistic): number {
  if (statistic.type !== 'percentile' || statistic.percentile === 0 || statistic.percentile === 100) return 0;
  const tail = statistic.percentile >= 50 ? 100 - statistic.percentile : statistic.percentile;
  // Rounded first, because 100 - 99.9 is a little more than 0.1 in binary.
  return Math.ceil(Math.round((1000 / tail) * 1e6) / 1e6);
}
