import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withParts } from '../packages/cli/src/marked-parts.ts';
import { readmeTables } from './readme-tables.ts';

const path = join(import.meta.dirname, '../README.md');
writeFileSync(path, withParts(readFileSync(path, 'utf8'), { ...readmeTables() }));
