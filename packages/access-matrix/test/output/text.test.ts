import { describe, expect, it } from 'vitest';
import type { MatrixCell } from '../../src/matrix/types.ts';
import { limitsText, shortText } from '../../src/output/cell-text.ts';
import { cellText } from '../../src/output/changes.ts';
import { shorten, wrap } from '../../src/output/layout.ts';

type Decision = MatrixCell['decision'];

const cell = (
  decision: Decision,
  iam: Decision,
  lakeFormation: Decision,
  more: Partial<MatrixCell> = {},
): MatrixCell => ({
  persona: 'p',
  action: 'SELECT',
  resource: 'd.t',
  decision,
  iam: { decision: iam, reason: 'by IAM' },
  lakeFormation: { decision: lakeFormation, reason: 'by Lake Formation' },
  ...more,
});

describe('a cell in a few characters', () => {
  it.each<[string, MatrixCell | undefined, string]>([
    ['allowed', cell('allow', 'allow', 'allow'), 'yes'],
    ['allowed in part', cell('allow', 'allow', 'allow', { columns: ['a', 'b'] }), 'yes 2/6'],
    ['allowed for some rows', cell('allow', 'allow', 'allow', { rowFilter: 'a = 1' }), 'yes rows'],
    ['both', cell('allow', 'allow', 'allow', { columns: ['a'], rowFilter: 'a = 1' }), 'yes 1/6 rows'],
    ['denied by both sides', cell('deny', 'deny', 'deny'), '-'],
    ['denied by IAM', cell('deny', 'deny', 'allow'), '- iam'],
    ['denied by IAM, the other side unknown', cell('deny', 'deny', 'unknown'), '- iam'],
    ['denied by Lake Formation', cell('deny', 'allow', 'deny'), '- lf'],
    ['unknown', cell('unknown', 'allow', 'unknown'), '?'],
    ['not asked', undefined, ''],
  ])('%s', (_, value, expected) => {
    expect(shortText(value, 6)).toBe(expected);
  });

  it('counts columns alone when the table declares none', () => {
    expect(shortText(cell('allow', 'allow', 'allow', { columns: ['a'] }))).toBe('yes 1 columns');
  });
});

describe('a cell in words', () => {
  it('says what of a table is seen', () => {
    expect(limitsText({ columns: ['a', 'b'], rowFilter: 'a = 1' })).toBe('columns a, b; rows where a = 1');
    expect(limitsText({})).toBe('');
  });

  it('names the side that decided', () => {
    expect(cellText(cell('deny', 'allow', 'deny'))).toBe('deny: Lake Formation: by Lake Formation');
    expect(cellText(cell('allow', 'allow', 'allow', { columns: ['a'] }))).toBe(
      'allow (columns a): IAM: by IAM; Lake Formation: by Lake Formation',
    );
    expect(cellText(undefined)).toBe('not there');
  });
});

describe('a text in lines', () => {
  it('breaks at spaces and hangs behind its beginning', () => {
    expect(wrap('one two three', '', '  ', 8)).toEqual(['one two', '  three']);
  });

  it('gives a word that is too long a line of its own', () => {
    expect(wrap('a extraordinarily b', '', '', 6)).toEqual(['a', 'extraordinarily', 'b']);
  });

  it('of nothing is one empty line', () => {
    expect(wrap('', '  ')).toEqual(['  ']);
  });

  it.each([
    ['short', 10, 'short'],
    ['s3://a-very-long-bucket/folder/', 16, 's3://a…t/folder/'],
  ])('shortens %s to %i characters in its middle', (text, length, expected) => {
    expect(shorten(text, length)).toBe(expected);
    expect([...shorten(text, length)].length).toBeLessThanOrEqual(length);
  });
});
