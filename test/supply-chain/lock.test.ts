import { describe, expect, test } from 'vitest';
import { INSTALL_SCRIPTS, installScriptProblems } from '../../scripts/supply-chain/install-scripts.ts';
import {
  lockProblems,
  parseLock,
  parseManifest,
  unpinned,
  withInstallScripts,
} from '../../scripts/supply-chain/lock.ts';

const HASH = `sha512-${'A'.repeat(86)}==`;
const PACKAGE = { version: '1.2.3', integrity: HASH };

const lockOf = (packages: Record<string, object>) =>
  parseLock(JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }));
const manifestOf = (content: object) => parseManifest(JSON.stringify(content));

describe('a dependency in package.json', () => {
  test.each([
    '^1.2.3',
    '~1.2.3',
    '1.x',
    '>=1',
    'latest',
    '*',
    'file:../a',
    'git+https://example.com/a.git',
    'npm:b@1.0.0',
  ])('"%s" is not pinned', (version) => {
    expect(unpinned(manifestOf({ dependencies: { a: version } }))).toEqual([
      `a: "${version}" is not one exact version`,
    ]);
  });

  test.each(['1.2.3', '1.5.4-r.1'])('"%s" is', (version) => {
    expect(unpinned(manifestOf({ devDependencies: { a: version } }))).toEqual([]);
  });

  test('may be a range for a peer, which somebody else brings', () => {
    expect(unpinned(manifestOf({ peerDependencies: { a: '^1.0.0' } }))).toEqual([]);
  });
});

describe('a package in the lock file', () => {
  const problems = (entry: object) => lockProblems(lockOf({ 'node_modules/a': entry }));

  test('with a version and a hash is right', () => {
    expect(problems(PACKAGE)).toEqual([]);
  });

  test('needs a hash, of 512 bits', () => {
    expect(problems({ version: '1.2.3' })).toEqual(['node_modules/a has no sha512 hash']);
    expect(problems({ ...PACKAGE, integrity: 'sha1-abc=' })).toEqual(['node_modules/a has no sha512 hash']);
  });

  test('in the archive of another one is covered by its hash', () => {
    expect(problems({ version: '1.2.3', inBundle: true })).toEqual([]);
  });

  test.each([
    ['an address', { ...PACKAGE, resolved: 'https://registry.example.com/a.tgz' }, 'names where it was loaded from'],
    ['a repository as its version', { ...PACKAGE, version: 'git+ssh://git@example.com/a.git#1' }, 'is not exact'],
    ['a folder', { ...PACKAGE, link: true }, 'is a link'],
  ])('with %s is wrong', (_, entry, message) => {
    expect(problems(entry).join()).toContain(message);
  });
});

test('another format of the lock file is refused with what to do', () => {
  expect(() => parseLock('{"lockfileVersion":1,"packages":{}}')).toThrow('npm 7 or later');
});

describe('install scripts', () => {
  const present = Object.keys(INSTALL_SCRIPTS);
  const lock = lockOf(
    Object.fromEntries(present.map((name) => [`node_modules/${name}`, { ...PACKAGE, hasInstallScript: true }])),
  );
  const allowScripts = Object.fromEntries(Object.entries(INSTALL_SCRIPTS).map(([name, { mayRun }]) => [name, mayRun]));

  test('that are all decided about are right', () => {
    expect(installScriptProblems(lock, manifestOf({ allowScripts }))).toEqual([]);
  });

  test('of a package that nobody has decided about are a problem, however deep it lies', () => {
    const nested = { 'node_modules/b/node_modules/@scope/c': { ...PACKAGE, hasInstallScript: true } };

    expect(withInstallScripts(lockOf(nested))).toEqual(['@scope/c']);
    expect(installScriptProblems(lockOf({ ...lock.packages, ...nested }), manifestOf({ allowScripts }))).toEqual([
      '@scope/c has an install script that nobody has decided about',
    ]);
  });

  test('that package.json allows against the decision, or without one, are a problem', () => {
    const other = { ...allowScripts, esbuild: true, left: false };

    expect(installScriptProblems(lock, manifestOf({ allowScripts: other }))).toEqual([
      'allowScripts in package.json must say "esbuild": false',
      'allowScripts in package.json names left, without a reason here',
    ]);
  });

  test('that are gone take their decision along', () => {
    const problems = installScriptProblems(lockOf({}), manifestOf({ allowScripts }));

    expect(problems).toHaveLength(present.length);
  });
});
