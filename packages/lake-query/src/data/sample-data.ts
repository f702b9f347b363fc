import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type SampleOptions, type SampleTotals, writeSample } from '../../../../sample/lake/index.ts';
import { fullName, type LakeTable } from '../catalogue/types.ts';
import { type DataFilesResult, type LakeData, listFiles } from './data-files.ts';

/**
 * The sample of the lake, generated into a temporary folder when a table of it is first wanted. A table of the templates
 * is one of the sample's if its folder has the same name and its columns are those of the files.
 */
export class SampleData implements LakeData {
  readonly #options: SampleOptions;
  #directory: string | undefined;
  #totals: SampleTotals | undefined;

  constructor(options: SampleOptions = {}) {
    this.#options = options;
  }

  /** What the sample's tables hold together. */
  async totals(): Promise<SampleTotals> {
    await this.#generate();
    if (this.#totals === undefined) throw new Error('the sample has been disposed of');
    return this.#totals;
  }

  async files(table: LakeTable): Promise<DataFilesResult> {
    const { source } = table;
    if (source.status === 'unreadable') return { status: 'error', message: source.reason };
    const none = (why: string): DataFilesResult => ({
      status: 'error',
      message: `${fullName(table)} ${why}; name a folder with its files (${source.format.type}) with --data`,
    });
    if (source.format.type !== 'csv') return none('is not part of the generated sample');
    const folder = join(await this.#generate(), source.folder.split('/').at(-1) ?? '');
    const files = (await listFiles(folder)) ?? [];
    const [first] = files;
    if (first === undefined) return none('is not part of the generated sample');
    const expected = source.columns.map(({ name }) => name).join(source.format.delimiter);
    const header = await firstLine(first);
    if (header === expected) return { status: 'success', files };
    return none(`has other columns (${expected}) than the generated sample (${header})`);
  }

  async dispose(): Promise<void> {
    if (this.#directory !== undefined) await rm(this.#directory, { recursive: true, force: true });
    this.#directory = undefined;
    this.#totals = undefined;
  }

  async #generate(): Promise<string> {
    if (this.#directory === undefined) {
      this.#directory = await mkdtemp(join(tmpdir(), 'inferwatch-sample-'));
      this.#totals = writeSample(this.#directory, this.#options).totals;
    }
    return this.#directory;
  }
}

async function firstLine(file: string): Promise<string> {
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input })) return line;
    return '';
  } finally {
    input.destroy();
  }
}
