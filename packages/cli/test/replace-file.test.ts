import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../src/replace-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inferwatch-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('replacing a file', () => {
  it('makes one that is new', async () => {
    await replaceFile(join(folder, 'report.json'), 'new');

    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new');
  });

  it('leaves nothing of the old content, and no other file', async () => {
    writeFileSync(join(folder, 'report.json'), 'much longer than the new one');

    await replaceFile(join(folder, 'report.json'), 'new');

    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('follows a link', async () => {
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));

    await replaceFile(join(folder, 'link'), 'new');

    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['link', 'target']);
  });

  it('that cannot be written says why and leaves nothing behind', async () => {
    mkdirSync(join(folder, 'report.json'));

    await expect(replaceFile(join(folder, 'report.json'), 'new')).rejects.toThrow('EISDIR');

    expect(readdirSync(folder)).toEqual(['report.json']);
  });
});
