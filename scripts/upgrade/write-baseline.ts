import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { presentBaseline, writeBaseline } from './baseline.ts';

/** `npm run upgrade:baseline`: writes down the templates of the version in package.json, when it is released. */
const root = join(import.meta.dirname, '../..');
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = writeBaseline(version, presentBaseline());
execFileSync(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', folder], {
  cwd: root,
  stdio: 'inherit',
});
