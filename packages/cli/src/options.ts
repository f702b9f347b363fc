import { InvalidArgumentError } from 'commander';
import { parseDuration } from './duration.ts';

/** Parsers of command-line values. What they throw, commander turns into one line and the exit code for wrong use. */

/** Real milliseconds. */
export function parseDurationOption(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('Write a duration such as 30s, 5m or 1h30m.');
}

/** Collects `-c key=value`; the same key again replaces the value, as the CDK does. */
export function collectContext(text: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const separator = text.indexOf('=');
  if (separator > 0) return { ...previous, [text.slice(0, separator)]: text.slice(separator + 1) };
  throw new InvalidArgumentError('Write key=value, for example alertEmail=me@example.com.');
}
