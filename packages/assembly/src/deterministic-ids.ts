import { createHash } from 'node:crypto';

const digest = (seed: string): string => createHash('sha256').update(seed).digest('hex');

/** An identifier in the form of a UUID that is always the same for the same seed. */
export function uuidFrom(seed: string): string {
  const hex = digest(seed);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Lower-case letters and digits, a letter first, as API Gateway makes ids. */
export function shortIdFrom(seed: string, length: number): string {
  const number = BigInt(`0x${digest(seed)}`);
  return `a${number.toString(36)}`.slice(0, length);
}
