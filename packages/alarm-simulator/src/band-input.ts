import type { Band, BandInput, BandLimits } from './band-types.ts';

function limitsAt(input: BandInput, timestamp: number): BandLimits | undefined {
  if (typeof input === 'function') return input(timestamp);
  // A period that slides between two of the input has the limits of the one that it begins in.
  const index = Math.floor((timestamp - input.start) / (input.period * 1000));
  const upper = input.upper[index];
  const lower = input.lower[index];
  return upper === undefined || lower === undefined ? undefined : { lower, upper };
}

/**
 * The band as given, over a stretch of periods; it is missing where the input has nothing.
 * @param start start of the first period, milliseconds since the epoch
 * @param period seconds
 * @throws RangeError if an upper limit is below its lower one: then the two are the wrong way round
 */
export function givenBand(input: BandInput, start: number, length: number, period: number): Band {
  const upper: number[] = [];
  const lower: number[] = [];
  for (let index = 0; index < length; index++) {
    const timestamp = start + index * period * 1000;
    const limits = limitsAt(input, timestamp);
    if (limits !== undefined && limits.upper < limits.lower) {
      const time = new Date(timestamp).toISOString();
      throw new RangeError(`the band at ${time} has upper limit ${limits.upper} below lower limit ${limits.lower}`);
    }
    upper.push(limits?.upper ?? Number.NaN);
    lower.push(limits?.lower ?? Number.NaN);
  }
  return { upper, lower, origin: 'given' };
}
