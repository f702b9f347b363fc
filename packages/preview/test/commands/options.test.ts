import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseModelUrl, parsePort, parseSeed, parseSpeed } from '../../src/commands/options.ts';

describe('values that are taken', () => {
  it.each<[(text: string) => unknown, string, unknown]>([
    [parseSpeed, '10', 10],
    [parseSpeed, '0.5', 0.5],
    [parsePort, '0', 0],
    [parsePort, '65535', 65_535],
    [parseSeed, '42', 42],
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
    [parseModelUrl, 'localhost:8080', /address of the model server/],
    [parseModelUrl, 'file:///etc/passwd', /address of the model server/],
  ])('%o says what to write instead of "%s"', (parse, text, message) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(message);
  });
});
