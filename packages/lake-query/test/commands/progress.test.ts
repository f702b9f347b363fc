import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE_MS, Progress } from '../../src/commands/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createProgress(isTTY: boolean) {
  const written: string[] = [];
  return { written, progress: new Progress({ isTTY, write: (text) => written.push(text) }) };
}

describe('progress', () => {
  it('says nothing of a step that is short', () => {
    const { written, progress } = createProgress(true);
    progress.step('loading');
    vi.advanceTimersByTime(PATIENCE_MS - 1);
    progress.end();
    vi.advanceTimersByTime(PATIENCE_MS);
    expect(written).toEqual([]);
  });

  it('counts the seconds of a long step on a terminal, and clears the line in the end', () => {
    const { written, progress } = createProgress(true);
    progress.step('loading');
    vi.advanceTimersByTime(PATIENCE_MS + 1000);
    progress.end();
    expect(written).toEqual(['\r\u001b[2Kloading ... 2 s', '\r\u001b[2Kloading ... 3 s', '\r\u001b[2K']);
  });

  it('writes one line elsewhere', () => {
    const { written, progress } = createProgress(false);
    progress.step('loading');
    vi.advanceTimersByTime(PATIENCE_MS * 5);
    progress.end();
    expect(written).toEqual(['loading ...\n']);
  });

  it('begins anew with the next step', () => {
    const { written, progress } = createProgress(false);
    progress.step('loading');
    vi.advanceTimersByTime(PATIENCE_MS - 1);
    progress.step('querying');
    vi.advanceTimersByTime(PATIENCE_MS);
    progress.end();
    expect(written).toEqual(['querying ...\n']);
  });
});
