import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseYaml, readYamlFile } from '../src/yaml-file.ts';

const step = z.strictObject({ name: z.string('write a name'), seconds: z.number('write seconds').optional() });
const schema = z.strictObject({
  title: z.string('write a title'),
  steps: z.array(step, 'write a list of steps').optional(),
  byName: z.record(z.string(), z.union([z.literal('all'), step], { error: 'write all, or a step' })).optional(),
});

const linesOf = (text: string) => {
  const result = parseYaml(text, 'x.yaml', schema);
  return result.status === 'error' ? result.lines : [];
};

const folder = mkdtempSync(join(tmpdir(), 'yaml-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that fits', () => {
  it('gives its value and the place of each setting', () => {
    const result = parseYaml('title: a\nsteps:\n  - name: b\n', 'x.yaml', schema);

    expect(result).toMatchObject({ status: 'success', value: { title: 'a', steps: [{ name: 'b' }] } });
    expect(result.status === 'success' && result.locate(['steps', 0, 'name'])).toBe('x.yaml:3:5');
  });

  it('gives the nearest place of a setting that is not there', () => {
    const result = parseYaml('title: a\nsteps:\n  - name: b\n', 'x.yaml', schema);

    expect(result.status === 'success' && result.locate(['steps', 0, 'seconds'])).toBe('x.yaml:3:5');
  });
});

describe('a file that does not fit is refused with place, value and what to write', () => {
  it.each([
    ['a wrong value', 'title: 3', 'x.yaml:1:1: title: is 3: write a title'],
    ['a missing value', 'steps: []', 'x.yaml:1:1: title: is missing: write a title'],
    ['an empty value', 'title:', 'x.yaml:1:1: title: is empty: write a title'],
    ['a misspelt name', 'title: a\ntitel: b', 'x.yaml:2:1: titel: there is no such setting; did you mean title?'],
    [
      'a name from nowhere in a list',
      'title: a\nsteps:\n  - { name: b, colour: red }',
      'x.yaml:3:16: steps[0].colour: there is no such setting; write one of name, seconds',
    ],
    [
      'a misspelt name inside a union of a record',
      'title: a\nbyName:\n  one: { name: b, second: 1 }',
      'x.yaml:3:19: byName.one.second: there is no such setting; did you mean seconds?',
    ],
    [
      'a long value',
      `title: a\nsteps: ${'x'.repeat(80)}`,
      `x.yaml:2:1: steps: is "${'x'.repeat(56)}...: write a list of steps`,
    ],
    ['broken YAML', 'title: [', 'x.yaml:1:9: '],
  ])('%s', (_, text, expected) => {
    const [line] = linesOf(text);

    expect(line).toContain(expected);
  });

  it('names everything that is wrong, not only the first', () => {
    expect(linesOf('steps: 1\nbyName: 2')).toHaveLength(3);
  });
});

describe('a file on disk', () => {
  it('that is not there is answered with the hint', () => {
    const result = readYamlFile('/nowhere.yaml', schema, { hint: 'give a file' });

    expect(result).toEqual({ status: 'error', lines: ['/nowhere.yaml: cannot be read (ENOENT); give a file'] });
  });

  it('that is too large is not read on', () => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, `title: ${'x'.repeat(200)}`);

    const result = readYamlFile(file, schema, { hint: 'give a file', maxBytes: 100 });

    expect(result).toEqual({ status: 'error', lines: [`${file}: is larger than 0.0001 MB; give a file`] });
  });

  it('is read', () => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, 'title: a');

    expect(readYamlFile(file, schema, { hint: '' })).toMatchObject({ status: 'success', value: { title: 'a' } });
  });
});
