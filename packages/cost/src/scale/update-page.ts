import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccessTemplates } from '../../../access-matrix/src/template/index.ts';
import { withParts } from '../../../cli/src/marked-parts.ts';
import { synthesise } from '../../../cli/src/synthesise.ts';
import { scaleTables } from './page.ts';

/** Writes the computed tables into docs/scale.md: `node --import tsx packages/cost/src/scale/update-page.ts`. */
const applicationDirectory = join(import.meta.dirname, '../../../..');
const page = join(applicationDirectory, 'docs/scale.md');
const outputDirectory = mkdtempSync(join(tmpdir(), 'inferwatch-scale-'));
try {
  const made = await synthesise({ applicationDirectory, outputDirectory, context: {} });
  if (made.status === 'error') throw new Error(made.message);
  const read = readAccessTemplates(outputDirectory);
  if (read.status === 'error') throw new Error(read.message);
  writeFileSync(page, withParts(readFileSync(page, 'utf8'), { ...scaleTables(read.template) }));
} finally {
  rmSync(outputDirectory, { recursive: true, force: true });
}
