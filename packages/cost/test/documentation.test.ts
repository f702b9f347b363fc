import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseYaml } from '../../cli/src/yaml-file.ts';
import { profileSchema } from '../src/profile/schema.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8');

test('the profile that docs/cost.md shows is one', () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(PAGE) ?? [];

  expect(parseYaml(yaml, 'docs/cost.md', profileSchema)).toMatchObject({ status: 'success' });
});

test('docs/cost.md names each block of settings', () => {
  const blocks = Object.keys(profileSchema.shape);

  expect(blocks.filter((name) => !PAGE.includes(`${name}:`))).toEqual([]);
});
