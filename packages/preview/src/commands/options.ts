import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../scenario/duration.ts';

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

/** Real milliseconds. */
export function parseDurationOption(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('Write a duration such as 30s, 5m or 1h30m.');
}

/** Base address without a slash at the end. */
export function parseModelUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError('Write the address of the model server, for example http://127.0.0.1:8080.');
}

/** Collects `-c key=value`; the same key again replaces the value, as the CDK does. */
export function collectContext(text: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const separator = text.indexOf('=');
  if (separator > 0) return { ...previous, [text.slice(0, separator)]: text.slice(separator + 1) };
  throw new InvalidArgumentError('Write key=value, for example alertEmail=me@example.com.');
}
