import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SourceGraph, sourceGraph } from '../../scripts/package/compile.ts';
import { CONSOLE, DATA, ENTRY_POINTS, INLINED, ROOT } from '../../scripts/package/contents.ts';
import { publicItems } from './public-api.ts';

const readJson = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const manifest = readJson('package.json');

describe('the package', () => {
  let graph: SourceGraph;
  beforeAll(async () => {
    graph = await sourceGraph();
  });

  test('exports each entry point with its types, and nothing else', () => {
    const expected = Object.entries(ENTRY_POINTS).map(([name, source]) => {
      const compiled = `./dist/${source.replace(/\.ts$/, '')}`;
      return [name, { types: `${compiled}.d.ts`, default: `${compiled}.js` }];
    });
    const { './package.json': _, ...exported } = manifest.exports;
    expect(exported).toEqual(Object.fromEntries(expected));
  });

  test('tells compilers that know no exports where the same types are', () => {
    const names = Object.keys(ENTRY_POINTS).filter((name) => name !== '.');
    const expected = names.map((name) => [name.slice(2), [manifest.exports[name].types]]);
    expect(manifest.typesVersions).toEqual({ '*': Object.fromEntries(expected) });
    expect(manifest).toMatchObject({ main: manifest.exports['.'].default, types: manifest.exports['.'].types });
  });

  test('is known by its names in the checkout, where examples import it', () => {
    const { paths } = readJson('tsconfig.json').compilerOptions;
    const expected = Object.entries(ENTRY_POINTS).map(([name, source]) => [join('inferwatch', name), [`./${source}`]]);
    expect(paths).toEqual(Object.fromEntries(expected));
  });

  test('emits declarations of each entry point', () => {
    const { files } = readJson('scripts/package/tsconfig.json');
    expect(files).toEqual(Object.values(ENTRY_POINTS).map((source) => `../../${source}`));
  });

  test('depends on every package that its code imports', () => {
    const installed = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
    const imported = graph.packages.filter((name) => !builtinModules.includes(name) && !INLINED.has(name));
    expect(imported.filter((name) => !(name in installed))).toEqual([]);
  });

  test('is made of sources and no tests', () => {
    expect(graph.sources.filter((file) => /(^|\/)(test|bench|scripts)\//.test(file))).toEqual([]);
    expect(graph.sources).toEqual(expect.arrayContaining(Object.values(ENTRY_POINTS)));
  });

  test.each([...DATA, CONSOLE.source])('copies %s, which is there', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });
});

describe('the public API', () => {
  const items = Object.values(ENTRY_POINTS).flatMap(publicItems);

  test('explains every name that can be imported, and every field of what its users write', () => {
    expect(items.filter(({ documented }) => !documented).map(({ place, name }) => `${place} ${name}`)).toEqual([]);
  });

  test.each(Object.entries(ENTRY_POINTS))('of %s is on a page of docs/api (npm run docs writes it)', (name, source) => {
    const page = readFileSync(join(ROOT, 'docs/api', `${join('inferwatch', name).replace(/\/$/, '')}.md`), 'utf8');
    const names = new Set(publicItems(source).flatMap((item) => (item.name.includes('.') ? [] : [item.name])));
    // A name that is a value and a type of its own has a heading for each.
    const headings = new Set(
      [...page.replaceAll('\\_', '_').matchAll(/^### (?:abstract )?(\w+)/gm)].map(([, heading]) => heading),
    );
    expect([...headings].sort()).toEqual([...names].sort());
  });
});
