import { describe, expect, it } from 'vitest';
import { Disposers } from '../../src/preview/disposers.ts';

describe('disposers', () => {
  it('stop the newest first, each once, whatever fails', async () => {
    const stopped: string[] = [];
    const disposers = new Disposers();
    for (const name of ['first', 'second', 'third']) {
      disposers.add({
        dispose() {
          stopped.push(name);
          if (name === 'second') throw new Error('does not stop');
        },
      });
    }

    await disposers.dispose();
    await disposers.dispose();

    expect(stopped).toEqual(['third', 'second', 'first']);
  });

  it('hand back what they are given', () => {
    const part = { dispose() {}, url: 'http://127.0.0.1:1' };

    expect(new Disposers().add(part).url).toBe(part.url);
  });
});
