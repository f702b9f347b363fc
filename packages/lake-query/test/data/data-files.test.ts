import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DirectoryData, listFiles } from '../../src/data/data-files.ts';
import { createLake, type TestLake } from '../helpers/lake.ts';
import { view } from '../helpers/tables.ts';

let lake: TestLake;
afterEach(() => lake.dispose());

const { table } = view({ name: 'sales', types: { a: 'int' } });

describe('the files of a folder', () => {
  it('are found at any depth, in the order of their names', async () => {
    lake = await createLake({ 'b.csv': '', 'a/2.csv': '', 'a/1.csv': '' });
    expect(await listFiles(lake.directory)).toEqual(
      ['a/1.csv', 'a/2.csv', 'b.csv'].map((name) => join(lake.directory, name)),
    );
  });

  it('are not those that Athena leaves out', async () => {
    lake = await createLake({ 'a.csv': '', '.hidden.csv': '', _SUCCESS: '', '_tmp/b.csv': '' });
    expect(await listFiles(lake.directory)).toEqual([join(lake.directory, 'a.csv')]);
  });

  it('are there when they are links, but links to folders are not followed', async () => {
    lake = await createLake({ 'real/a.csv': '' });
    await mkdir(join(lake.directory, 'folder'));
    await symlink(join(lake.directory, 'real/a.csv'), join(lake.directory, 'folder/a.csv'));
    await symlink(lake.directory, join(lake.directory, 'folder/circle'));
    expect(await listFiles(join(lake.directory, 'folder'))).toEqual([join(lake.directory, 'folder/a.csv')]);
  });
});

describe("a table's data in a folder", () => {
  it('lies below the prefix of its location', async () => {
    lake = await createLake({ 'sales/a.csv': '' });
    expect(await new DirectoryData(lake.directory).files(table)).toEqual({
      status: 'success',
      files: [join(lake.directory, 'sales/a.csv')],
    });
  });

  it('is missing when there is no such folder', async () => {
    lake = await createLake({});
    expect(await new DirectoryData(lake.directory).files(table)).toMatchObject({
      status: 'error',
      message: expect.stringMatching(
        /^sales\.sales has no data: .*sales is not a folder; put the table's files \(csv\) there$/,
      ),
    });
  });

  it('is told to be empty when the folder is', async () => {
    lake = await createLake({});
    await mkdir(join(lake.directory, 'sales'));
    expect(await new DirectoryData(lake.directory).files(table)).toMatchObject({
      status: 'success',
      files: [],
      note: expect.stringContaining('sales.sales is empty: there are no files in'),
    });
  });
});
