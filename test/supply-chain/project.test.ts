import { describe, expect, test } from 'vitest';
import { checks, projectFiles } from '../../scripts/supply-chain/checks.ts';
import { componentsOf, makeSbom, reproducible } from '../../scripts/supply-chain/sbom.ts';

describe('this project', { timeout: 60_000 }, () => {
  test.each(checks().map(({ name, problems }) => [name, problems] as const))('%s', (_, problems) => {
    expect(problems).toEqual([]);
  });

  test('has the files of the other registries that are looked for', () => {
    expect(projectFiles(/(^|\/)requirements[^/]*\.txt$/)).toContain('test/deploy/requirements.txt');
    expect(projectFiles(/(^|\/)pom\.xml$/)).toContain('e2e/pom.xml');
  });
});

describe('the bill of materials', { timeout: 60_000 }, () => {
  const whole = makeSbom();

  test('names what users install, without what only the work on the project needs', () => {
    const names = componentsOf(makeSbom('dev')).map(({ name }) => name);

    expect(names).toContain('cdk-nag');
    expect(names).not.toContain('vitest');
    // A peer: the application's own, and in its bill.
    expect(names).not.toContain('aws-cdk-lib');
  });

  test('names every package of the lock file with a licence', () => {
    const components = componentsOf(whole);

    expect(components.length).toBeGreaterThan(300);
    expect(components.filter(({ licence }) => licence === undefined)).toEqual([]);
  });

  test('is the same whenever it is made', () => {
    const later = { ...whole, serialNumber: 'urn:uuid:other', metadata: { ...whole.metadata, timestamp: 'later' } };

    expect(reproducible(later)).toEqual(reproducible(whole));
    expect(reproducible(whole).metadata.component.name).toBe('inferwatch');
  });
});
