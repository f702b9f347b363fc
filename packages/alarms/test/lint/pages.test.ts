import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL_RULES, lintAlarms } from '../../src/lint/lint-alarms.ts';
import { pageOf } from '../../src/lint/types.ts';
import { fileWith, loaded } from '../source/source-files.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const textOf = (code: string): string => readFileSync(join(ROOT, pageOf(code)), 'utf8');

/** A fenced block of a page by what stands behind its fence. */
const blockOf = (page: string, info: string): string | undefined =>
  new RegExp(`^\`\`\`${info}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1];

/** Codes found in an example; the CDK's metadata, if the page shows some, is put into an assembly around it. */
function codesIn(template: string, metadata: string | undefined): string[] {
  const file = fileWith('App.template.yaml', template);
  if (metadata !== undefined) {
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.yaml' } };
    const artifacts = { App: { ...stack, metadata: JSON.parse(metadata) } };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(dirname(file), 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  }
  return [...new Set(lintAlarms(loaded(file).alarms).findings.map(({ code }) => code))];
}

describe('docs/lint', () => {
  it('has a page for each rule, and no other', () => {
    const pages = readdirSync(join(ROOT, 'docs/lint')).filter((page) => page !== 'README.md');

    expect(pages.toSorted()).toEqual(ALL_RULES.map(({ code }) => `${code}.md`).toSorted());
  });

  it('lists each rule, in order, with its severity and title', () => {
    const rows = readFileSync(join(ROOT, 'docs/lint/README.md'), 'utf8').match(/^\| \[IW.*$/gm);
    const expected = ALL_RULES.map(({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`);

    expect(rows).toEqual(expected.toSorted());
  });

  it('gives each rule its own code and name', () => {
    expect(new Set(ALL_RULES.map(({ code }) => code)).size).toBe(ALL_RULES.length);
    expect(new Set(ALL_RULES.map(({ name }) => name)).size).toBe(ALL_RULES.length);
  });
});

describe.each(ALL_RULES)('the page of $code', ({ code, name, severity, title }) => {
  const page = textOf(code);

  it('has the name, the severity and the title of the rule', () => {
    expect(page.startsWith(`# ${code}: ${name}\n`)).toBe(true);
    expect(page.replace(/\s+/g, ' ')).toContain(`**${severity}** · ${title} ## What it finds`);
  });

  it('says why, with the page of AWS that the rule rests on', () => {
    const why = /^## Why\n([\s\S]*?)^## /m.exec(page)?.[1] ?? '';

    expect(why).toMatch(/\]\(https:\/\/docs\.aws\.amazon\.com\/\S+\)/);
  });

  it('shows an example on which the rule fires, and nothing else', () => {
    const metadata = blockOf(page, 'json metadata');

    expect(codesIn(blockOf(page, 'yaml bad') ?? '', metadata)).toEqual([code]);
  });

  it('shows a mended example on which nothing fires', () => {
    expect(codesIn(blockOf(page, 'yaml good') ?? '', undefined)).toEqual([]);
  });
});
