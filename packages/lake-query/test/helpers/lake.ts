import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DirectoryData } from '../../src/data/data-files.ts';
import type { HiddenTable } from '../../src/persona-tables.ts';
import { view } from './tables.ts';

export interface TestLake {
  readonly directory: string;
  readonly data: DirectoryData;
  dispose(): Promise<void>;
}

/** A folder with files, as a bucket would hold them. */
export async function createLake(files: Readonly<Record<string, string>>): Promise<TestLake> {
  const directory = await mkdtemp(join(tmpdir(), 'lake-query-test-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return { directory, data: new DirectoryData(directory), dispose: () => rm(directory, { recursive: true }) };
}

/** Two shops; the analyst of the tests sees shop 5 alone, and no price. */
export const SHOP_FILES = {
  'sales/2013.csv':
    'date,shop_id,item_id,item_price\n2013-01-01,5,1,10.50\n2013-01-02,5,2,20.00\n2013-01-02,6,1,99.99\n',
  'sales/2014.csv': 'date,shop_id,item_id,item_price\n2014-01-01,5,1,11.00\n2014-01-01,7,2,22.00\n',
  'items/items.csv': 'item_id,item_name\n1,"Tea, green"\n2,新しい本\n',
  'staff/staff.csv': 'name\nsecret\n',
};

const SALES = { name: 'sales', types: { date: 'date', shop_id: 'int', item_id: 'int', item_price: 'decimal(10,2)' } };

export const ITEMS = view({ name: 'items', types: { item_id: 'int', item_name: 'string' } });
export const ALL_SALES = view(SALES);
export const ANALYST_SALES = view({ ...SALES, hidden: ['item_price'], rowFilter: 'shop_id = 5' });

export const STAFF: HiddenTable = {
  status: 'hidden',
  table: view({ name: 'staff', types: { name: 'string' } }).table,
  decision: 'deny',
  reason: 'IAM: allowed; Lake Formation: no grant on sales.staff',
};

export const ANALYST = { persona: 'data-analyst', tables: [ANALYST_SALES, ITEMS, STAFF] };
export const LEADER = { persona: 'project-leader', tables: [ALL_SALES, ITEMS, STAFF] };
