import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate, StackTemplates } from '../../packages/upgrade/src/index.ts';
import { CONFIGURATIONS } from './configurations.ts';
import { reduceTemplates } from './reduce.ts';
import { settingsOf } from './setting-changes.ts';
import { templatesOf } from './templates.ts';

/** Folder with one folder for each released version. */
export const BASELINE_FOLDER = join(import.meta.dirname, '../../test/upgrade/baseline');

/** Reduced templates by configuration. */
export type Baseline = Readonly<Record<string, StackTemplates>>;

/** A stack that is the same as in the configuration `default` is not written down again. */
const SAME = 'as in default';

/** What the present code comes to, in every configuration. */
export const presentBaseline = (): Baseline =>
  Object.fromEntries(
    Object.entries(CONFIGURATIONS).map(([name, values]) => [name, reduceTemplates(templatesOf(settingsOf(values)))]),
  );

export function versions(folder = BASELINE_FOLDER): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

export function readBaseline(version: string, folder = BASELINE_FOLDER): Baseline {
  const read = (name: string): Record<string, StackTemplate | typeof SAME> =>
    JSON.parse(readFileSync(join(folder, version, `${name}.json`), 'utf8'));
  const standard = read('default');
  const whole = (stack: string, template: StackTemplate | typeof SAME): StackTemplate => {
    const found = template === SAME ? standard[stack] : template;
    if (found === undefined || found === SAME) throw new Error(`baseline ${version}: ${stack} is nowhere written down`);
    return found;
  };
  const names = readdirSync(join(folder, version)).map((file) => file.replace(/\.json$/, ''));
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.fromEntries(Object.entries(read(name)).map(([stack, template]) => [stack, whole(stack, template)])),
    ]),
  );
}

/** Writes the files of a version. Returns their folder. */
export function writeBaseline(version: string, baseline: Baseline, folder = BASELINE_FOLDER): string {
  const target = join(folder, version);
  mkdirSync(target, { recursive: true });
  const { default: standard = {} } = baseline;
  for (const [name, stacks] of Object.entries(baseline)) {
    const content = Object.entries(stacks).map(([stack, template]) => [
      stack,
      name !== 'default' && isDeepStrictEqual(template, standard[stack]) ? SAME : template,
    ]);
    writeFileSync(join(target, `${name}.json`), `${JSON.stringify(Object.fromEntries(content), undefined, 2)}\n`);
  }
  return target;
}
