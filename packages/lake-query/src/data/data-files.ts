import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fullName, type LakeTable } from '../catalogue/types.ts';

/** The files of tables, wherever they come from. */
export interface LakeData {
  /** Absolute paths of a table's files. */
  files(table: LakeTable): Promise<DataFilesResult>;
}

export type DataFilesResult =
  | { readonly status: 'success'; readonly files: readonly string[]; readonly note?: string }
  | { readonly status: 'error'; readonly message: string };

/**
 * Data in a folder that is laid out like the bucket: the files of a table at `s3://bucket/raw/sales/` lie in
 * `<directory>/raw/sales/`, at any depth.
 */
export class DirectoryData implements LakeData {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async files(table: LakeTable): Promise<DataFilesResult> {
    if (table.source.status === 'unreadable') return { status: 'error', message: table.source.reason };
    const folder = join(this.#directory, table.source.folder);
    const files = await listFiles(folder);
    if (files === undefined) {
      return {
        status: 'error',
        message: `${fullName(table)} has no data: ${folder} is not a folder; put the table's files (${table.source.format.type}) there`,
      };
    }
    if (files.length > 0) return { status: 'success', files };
    return { status: 'success', files, note: `${fullName(table)} is empty: there are no files in ${folder}` };
  }
}

/**
 * Every file below a folder, sorted; undefined if it is no folder. Names that begin with `_` or `.` are left out, as
 * Athena does.
 * @see https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html
 */
export async function listFiles(folder: string): Promise<string[] | undefined> {
  if (!(await isFolder(folder))) return undefined;
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (/^[_.]/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    // Links are followed to files, not to folders: those could lead in a circle.
    if (entry.isDirectory()) found.push(...((await listFiles(path)) ?? []));
    else if (entry.isFile() || (await stat(path).catch(() => undefined))?.isFile()) found.push(path);
  }
  return found.sort();
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
