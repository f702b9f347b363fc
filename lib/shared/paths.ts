import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** Absolute path of a file of this project, given from its root: `lambda/inference/handler.ts`. */
export function projectPath(relative: string): string {
  return fileURLToPath(new URL(relative, root));
}
