/** Simple queueing formulas, each with its assumption; nothing here is measured. */

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;

/**
 * Requests at the same time, by Little's law: the mean of what is inside is the arrival rate times the time inside.
 *
 * @param rate requests a second
 * @param milliseconds that a request is inside, on average
 */
export const concurrency = (rate: number, milliseconds: number): number => (rate * milliseconds) / MS_PER_SECOND;

/** Requests a second that so many at the same time can do. */
export const rateAt = (concurrent: number, milliseconds: number): number => (concurrent * MS_PER_SECOND) / milliseconds;

/**
 * Environments that keep peaks above the mean from waiting: the mean and three times its square root, which random
 * (Poisson) arrivals exceed about once in a thousand looks.
 */
export const withHeadroom = (mean: number): number => Math.ceil(mean + 3 * Math.sqrt(mean));

/**
 * Instances that autoscaling keeps, one request at a time on each.
 *
 * @param safety share of an instance's capacity that is aimed at; AWS advises to begin with 0.5
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
 */
export function autoscaling(rate: number, modelMs: number, safety: number): { target: number; instances: number } {
  const target = Math.floor(rateAt(1, modelMs) * safety * SECONDS_PER_MINUTE);
  return { target, instances: Math.max(1, Math.ceil((rate * SECONDS_PER_MINUTE) / target)) };
}

/**
 * How often a table on demand has to double its peak until it takes a rate; each doubling may need half an hour.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
export const doublings = (units: number, initial: number): number => Math.max(0, Math.ceil(Math.log2(units / initial)));
