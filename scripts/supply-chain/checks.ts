import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installScriptProblems } from './install-scripts.ts';
import { licenceProblems } from './licences.ts';
import { lockProblems, parseLock, parseManifest, unpinned } from './lock.ts';
import { pomProblems, requirementProblems } from './other-registries.ts';
import { componentsOf, makeSbom } from './sbom.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Check {
  readonly name: string;
  readonly problems: readonly string[];
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Files of the project that the pattern fits, as version control knows them; ignored ones are not ours. */
export function projectFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return listed.split('\n').filter((file) => pattern.test(file));
}

const inFiles = (pattern: RegExp, problemsOf: (text: string) => string[]): string[] =>
  projectFiles(pattern).flatMap((file) => problemsOf(read(file)).map((problem) => `${file}: ${problem}`));

/** Everything that is checked without the network. */
export function checks(): Check[] {
  const [manifest, lock] = [parseManifest(read('package.json')), parseLock(read('package-lock.json'))];
  return [
    { name: 'package.json names exact versions', problems: unpinned(manifest) },
    { name: 'the lock file has a hash for every package, and no address', problems: lockProblems(lock) },
    { name: 'install scripts are decided about', problems: installScriptProblems(lock, manifest) },
    { name: 'licences go with Apache-2.0', problems: licenceProblems(componentsOf(makeSbom())) },
    {
      name: 'Python requirements are pinned by hash',
      problems: inFiles(/(^|\/)requirements[^/]*\.txt$/, requirementProblems),
    },
    { name: 'Maven dependencies and plug-ins are pinned', problems: inFiles(/(^|\/)pom\.xml$/, pomProblems) },
  ];
}
