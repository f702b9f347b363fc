import { readdirSync } from 'node:fs';

/** Open file handles of a process; undefined where the system does not tell (anything but Linux). */
export function openHandles(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}
