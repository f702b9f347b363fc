import { InvalidArgumentError } from 'commander';

/** Parsers of command-line values. What they throw, commander turns into one line and the exit code for wrong use. */

export function parseSpeed(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 1000) return value;
  throw new InvalidArgumentError('Write a number above 0 and at most 1000, for example 10.');
}

export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Write a port from 0 to 65535; 0 takes any free one.');
}

export function parseSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number, for example 1.');
}

/** Base address without a slash at the end. */
export function parseModelUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError('Write the address of the model server, for example http://127.0.0.1:8080.');
}
