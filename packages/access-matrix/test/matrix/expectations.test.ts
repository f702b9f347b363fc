import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareExpectations } from '../../src/matrix/expectations.ts';
import { formatExpectations, parseExpectations, readExpectations } from '../../src/matrix/expectations-file.ts';
import * as b from '../lake-formation/builders.ts';
import { matrixOf } from '../lake-formation/builders.ts';
import { LAKE, lakeWith, lakeWithout } from '../lake-formation/fixture.ts';

const matrix = matrixOf(LAKE);
const asWritten = formatExpectations(matrix);

function differences(content: string, cells = matrix): string[] {
  const parsed = parseExpectations(content, 'access.yaml');
  if (parsed.status === 'error') throw new Error(parsed.lines.join('\n'));
  return compareExpectations(parsed.expectations, cells).map(({ text }) => text);
}

function problems(content: string): readonly string[] {
  const parsed = parseExpectations(content, 'access.yaml');
  return parsed.status === 'error' ? parsed.lines : [];
}

describe('the present matrix, written down', () => {
  it('is as expected', () => {
    expect(differences(asWritten)).toEqual([]);
  });

  it('holds columns and rows', () => {
    expect(asWritten).toContain(
      [
        '        - resource: sales.sales',
        '          columns:',
        '            - id',
        '            - shop_id',
        '          rows: shop_id = 5',
      ].join('\n'),
    );
  });

  it('says what is unknown, too', () => {
    const outside = b.grant('arn:aws:iam::123456789012:role/Auditor', b.on.everyTable('sales'), ['SELECT']);
    const cells = matrixOf(lakeWith({ outside }));

    const written = formatExpectations(cells);

    expect(written).toMatch(/Auditor:\n {4}unknown:\n[\s\S]*SELECT: all/);
    expect(differences(written, cells)).toEqual([]);
  });
});

describe('a difference', () => {
  it('is whatever is missing', () => {
    const found = differences(asWritten, matrixOf(lakeWithout('AnalystReads')));

    expect(found).toHaveLength(3);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^access\.yaml:\d+:\d+: analyst SELECT sales\.sales should be allow and is deny: Lake Formation: no grant gives it SELECT/,
      ),
    );
  });

  it('is whatever is more', () => {
    const more = { G: b.grant(b.roleArn('Analyst'), b.on.table('sales', 'items'), ['SELECT']) };

    expect(differences(asWritten, matrixOf(lakeWith(more)))).toContainEqual(
      expect.stringMatching(
        /^access\.yaml: analyst SELECT sales\.items is allow, and is not in the file: IAM: .*; Lake Formation: grant G/,
      ),
    );
  });

  it('is a persona that the file does not know', () => {
    const Stranger = b.role({ statements: [b.allow(['s3:GetObject'], 'arn:aws:s3:::data/*')] });

    expect(differences(asWritten, matrixOf(lakeWith({ Stranger })))).toContainEqual(
      expect.stringContaining('access.yaml: Stranger s3:GetObject s3://data/ is allow, and is not in the file'),
    );
  });

  it('is another row filter', () => {
    const Filter = b.cellsFilter('sales', 'sales', 'part', { except: ['price'] });

    expect(differences(asWritten, matrixOf(lakeWith({ Filter })))).toEqual([
      expect.stringContaining('analyst SELECT sales.sales should see rows where shop_id = 5 and sees all rows'),
    ]);
  });

  it('is another set of columns, in whatever order', () => {
    const Filter = b.cellsFilter('sales', 'sales', 'part', { columns: ['id'], rows: 'shop_id = 5' });
    const swapped = asWritten.replace(/- id\n(\s+)- shop_id/, '- shop_id\n$1- id');

    expect(differences(swapped)).toEqual([]);
    expect(differences(asWritten, matrixOf(lakeWith({ Filter })))).toEqual([
      expect.stringContaining('should see columns id, shop_id and sees id'),
    ]);
  });

  it.each([
    [
      'persona',
      'personas:\n  analist: {}\n',
      'access.yaml:2:3: the matrix has no persona "analist"; did you mean analyst?',
    ],
    [
      'action',
      'personas:\n  analyst:\n    allow:\n      SELCT: all\n',
      'access.yaml:4:7: the matrix has no action "SELCT"; did you mean SELECT?',
    ],
    [
      'resource',
      'personas:\n  analyst:\n    allow:\n      SELECT: [sales.sals]\n',
      'access.yaml:4:16: SELECT is not asked of "sales.sals"; did you mean sales.sales?',
    ],
  ])('is a misspelt %s', (_, content, expected) => {
    expect(differences(content)).toContain(expected);
  });

  it('is one resource of all that is not as the others', () => {
    const all = 'personas:\n  leader:\n    allow:\n      SELECT: all\n';

    const found = differences(
      all,
      matrix.filter(({ persona, action }) => persona === 'leader' && action === 'SELECT'),
    );

    expect(found).toEqual([]);
    expect(
      differences(
        all,
        matrixOf(lakeWithout('LeaderReads')).filter(
          ({ persona, action }) => persona === 'leader' && action === 'SELECT',
        ),
      ),
    ).toHaveLength(2);
  });
});

describe('a file', () => {
  it.each([
    ['nothing', '', 'access.yaml:1:1: is empty: write personas'],
    [
      'a misspelt word',
      'personas: {}\nperson: 1\n',
      'access.yaml:2:1: person: there is no such setting; did you mean personas?',
    ],
    [
      'a misspelt decision',
      'personas:\n  a:\n    alow: {}\n',
      'access.yaml:3:5: personas.a.alow: there is no such setting; did you mean allow?',
    ],
    [
      'a misspelt setting of a resource',
      'personas:\n  a:\n    allow:\n      SELECT:\n        - resource: x\n          rws: y\n',
      'access.yaml:6:11: personas.a.allow.SELECT[0].rws: there is no such setting; did you mean rows?',
    ],
    [
      'one resource without a list',
      'personas:\n  a:\n    allow:\n      SELECT: x\n',
      'access.yaml:4:7: personas.a.allow.SELECT: is "x": write a list of resources, or all',
    ],
    [
      'an empty list of columns',
      'personas:\n  a:\n    allow:\n      SELECT:\n        - { resource: x, columns: [] }\n',
      'access.yaml:5:26: personas.a.allow.SELECT[0].columns: name a column, or leave it out',
    ],
    ['broken YAML', 'personas: [\n', 'access.yaml:2:1: Flow sequence'],
    ['the same persona twice', 'personas:\n  a: {}\n  a: {}\n', 'access.yaml:3:3: Map keys must be unique'],
  ])('with %s is refused with its place', (_, content, expected) => {
    expect(problems(content)[0]).toContain(expected);
  });

  it('that is not there is answered with how to make it', () => {
    expect(readExpectations('/nowhere/access.yaml')).toEqual({
      status: 'error',
      lines: [
        '/nowhere/access.yaml: cannot be read (ENOENT); write the present matrix with --yaml /nowhere/access.yaml',
      ],
    });
  });

  it('is read', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'expect-')), 'access.yaml');
    writeFileSync(file, asWritten);

    expect(readExpectations(file).status).toBe('success');
  });
});
