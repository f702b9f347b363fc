import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Writes a file whole or not at all: into a new one beside it, which then takes its name. Whoever reads meanwhile, or
 * finds the file after a crash, has the old content or the new. Rejects as `writeFile` does, and leaves nothing behind.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  // A link is followed: what it points to is replaced, and not the link.
  const target = await realpath(path).catch(() => resolve(path));
  const fresh = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(fresh, content, { flag: 'wx' });
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
