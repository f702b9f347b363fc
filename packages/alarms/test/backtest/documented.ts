import { readFileSync } from 'node:fs';
import { parseDuration } from '../../../cli/src/duration.ts';
import type { AlarmsBacktestOptions } from '../../src/backtest/options.ts';

/** A command of docs/backtest.md and what the page says that it prints. */
export interface DocumentedRun {
  readonly options: Partial<AlarmsBacktestOptions>;
  /** Without those that stand for what the page leaves out. */
  readonly lines: readonly string[];
}

/** The commands of the page, in order. */
export function documentedRuns(): readonly DocumentedRun[] {
  const page = readFileSync('docs/backtest.md', 'utf8');
  return [...page.matchAll(/```console\n\$ inferwatch alarms backtest (.*)\n([\s\S]*?)```/g)].map(
    ([, command = '', output = '']) => ({
      options: parse(command.split(' ')),
      lines: output.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '...'),
    }),
  );
}

/** The options as the command line reads them; whatever the page does not use is a mistake. */
function parse(words: readonly string[]): Partial<AlarmsBacktestOptions> {
  const options: { -readonly [Key in keyof AlarmsBacktestOptions]?: AlarmsBacktestOptions[Key] } = {};
  for (let index = 0; index < words.length; index += 2) {
    const value = words[index + 1] ?? '';
    switch (words[index]) {
      case '--app':
        options.app = value;
        break;
      case '--history':
        options.history = [value];
        break;
      case '--incidents':
        options.incidents = value;
        break;
      case '--alarm':
        options.alarm = [value];
        break;
      case '--tolerance':
        options.tolerance = parseDuration(value);
        break;
      case '--after':
        options.after = parseDuration(value);
        break;
      case '--max-false-alarms':
        options.maxFalseAlarms = Number(value);
        break;
      case '--sweep':
        options.sweep = true;
        index--;
        break;
      default:
        throw new Error(`the page uses ${words[index]}, which its test does not know`);
    }
  }
  return options;
}

/** The first documented line that the output does not have after those before it; undefined if it has all. */
export function missingLine(output: string, lines: readonly string[]): string | undefined {
  const printed = output.split('\n');
  let next = 0;
  for (const line of lines) {
    const found = printed.indexOf(line, next);
    if (found < 0) return line;
    next = found + 1;
  }
  return undefined;
}
