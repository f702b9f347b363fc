import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Runbooks } from '../../src/console/runbooks.ts';

const folder = mkdtempSync(join(tmpdir(), 'runbooks-'));

beforeAll(() => {
  writeFileSync(
    join(folder, 'Slow.md'),
    '# Slow\n<script>alert(1)</script>\n[bad](javascript:alert(1)) [good](https://a.example)\n',
  );
  writeFileSync(join(folder, 'notes.txt'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a runbook', () => {
  it('that a description names is shown as HTML, without a script and without a link that runs one', () => {
    const runbook = new Runbooks([folder]).of('[critical] It is slow. Runbook: docs/runbooks/Slow.md');

    expect(runbook?.url).toBe('docs/runbooks/Slow.md');
    expect(runbook?.html).toContain('<h1>Slow</h1>');
    expect(runbook?.html).toContain('&lt;script&gt;');
    expect(runbook?.html).not.toContain('href="javascript');
    expect(runbook?.html).toContain('href="https://a.example"');
  });

  it('that is published elsewhere is found by the name of its file', () => {
    const runbook = new Runbooks([folder]).of('Runbook: https://wiki.example/runbooks/Slow.md');

    expect(runbook?.html).toContain('<h1>Slow</h1>');
  });

  it('of the first folder counts, and one that is only in a later folder is found too', () => {
    const own = mkdtempSync(join(tmpdir(), 'own-runbooks-'));
    writeFileSync(join(own, 'Own.md'), '# Own');
    writeFileSync(join(own, 'Slow.md'), '# Slow here');
    const of = (name: string) => new Runbooks([own, folder]).of(`Runbook: ${name}`)?.html;

    expect([of('Own.md'), of('Slow.md')].map((html) => html?.trim())).toEqual(['<h1>Own</h1>', '<h1>Slow here</h1>']);
    expect(new Runbooks([folder, own]).of('Runbook: Own.md')?.html).toContain('Own');
    rmSync(own, { recursive: true });
  });

  it.each([
    ['does not exist', 'Runbook: docs/runbooks/Gone.md'],
    ['is outside the folder', 'Runbook: ../../etc/passwd'],
    ['is no Markdown', 'Runbook: notes.txt'],
  ])('that %s is only linked to', (_, description) => {
    expect(new Runbooks([folder]).of(description)?.html).toBeNull();
  });

  it('is only linked to without a folder of runbooks', () => {
    expect(new Runbooks().of('Runbook: docs/runbooks/Slow.md')).toEqual({ url: 'docs/runbooks/Slow.md', html: null });
  });

  it('is none where the description names none', () => {
    expect(new Runbooks([folder]).of('Something is slow.')).toBeNull();
  });
});
