import { constants, getPriority } from 'node:os';
import { expect, it, vi } from 'vitest';
import { Awake } from '../../scripts/load/awake.ts';

/** Priority of a process; undefined once it is gone. */
function priorityOf(pid: number): number | undefined {
  try {
    return getPriority(pid);
  } catch {
    return undefined;
  }
}

it('keeps the processors awake with processes that give way to any other, until it is disposed of', async () => {
  const awake = new Awake();
  const { pids } = awake;

  const lowest = pids.map(() => constants.priority.PRIORITY_LOW);
  await vi.waitFor(() => expect(pids.map(priorityOf)).toEqual(lowest), { timeout: 10_000 });
  awake.dispose();

  const gone = pids.map(() => undefined);
  await vi.waitFor(() => expect(pids.map(priorityOf)).toEqual(gone), { timeout: 10_000 });
});
