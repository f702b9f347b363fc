import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findTestFiles } from '../../src/testing/file/find-test-files.ts';

const root = mkdtempSync(join(tmpdir(), 'inferwatch-find-'));
afterAll(() => rmSync(root, { recursive: true }));

function place(path: string): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  return file;
}

it("leaves out what a folder's packages bring", () => {
  const own = place('app/a.alarms.yaml');
  place('app/node_modules/other/b.alarms.yaml');

  expect(findTestFiles([join(root, 'app')])).toEqual({ status: 'success', files: [own] });
});

it('finds the tests of a package that is installed itself', () => {
  const installed = place('other/node_modules/inferwatch/alarms/c.alarms.yaml');

  expect(findTestFiles([join(installed, '..')])).toEqual({ status: 'success', files: [installed] });
});
