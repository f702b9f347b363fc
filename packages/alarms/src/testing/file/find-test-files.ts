import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** How the name of a file of alarm tests ends. */
export const TEST_FILE_ENDING = '.alarms.yaml';

export type FoundFiles =
  | { readonly status: 'success'; readonly files: readonly string[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Files of alarm tests: those that are named, and all below the folders that are named, each once. */
export function findTestFiles(paths: readonly string[]): FoundFiles {
  const lines: string[] = [];
  const files = paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      lines.push(`${path}: there is no such file or folder; give files of alarm tests (*${TEST_FILE_ENDING})`);
      return [];
    }
    if (!stats.isDirectory()) return [path];
    const below = testFilesBelow(path);
    if (below.length === 0) lines.push(`${path}: has no file of alarm tests (*${TEST_FILE_ENDING})`);
    return below;
  });
  return lines.length > 0 ? { status: 'error', lines } : { status: 'success', files: [...new Set(files)] };
}

function testFilesBelow(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(TEST_FILE_ENDING))
      .map(({ parentPath, name }) => join(parentPath, name))
      // Of the folder's own: it may be in an installed package itself.
      .filter((path) => !relative(folder, path).includes('node_modules'))
      .sort()
  );
}
