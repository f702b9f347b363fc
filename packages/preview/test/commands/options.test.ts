import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  collectContext,
  parseDurationOption,
  parseModelUrl,
  parsePort,
  parseSeed,
  parseSpeed,
} from '../../src/commands/options.ts';

describe('values that are taken', () => {
  it.each<[(text: string) => unknown, string, unknown]>([
    [parseSpeed, '10', 10],
    [parseSpeed, '0.5', 0.5],
    [parsePort, '0', 0],
    [parsePort, '65535', 65_535],
    [parseSeed, '42', 42],
    [parseDurationOption, '30s', 30_000],
    [parseModelUrl, 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    [parseModelUrl, 'https://models.example.com/a/', 'https://models.example.com/a'],
  ])('%o reads %s', (parse, text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('values that are refused', () => {
  it.each<[(text: string) => unknown, string, RegExp]>([
    [parseSpeed, '0', /above 0/],
    [parseSpeed, '-1', /above 0/],
    [parseSpeed, '', /above 0/],
    [parseSpeed, 'fast', /above 0/],
    [parseSpeed, '1001', /at most 1000/],
    [parsePort, '65536', /0 to 65535/],
    [parsePort, '80a', /0 to 65535/],
    [parsePort, '-1', /0 to 65535/],
    [parseSeed, '1.5', /whole number/],
    [parseDurationOption, '30', /such as 30s/],
    [parseDurationOption, '0s', /such as 30s/],
    [parseModelUrl, 'localhost:8080', /address of the model server/],
    [parseModelUrl, 'file:///etc/passwd', /address of the model server/],
    [(text) => collectContext(text, {}), 'alertEmail', /key=value/],
    [(text) => collectContext(text, {}), '=value', /key=value/],
  ])('%o says what to write instead of "%s"', (parse, text, message) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(message);
  });
});

describe('context', () => {
  it('is collected, the later value of a key in place of the earlier', () => {
    const first = collectContext('alertEmail=a@example.com', {});
    const second = collectContext('prefix=x=y', first);
    const third = collectContext('alertEmail=b@example.com', second);

    expect(third).toEqual({ alertEmail: 'b@example.com', prefix: 'x=y' });
  });
});
