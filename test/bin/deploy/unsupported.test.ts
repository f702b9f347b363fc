import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareUnsupported, parseUnsupportedList } from '../../../scripts/deploy/unsupported.ts';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), 'utf8');

const list = { emulator: 'ministack==1.0.0', kinds: { 'AWS::A::B': { count: 2, why: 'unknown' } } };

describe('the list of what the emulator lacks', () => {
  it('says nothing when all is as listed', () => {
    expect(compareUnsupported(new Map([['AWS::A::B', 2]]), list)).toEqual({ grown: [], gone: [] });
  });

  it('does not let a new kind in', () => {
    const found = new Map([
      ['AWS::A::B', 2],
      ['AWS::C::D', 1],
    ]);

    const { grown, gone } = compareUnsupported(found, list);

    expect(grown).toEqual([expect.stringMatching(/^AWS::C::D .*not in the list$/)]);
    expect(gone).toEqual([]);
  });

  it('does not let a kind grow', () => {
    const { grown } = compareUnsupported(new Map([['AWS::A::B', 3]]), list);

    expect(grown).toEqual(['AWS::A::B: 3 resources cannot be deployed, the list allows 2']);
  });

  it.each([
    ['a kind that is supported now', new Map<string, number>(), /supported now/],
    ['resources that are gone', new Map([['AWS::A::B', 1]]), /1 resources are left of the 2/],
  ])('tells of %s, which is no failure', (_name, found, line) => {
    const { grown, gone } = compareUnsupported(found, list);

    expect(grown).toEqual([]);
    expect(gone).toEqual([expect.stringMatching(line)]);
  });
});

describe('the file of the list', () => {
  it('is readable, and of the version that is installed', () => {
    const parsed = parseUnsupportedList(read('unsupported.json'), 'unsupported.json');

    expect(parsed).toMatchObject({ status: 'success' });
    const emulator = parsed.status === 'success' ? parsed.list.emulator : '';
    expect(read('requirements.txt')).toContain(`\n${emulator} `);
  });

  it.each([
    ['no JSON', '{', /^list\.json: /],
    ['a key that nobody knows', '{"emulator": "m==1", "kinds": {}, "more": 1}', /more/],
    ['a count of nothing', '{"emulator": "m==1", "kinds": {"A": {"count": 0, "why": "x"}}}', /kinds\.A\.count/],
    ['no version', '{"emulator": "m", "kinds": {}}', /emulator: write the emulator/],
  ])('is refused with its name and the place: %s', (_name, text, message) => {
    const parsed = parseUnsupportedList(text, 'list.json');

    expect(parsed).toMatchObject({ status: 'error', message: expect.stringMatching(message) });
  });
});

it('pins every package of the emulator with a hash', () => {
  const packages = read('requirements.txt')
    .split(/\n(?=\w)/)
    .slice(1);

  expect(packages.length).toBeGreaterThan(10);
  for (const text of packages)
    expect(text).toMatch(/^[\w-]+==[\w.]+ \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\\n|\n*$))+$/);
});
