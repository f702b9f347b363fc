import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSbom, reproducible } from './sbom.ts';

/**
 * `npm run sbom`: writes what an installation brings along into `dist/`, where the package takes it from. It is not committed:
 * it repeats the lock file, from which anybody makes the same one.
 */
const folder = join(import.meta.dirname, '../../dist');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(reproducible(makeSbom('dev')), undefined, 2)}\n`);
