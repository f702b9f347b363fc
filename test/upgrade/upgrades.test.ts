import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../config/schema.ts';
import { withParts } from '../../packages/cli/src/marked-parts.ts';
import { versions } from '../../scripts/upgrade/baseline.ts';
import { upgradeTables } from '../../scripts/upgrade/page.ts';
import { SETTING_CHANGES } from '../../scripts/upgrade/setting-changes.ts';
import { hasEffect, settingEffects } from '../../scripts/upgrade/setting-effects.ts';
import { settingPaths } from '../../scripts/upgrade/setting-paths.ts';
import { ANNOUNCEMENTS, idsOf, versionEffects } from '../../scripts/upgrade/version-effects.ts';

describe('the settings', () => {
  const paths = settingPaths(configSchema);

  test('each have a change that is tried', () => {
    expect(paths.filter((path) => !Object.hasOwn(SETTING_CHANGES, path))).toEqual([]);
  });

  test('that are tried exist', () => {
    expect(Object.keys(SETTING_CHANGES).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('are in the part of the settings that their change sets', () => {
    const elsewhere = Object.entries(SETTING_CHANGES).filter(([path, { set }]) => {
      const written = path.replace('<id>', '');
      return !Object.keys(set).some((key) => path.startsWith(key) || key.startsWith(written.split('.')[0] ?? path));
    });

    expect(elsewhere).toEqual([]);
  });
});

describe('stateful resources', { timeout: 180_000 }, () => {
  const effects = settingEffects();
  const changed = versionEffects();

  test('are replaced, removed or protected less by no setting that does not say so', () => {
    const silent = effects.filter(
      ({ settings, there, back }) =>
        (hasEffect(there) || hasEffect(back)) && settings.some((one) => SETTING_CHANGES[one]?.advice === undefined),
    );

    expect(silent).toEqual([]);
  });

  test('are touched by every setting that says so', () => {
    const harmless = effects.filter(
      ({ settings, there, back }) =>
        !(hasEffect(there) || hasEffect(back)) && settings.some((one) => SETTING_CHANGES[one]?.advice !== undefined),
    );

    expect(harmless.map(({ settings }) => settings)).toEqual([]);
  });

  test('are never replaced under a name that they keep, which CloudFormation refuses', () => {
    const findings = effects.flatMap(({ there, back }) => [...there.findings, ...back.findings]);

    expect(findings.filter(({ blocked }) => blocked !== undefined)).toEqual([]);
  });

  test('with records, objects, keys or queues are deleted by no change of a setting', () => {
    const data = /::(Table|Bucket|Key|Queue)$/;
    const findings = effects.flatMap(({ there, back }) => [...there.findings, ...back.findings]);

    const lost = findings.filter(
      ({ type, content, consequence }) => data.test(type) && content === 'deleted' && consequence !== 'unprotected',
    );

    expect(lost).toEqual([]);
  });

  test('were tried by changes that change a template', () => {
    expect(effects.filter(({ changesTemplates }) => !changesTemplates).map(({ settings }) => settings)).toEqual([]);
  });

  test('come through an upgrade from every version, or it is announced', () => {
    const unannounced = changed.flatMap(({ version, configuration, comparison }) =>
      idsOf(comparison)
        .filter((id) => !Object.hasOwn(ANNOUNCEMENTS[version] ?? {}, id))
        .map((id) => `${version}, ${configuration}: ${id}`),
    );

    expect(unannounced).toEqual([]);
  });

  test('are announced only where an upgrade touches them', () => {
    const real = new Set(
      changed.flatMap(({ version, comparison }) => idsOf(comparison).map((id) => `${version} ${id}`)),
    );
    const announced = Object.entries(ANNOUNCEMENTS).flatMap(([version, ids]) =>
      Object.keys(ids).map((id) => `${version} ${id}`),
    );

    expect(announced.filter((one) => !real.has(one))).toEqual([]);
  });

  test('are what docs/upgrades.md says (npm run upgrade:page writes it)', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/upgrades.md'), 'utf8');

    expect(page).toBe(withParts(page, { ...upgradeTables(effects, changed) }));
  });
});

test('every version with a baseline is in the announcements', () => {
  expect(versions()).toEqual(Object.keys(ANNOUNCEMENTS));
});
