import { describe, expect, it } from 'vitest';
import { createPaint } from '../src/paint.ts';
import { withProgress } from '../src/progress.ts';

const plain = createPaint({}, {});

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('says when something begins and how long it took', async () => {
    const out = stream(false);

    const result = await withProgress(out, plain, 'Working', Promise.resolve(42));

    expect(result).toBe(42);
    expect(out.written.join('')).toMatch(/^Working \.\.\.\nWorking: \d+\.\d s\n$/);
  });

  it('counts the seconds in place on a terminal', async () => {
    const out = stream(true);

    await withProgress(out, plain, 'Working', new Promise((resolve) => setTimeout(resolve, 450)));

    expect(out.written.filter((text) => text.includes('Working ... 0 s')).length).toBeGreaterThanOrEqual(1);
    expect(out.written.at(-1)).toMatch(/^Working: 0\.\d s\n$/);
  });

  it('ends when the work fails', async () => {
    const out = stream(true);

    await expect(withProgress(out, plain, 'Working', Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(out.written.at(-1)).toMatch(/^Working: /);
  });
});
