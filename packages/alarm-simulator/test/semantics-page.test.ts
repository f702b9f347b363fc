import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/cloudwatch-alarms.md'), 'utf8');
const FOLDER = join(import.meta.dirname, '../examples/semantics');
const SHARED = 'support.ts';
const FILES = readdirSync(FOLDER).filter((file) => file !== SHARED);

const codeOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

/** What an example prints when it is run. */
async function outputOf(file: string): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import(join(FOLDER, file));
  return log.mock.calls.map((line) => `${line.join(' ')}\n`).join('');
}

describe('the page on the semantics of alarms', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('shows what the examples share', () => {
    expect(PAGE).toContain(`\`\`\`ts\n${codeOf(SHARED)}\`\`\`\n`);
  });

  it.each(FILES)('shows %s, and below it what it prints', async (file) => {
    expect(PAGE).toContain(`\`\`\`ts\n${codeOf(file)}\`\`\`\n\n\`\`\`\n${await outputOf(file)}\`\`\`\n`);
  });

  it('shows no other example', () => {
    expect(PAGE.match(/^```ts$/gm)).toHaveLength(FILES.length + 1);
  });
});
