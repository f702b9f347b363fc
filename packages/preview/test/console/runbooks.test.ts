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
    const runbook = new Runbooks(folder).of('[critical] It is slow. Runbook: docs/runbooks/Slow.md');

    expect(runbook?.url).toBe('docs/runbooks/Slow.md');
    expect(runbook?.html).toContain('<h1>Slow</h1>');
    expect(runbook?.html).toContain('&lt;script&gt;');
    expect(runbook?.html).not.toContain('href="javascript');
    expect(runbook?.html).toContain('href="https://a.example"');
  });

  it('that is published elsewhere is found by the name of its file', () => {
    const runbook = new Runbooks(folder).of('Runbook: https://wiki.example/runbooks/Slow.md');

    expect(runbook?.html).toContain('<h1>Slow</h1>');
  });

  it.each([
    ['does not exist', 'Runbook: docs/runbooks/Gone.md'],
    ['is outside the folder', 'Runbook: ../../etc/passwd'],
    ['is no Markdown', 'Runbook: notes.txt'],
  ])('that %s is only linked to', (_, description) => {
    expect(new Runbooks(folder).of(description)?.html).toBeNull();
  });

  it('is only linked to without a folder of runbooks', () => {
    expect(new Runbooks().of('Runbook: docs/runbooks/Slow.md')).toEqual({ url: 'docs/runbooks/Slow.md', html: null });
  });

  it('is none where the description names none', () => {
    expect(new Runbooks(folder).of('Something is slow.')).toBeNull();
  });
});
