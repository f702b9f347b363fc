import type { Random } from './random.ts';

/** How the samples of one interval are spread. All parameters are in the unit of the metric unless said otherwise. */
export type Distribution =
  | { readonly type: 'constant'; readonly value: number }
  | { readonly type: 'uniform'; readonly low: number; readonly high: number }
  | { readonly type: 'normal'; readonly mean: number; readonly deviation: number }
  /** Half of the samples lie below the median; `sigma` is the standard deviation of the values' natural logarithm. */
  | { readonly type: 'lognormal'; readonly median: number; readonly sigma: number };

export type DistributionResult =
  | { readonly ok: true; readonly distribution: Distribution }
  | { readonly ok: false; readonly message: string };

export const DISTRIBUTION_HINT =
  'write constant(value), uniform(low, high), normal(mean, deviation) or lognormal(median, sigma)';

const CALL = /^\s*([a-z]+)\s*\(([^()]*)\)\s*$/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const fail = (message: string): DistributionResult => ({ ok: false, message });

/** Reads `normal(200, 30)` and its kin. */
export function parseDistribution(text: string): DistributionResult {
  const [, name = '', inside = ''] = CALL.exec(text) ?? [];
  if (name === '') return fail(DISTRIBUTION_HINT);
  const texts = inside.split(',').map((part) => part.trim());
  const wrong = texts.find((part) => !NUMBER.test(part) || !Number.isFinite(Number(part)));
  if (wrong !== undefined) return fail(`${JSON.stringify(wrong)} is no number; ${DISTRIBUTION_HINT}`);
  return build(name, texts.map(Number));
}

function build(name: string, [first, second, ...more]: readonly number[]): DistributionResult {
  if (first === undefined || more.length > 0) return fail(DISTRIBUTION_HINT);
  if (name === 'constant' && second === undefined) {
    return { ok: true, distribution: { type: 'constant', value: first } };
  }
  if (name === 'constant' || second === undefined) return fail(DISTRIBUTION_HINT);
  switch (name) {
    case 'uniform':
      if (first > second) return fail(`uniform(${first}, ${second}): the first number is the lower one`);
      return { ok: true, distribution: { type: 'uniform', low: first, high: second } };
    case 'normal':
      if (second < 0) return fail(`normal(${first}, ${second}): the deviation is at least 0`);
      return { ok: true, distribution: { type: 'normal', mean: first, deviation: second } };
    case 'lognormal':
      if (first <= 0 || second < 0) {
        return fail(`lognormal(${first}, ${second}): the median is above 0, and sigma at least 0`);
      }
      return { ok: true, distribution: { type: 'lognormal', median: first, sigma: second } };
    default:
      return fail(`there is no distribution ${JSON.stringify(name)}; ${DISTRIBUTION_HINT}`);
  }
}

/**
 * A standard normal number (Box-Muller, one of the pair).
 * @see https://en.wikipedia.org/wiki/Box%E2%80%93Muller_transform
 */
function gaussian(random: Random): number {
  // 1 - u is never 0, so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** One value of the distribution. */
export function draw(distribution: Distribution, random: Random): number {
  switch (distribution.type) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low + random() * (distribution.high - distribution.low);
    case 'normal':
      return distribution.mean + distribution.deviation * gaussian(random);
    case 'lognormal':
      return distribution.median * Math.exp(distribution.sigma * gaussian(random));
  }
}
