/** Bytes of a GB as AWS bills it: 2^30, as the price list's cost constants divide by (1024**3). */
export const GB = 1024 ** 3;
export const KB = 1024;

/** A number for people: thousands separated, at most three decimals, more for what is small. */
export function show(value: number): string {
  const decimals = value !== 0 && Math.abs(value) < 0.01 ? 8 : Math.abs(value) < 10 ? 3 : 1;
  return value.toLocaleString('en-US', { maximumFractionDigits: Number.isInteger(value) ? 0 : decimals });
}
