import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressLine } from '../src/progress-line.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean, columns = 40) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe('the progress line', () => {
  let now = 0;

  beforeEach(() => {
    now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('says nothing of what is quick', () => {
    const terminal = stream(true);
    const progress = new ProgressLine(terminal, (_, text) => text);

    now = 50;
    progress.show('reading');
    progress.end();

    expect(terminal.written).toEqual([]);
  });

  it('is redrawn on a terminal, cut to its width, and taken away at the end', () => {
    const terminal = stream(true, 20);
    const progress = new ProgressLine(terminal, (_, text) => text);

    now = 200;
    progress.show('a file with a long name: 100 rows');
    now = 250;
    progress.show('too soon');
    progress.end();

    expect(terminal.written).toEqual(['\r\u001b[2K... a file with a l', '\r\u001b[2K']);
  });

  it('is a line now and then elsewhere', () => {
    const log = stream(false);
    const progress = new ProgressLine(log, (_, text) => text);

    for (now = 1000; now <= 21_000; now += 1000) progress.show(`at ${now}`);
    progress.end();

    expect(log.written).toEqual(['... at 10000\n', '... at 20000\n']);
  });
});
