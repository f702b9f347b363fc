import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../cli/src/paint.ts';
import { computeMatrix } from '../../src/matrix/compute.ts';
import { createReport } from '../../src/output/report.ts';
import { terminalLines } from '../../src/output/terminal.ts';
import * as b from '../lake-formation/builders.ts';
import { LAKE, lakeWith } from '../lake-formation/fixture.ts';

const plain = createPaint({}, {});

function reportOf(resources: b.Resources) {
  const model = b.modelOf(resources);
  return createReport(model, computeMatrix(model));
}

const textOf = (resources: b.Resources, options = {}) => terminalLines(reportOf(resources), plain, options).join('\n');
const lake = textOf(LAKE);

/** The part of one persona. */
const partOf = (text: string, persona: string) =>
  text.split(/\n\n(?=\S)/).find((part) => part.startsWith(`${persona}\n`)) ?? '';

describe('the matrix on a terminal', () => {
  it('begins with what was looked at', () => {
    expect(lake).toMatch(
      /^Who may do what\n\S+\.template\.json: 3 personas, 1 other principal with access, 1 without any,/,
    );
  });

  it('has a row for each table, with direct reading of S3 as a column of its own', () => {
    expect(partOf(lake, 'analyst')).toContain(
      [
        '  table        SELECT        INSERT  DELETE  DESCRIBE  ALTER  DROP  Grant  direct S3 read',
        '  sales.sales  yes 2/3 rows  - lf    - lf    yes       -      -     -      - iam',
        '  sales.items  - lf          - lf    - lf    - lf      -      -     -      - iam',
      ].join('\n'),
    );
  });

  it('tells the reason on both sides, and what of a table is seen', () => {
    expect(partOf(lake, 'analyst')).toContain(
      [
        '    allow   SELECT sales.sales',
        '            only columns id, shop_id; rows where shop_id = 5',
        '            IAM 9 actions allowed by inline policy own of role Analyst',
        '            LF  grant AnalystReads gives SELECT on filter part of sales.sales: all columns but',
        '               price, rows where shop_id = 5',
      ].join('\n'),
    );
  });

  it('tells like reasons together', () => {
    expect(partOf(lake, 'leader')).toContain('    allow   SELECT sales.sales, sales.items\n');
  });

  it('tells what is denied only when it is asked to', () => {
    const denied = '    deny    INSERT sales.sales';

    expect(lake).not.toContain(denied);
    expect(textOf(LAKE, { reasons: true })).toContain(denied);
  });

  it('shows of a role that is no persona only what it may do', () => {
    const text = partOf(lake, 'DataAccess');

    expect(text).toContain('not tagged as a persona');
    expect(text).toContain('s3://data/');
    expect(text).not.toContain('catalog');
  });

  it('shows no table for a principal that is only named, but what Lake Formation lets it do', () => {
    const outside = b.grant('arn:aws:iam::123456789012:role/Auditor', b.on.everyTable('sales'), ['SELECT']);

    const text = partOf(textOf(lakeWith({ outside })), 'Auditor');

    expect(text).toContain('outside of the templates, which only name it');
    expect(text).toContain('unknown DESCRIBE sales, sales.sales, sales.items; SELECT sales.sales, sales.items');
    expect(text).not.toContain('s3:GetObject');
  });

  it('says of a persona that may do nothing just that', () => {
    expect(partOf(textOf(lakeWith({ Idle: b.role({ persona: 'idle' }) })), 'idle')).toContain('may do nothing of this');
  });

  it('ends with what is to be looked at, mistakes first', () => {
    const more = {
      Kept: { Type: 'Vendor::Made::Up' },
      G: b.grant(b.roleArn('Leader'), b.on.database('sales'), ['SELECT']),
    };

    expect(textOf(lakeWith(more))).toMatch(
      /\n\n4 things to look at\n {2}error {4}G: SELECT is nothing that can be granted on database sales[\s\S]*\n {2}warning {2}/,
    );
  });

  it('keeps to 100 columns', () => {
    for (const line of textOf(LAKE, { reasons: true }).split('\n')) {
      // A word that is longer than a line, such as an ARN, cannot be broken.
      if (line.trim().includes(' ')) expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });

  it('has colours only where they are wanted', () => {
    const paint = createPaint({ isTTY: true }, {});

    expect(lake).not.toContain('\u001b');
    expect(terminalLines(reportOf(LAKE), paint).join('\n')).toContain('\u001b[32m');
  });
});

describe('results of queries', () => {
  const shared = 'results-shared';
  const rules = (resources: b.Resources) => reportOf(resources).problems.map(({ rule }) => rule);

  it('that two personas with different rights share go around columns and rows', () => {
    expect(reportOf(LAKE).problems.map(({ message }) => message)).toEqual([
      'Workgroup: analyst can read the results of leader in s3://results/queries/, who sees more of sales.sales; give each its own workgroup and folder',
    ]);
  });

  it('that two personas with the same rights share do not', () => {
    const more = {
      AnalystReads: b.grant(b.roleArn('Analyst'), b.on.everyTable('sales'), ['SELECT']),
    };

    expect(rules(lakeWith(more))).not.toContain(shared);
  });

  it('that everybody has for himself do not', () => {
    const own = (id: string) => [
      b.allow(
        ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
        `arn:aws:athena:*:*:workgroup/${id}`,
      ),
      b.allow(['glue:GetDatabase', 'glue:GetTable', 'lakeformation:GetDataAccess']),
      b.allow(['s3:GetBucketLocation'], 'arn:aws:s3:::results'),
      b.allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::results/${id}/*`),
    ];
    const more = {
      Workgroup: b.workgroup('leader', 's3://results/leader/'),
      Second: b.workgroup('analyst', 's3://results/analyst/'),
      Leader: b.role({ persona: 'leader', statements: own('leader') }),
      Analyst: b.role({ persona: 'analyst', statements: own('analyst') }),
    };

    expect(rules(lakeWith(more))).toEqual([]);
  });
});
