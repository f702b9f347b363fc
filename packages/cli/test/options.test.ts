import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { collectContext, parseDurationOption } from '../src/options.ts';

describe('durations', () => {
  it('are read as milliseconds', () => {
    expect(parseDurationOption('30s')).toBe(30_000);
  });

  it.each(['30', '0s', ''])('say what to write instead of "%s"', (text) => {
    expect(() => parseDurationOption(text)).toThrow(InvalidArgumentError);
    expect(() => parseDurationOption(text)).toThrow(/such as 30s/);
  });
});

describe('context', () => {
  it('is collected, the later value of a key in place of the earlier', () => {
    const first = collectContext('alertEmail=a@example.com', {});
    const second = collectContext('prefix=x=y', first);
    const third = collectContext('alertEmail=b@example.com', second);

    expect(third).toEqual({ alertEmail: 'b@example.com', prefix: 'x=y' });
  });

  it.each(['alertEmail', '=value'])('says what to write instead of "%s"', (text) => {
    expect(() => collectContext(text, {})).toThrow(InvalidArgumentError);
    expect(() => collectContext(text, {})).toThrow(/key=value/);
  });
});
