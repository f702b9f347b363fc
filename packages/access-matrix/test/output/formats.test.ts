import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../cli/src/paint.ts';
import { computeMatrix } from '../../src/matrix/compute.ts';
import { diffModels } from '../../src/matrix/diff.ts';
import { changeLines, changesMarkdown } from '../../src/output/changes.ts';
import { formatHtml } from '../../src/output/html.ts';
import { formatJson } from '../../src/output/json.ts';
import { formatMarkdown } from '../../src/output/markdown.ts';
import { codeSpan, escapeMarkdown } from '../../src/output/markdown-text.ts';
import { createReport } from '../../src/output/report.ts';
import * as b from '../lake-formation/builders.ts';
import { LAKE, lakeWith, lakeWithout, QUERY } from '../lake-formation/fixture.ts';

const plain = createPaint({}, {});
const EVIL = '<script>alert("1")</script>|`x`';

const model = b.modelOf(lakeWith({ Evil: b.role({ persona: EVIL }) }));
const cells = computeMatrix(model);
const report = createReport(model, cells);

describe('JSON', () => {
  const parsed: unknown = JSON.parse(formatJson(cells));

  it('is an array of the cells', () => {
    expect(parsed).toEqual(cells);
  });

  it('has the decision and the reason of both sides, and what is seen', () => {
    expect(
      cells.find(
        ({ persona, action, resource }) => `${persona} ${action} ${resource}` === 'analyst SELECT sales.sales',
      ),
    ).toEqual({
      persona: 'analyst',
      action: 'SELECT',
      resource: 'sales.sales',
      decision: 'allow',
      iam: { decision: 'allow', reason: expect.stringContaining('allowed by inline policy own of role Analyst') },
      lakeFormation: { decision: 'allow', reason: expect.stringContaining('grant AnalystReads') },
      columns: ['id', 'shop_id'],
      rowFilter: 'shop_id = 5',
    });
  });

  it('is one cell a line, for tools that compare lines', () => {
    expect(formatJson(cells).split('\n')).toHaveLength(cells.length + 3);
  });
});

describe('Markdown', () => {
  const text = formatMarkdown(report);

  it('has a heading and tables for each persona', () => {
    expect(text).toContain('## analyst\n');
    expect(text).toContain(
      '| table | SELECT | INSERT | DELETE | DESCRIBE | ALTER | DROP | Grant | direct S3 read |\n|---|---|---|---|---|---|---|---|---|\n| `sales.sales` | **yes 2/3 rows** | - lf |',
    );
  });

  it('has every cell with both reasons, folded away', () => {
    const own = cells.filter(({ persona }) => persona === 'analyst').length;

    expect(text).toContain(`<details><summary>Reasons of all ${own} cells</summary>`);
    expect(text).toMatch(
      /\| `SELECT` \| `sales\.sales` \| allow \| columns id, shop\\_id; rows where shop\\_id = 5 \| allow: /,
    );
  });

  it('lets no text of others become markup', () => {
    // In code it is shown as it is.
    expect(text.replaceAll(codeSpan(`role:${EVIL}`), '')).not.toContain('<script>');
    expect(text).toContain('## &lt;script>');
  });

  it.each([
    ['a|b', '`a\\|b`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
  ])('writes the name %s as code', (name, expected) => {
    expect(codeSpan(name)).toBe(expected);
  });

  it('keeps a text in its line', () => {
    expect(escapeMarkdown('a\n# b')).toBe('a \\# b');
  });
});

describe('HTML', () => {
  const page = formatHtml(report);

  it('needs nothing from anywhere and runs nothing', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe)\b|url\(|@import|\bon\w+=/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('lets no text of others become markup', () => {
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });

  it('says in which language it is, what it is about, and where its parts are', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<title>Access matrix</title>');
    expect(page).toContain('<a class="skip" href="#matrix">');
    expect(page).toContain('<nav aria-label="Personas">');
    expect(page).toContain('<main id="matrix">');
  });

  it('gives every table a caption and every header its scope', () => {
    const tables = page.match(/<table>/g) ?? [];

    expect(page.match(/<caption>/g)).toHaveLength(tables.length);
    expect(page).not.toMatch(/<th(?!ead>| scope=)/);
  });

  it('gives every table that scrolls a name and the focus', () => {
    const regions = page.match(/<div class="scroll" role="region" tabindex="0" aria-label="[^"]+">/g) ?? [];

    expect(regions).toHaveLength((page.match(/<table>/g) ?? []).length);
  });

  it('has no id twice, and leads to ids that are there', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(targets));
  });

  it('closes whatever it opens', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
      if (['meta', 'br'].includes(name)) continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }

    expect(open).toEqual([]);
  });

  it('says in words what the colours say', () => {
    expect(page).toContain('<td class="deny"><span>no lf</span></td>');
    expect(page).toContain(
      '<td class="allow"><span>yes 2/3 rows</span><small>columns id, shop_id; rows where shop_id = 5</small></td>',
    );
  });
});

describe('what a change does', () => {
  const changes = diffModels(
    b.modelOf(LAKE),
    b.modelOf({
      ...lakeWithout('AnalystReads'),
      G: b.grant(b.roleArn('Analyst'), b.on.table('sales', 'items'), ['SELECT']),
      Stranger: b.role({ persona: 'stranger', statements: [b.allow(['glue:GetDatabase'])] }),
    }),
  );

  it('is told with what it opens first', () => {
    const text = changeLines(changes, plain).join('\n');

    expect(text).toMatch(/^Opens 2\n {2}analyst SELECT sales\.items\n {4}was {2}deny: Lake Formation: no grant/);
    expect(text).toMatch(/\nCloses 2\n/);
  });

  it('is told for a review in tables', () => {
    const text = changesMarkdown(changes);

    expect(text).toContain(
      '### Opens 2\n\n| Persona | Action | Resource | Was | Is |\n|---|---|---|---|---|\n| analyst | `SELECT` | `sales.items` | deny: ',
    );
  });

  it('is nothing, when nobody may do more or less', () => {
    expect(changeLines([], plain)).toEqual(['Nobody may do more or less than before.']);
    expect(changesMarkdown([])).toBe('Nobody may do more or less than before.\n');
  });

  it('is told, too, when one side less denies', () => {
    const wider = lakeWith({
      Analyst: b.role({ persona: 'analyst', statements: [...QUERY, b.allow(['glue:DeleteTable'])] }),
    });

    const text = changeLines(diffModels(b.modelOf(LAKE), b.modelOf(wider)), plain).join('\n');

    expect(text).toContain(
      'Weakens 2 (still denied, but by one side only)\n  analyst DROP sales.sales, sales.items\n    is   deny: Lake Formation:',
    );
  });
});
