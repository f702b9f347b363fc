import { setImmediate } from 'node:timers/promises';
import type { ViewStream } from '../../../../cli/src/io.ts';

const CLEAR_LINE = '\r\u001b[2K';
/** Real milliseconds between two pictures. */
const REDRAW_MS = 100;

export interface MutationProgress {
  /** Says how far it is, and lets a Ctrl-C through. */
  show(done: number, all: number): Promise<void>;
  /** Takes the line away. */
  clear(): void;
}

/** A line that counts, on a terminal only: elsewhere the result is there within seconds and a count would only litter. */
export function mutationProgress(stream: ViewStream): MutationProgress {
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show: async (done, all) => {
      if (performance.now() - shown < REDRAW_MS) return;
      shown = performance.now();
      if (stream.isTTY) stream.write(`${CLEAR_LINE}Changing the alarms: ${done} of ${all}`);
      await setImmediate();
    },
    clear: () => {
      if (stream.isTTY) stream.write(CLEAR_LINE);
    },
  };
}
