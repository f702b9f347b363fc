import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withParts } from '../../packages/cli/src/marked-parts.ts';
import { upgradeTables } from './page.ts';
import { settingEffects } from './setting-effects.ts';
import { versionEffects } from './version-effects.ts';

/** `npm run upgrade:page`: writes the tables of docs/upgrades.md. */
const path = join(import.meta.dirname, '../../docs/upgrades.md');
const tables = upgradeTables(settingEffects(), versionEffects());
writeFileSync(path, withParts(readFileSync(path, 'utf8'), { ...tables }));
