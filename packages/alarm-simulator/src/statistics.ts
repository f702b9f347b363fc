import type { SimpleStatistic, Statistic } from './statistic-types.ts';
import type { Result } from './types.ts';

/**
 * Names of statistics.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */

const SIMPLE: readonly SimpleStatistic[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

const NUMBER = String.raw`\d{1,3}(?:\.\d{1,10})?`;
const PERCENTILE = new RegExp(`^p(${NUMBER})$`);
const TRIMMED = new RegExp(`^tm(${NUMBER})$`);
const TRIMMED_RANGE = new RegExp(`^TM\\((?:(${NUMBER})%)?:(?:(${NUMBER})%)?\\)$`);

/** Statistics that CloudWatch has and the simulator does not compute. */
const UNSUPPORTED = /^(?:(?:tc|ts|wm)\d|(?:TC|TS|WM|PR|TM)\()/;

function percentage(text: string | undefined, fallback: number): number | undefined {
  const value = text === undefined ? fallback : Number(text);
  return value <= 100 ? value : undefined;
}

function extended(name: string): Statistic | undefined {
  const percentile = percentage(PERCENTILE.exec(name)?.[1], 101);
  if (percentile !== undefined) return { type: 'percentile', name, percentile };
  if (name === 'IQM') return { type: 'trimmedMean', name, from: 25, to: 75 };
  const trimmed = percentage(TRIMMED.exec(name)?.[1], 101);
  if (trimmed !== undefined) return { type: 'trimmedMean', name, from: 0, to: trimmed };
  const range = TRIMMED_RANGE.exec(name);
  if (range === null || (range[1] === undefined && range[2] === undefined)) return undefined;
  const from = percentage(range[1], 0);
  const to = percentage(range[2], 100);
  return from === undefined || to === undefined || from >= to ? undefined : { type: 'trimmedMean', name, from, to };
}

/** Reads `Average`, `p99.9`, `tm90`, `TM(10%:90%)`, `IQM`, … */
export function parseStatistic(name: string): Result<Statistic> {
  const simple = SIMPLE.find((known) => known === name);
  if (simple !== undefined) return { ok: true, value: { type: 'simple', name: simple } };
  const statistic = extended(name);
  if (statistic !== undefined) return { ok: true, value: statistic };
  const message = UNSUPPORTED.test(name)
    ? `statistic ${JSON.stringify(name)} is not supported: use ${SIMPLE.join(', ')}, p0 to p100, tm0 to tm100, TM(10%:90%) or IQM`
    : `unknown statistic ${JSON.stringify(name)}: write ${SIMPLE.join(', ')}, a percentile such as p99, or a trimmed mean such as tm90`;
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
