import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ViewStream } from '../../../cli/src/io.ts';
import { createPaint } from '../../../cli/src/paint.ts';
import { LiveView, PLAIN_INTERVAL_MS, REDRAW_INTERVAL_MS } from '../../src/ui/live-view.ts';
import { emptyStatus } from './status-fixture.ts';

const plain = createPaint({}, {});

function stream(options: { isTTY: boolean; columns?: number }): ViewStream & { text: string } {
  return {
    ...options,
    text: '',
    write(text: string) {
      this.text += text;
    },
  };
}

/** What stands on a terminal after this output: moves the cursor up and clears lines as it says. */
function screen(text: string): string[] {
  const lines = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with a control character
  for (const [token] of text.matchAll(/\u001b\[1A|\u001b\[2K|\n|[^\u001b\n]+/g)) {
    if (token === '\u001b[1A') row--;
    else if (token === '\u001b[2K') lines[row] = '';
    else if (token === '\n') row++;
    else lines[row] = token;
    lines[row] ??= '';
  }
  return lines;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('on a terminal', () => {
  it('redraws in place', () => {
    const out = stream({ isTTY: true, columns: 80 });
    let now = 0;
    const view = new LiveView(out, plain, () => ({ ...emptyStatus(), now }));

    now = 3_600_000;
    vi.advanceTimersByTime(REDRAW_INTERVAL_MS);
    view.dispose();

    const times = screen(out.text).filter((line) => line.startsWith('time'));
    expect(times).toEqual(['time      01:00:00 virtual, 10 x real time']);
  });

  it('lets events scroll past above the block', () => {
    const out = stream({ isTTY: true, columns: 80 });
    const view = new LiveView(out, plain, emptyStatus);

    view.event('first event');
    vi.advanceTimersByTime(REDRAW_INTERVAL_MS);
    view.event('second event');
    view.dispose();

    const lines = screen(out.text);
    expect(lines.slice(0, 2)).toEqual(['first event', 'second event']);
    expect(lines.filter((line) => line.startsWith('requests'))).toHaveLength(1);
  });

  it('keeps to the width, so that no line wraps', () => {
    const out = stream({ isTTY: true, columns: 20 });

    new LiveView(out, plain, emptyStatus).dispose();

    expect(Math.max(...screen(out.text).map((line) => line.length))).toBeLessThanOrEqual(20);
  });
});

describe('elsewhere', () => {
  it('writes a plain line now and then', () => {
    const out = stream({ isTTY: false });
    const view = new LiveView(out, plain, emptyStatus);

    vi.advanceTimersByTime(2 * PLAIN_INTERVAL_MS);
    view.event('an event');
    view.dispose();

    expect(out.text).not.toContain('\u001b');
    expect(out.text.trimEnd().split('\n')).toHaveLength(4);
    expect(out.text).toContain('an event\n');
  });
});
