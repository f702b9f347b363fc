import { describe, expect, it } from 'vitest';
import { diffMatrices } from '../../src/matrix/diff.ts';
import type { MatrixCell } from '../../src/matrix/types.ts';

type Limits = Pick<MatrixCell, 'columns' | 'rowFilter'>;

function cell(decision: MatrixCell['decision'], limits: Limits = {}, iam = decision): MatrixCell {
  return {
    persona: 'p',
    action: 'SELECT',
    resource: 'd.t',
    decision,
    iam: { decision: iam, reason: 'iam' },
    lakeFormation: { decision, reason: 'lf' },
    ...limits,
  };
}

const kind = (was: MatrixCell | undefined, is: MatrixCell | undefined) =>
  diffMatrices(was ? [was] : [], is ? [is] : [])[0]?.kind;

describe('a change of a cell', () => {
  it.each<[string, MatrixCell | undefined, MatrixCell | undefined, string | undefined]>([
    ['allowed at last', cell('deny'), cell('allow'), 'opens'],
    ['no longer ruled out', cell('deny'), cell('unknown'), 'opens'],
    ['denied at last', cell('allow'), cell('deny'), 'closes'],
    ['certainly denied', cell('unknown'), cell('deny'), 'closes'],
    ['no longer certain', cell('allow'), cell('unknown'), 'changes'],
    ['new and allowed', undefined, cell('allow'), 'opens'],
    ['new and denied', undefined, cell('deny'), undefined],
    ['gone', cell('allow'), undefined, 'closes'],
    ['the same', cell('allow', { columns: ['a'] }), cell('allow', { columns: ['a'] }), undefined],
    ['more columns', cell('allow', { columns: ['a'] }), cell('allow', { columns: ['a', 'b'] }), 'opens'],
    ['all columns', cell('allow', { columns: ['a'] }), cell('allow'), 'opens'],
    ['fewer columns', cell('allow'), cell('allow', { columns: ['a'] }), 'closes'],
    ['other columns', cell('allow', { columns: ['a'] }), cell('allow', { columns: ['b'] }), 'changes'],
    ['all rows', cell('allow', { rowFilter: 'a = 1' }), cell('allow'), 'opens'],
    ['a row filter', cell('allow'), cell('allow', { rowFilter: 'a = 1' }), 'closes'],
    ['other rows', cell('allow', { rowFilter: 'a = 1' }), cell('allow', { rowFilter: 'a = 2' }), 'changes'],
    [
      'fewer columns and more rows',
      cell('allow', { rowFilter: 'a = 1' }),
      cell('allow', { columns: ['a'] }),
      'changes',
    ],
    ['denied by one side only', cell('deny'), cell('deny', {}, 'allow'), 'weakens'],
    ['denied by both sides now', cell('deny', {}, 'allow'), cell('deny'), undefined],
  ])('to %s', (_, was, is, expected) => {
    expect(kind(was, is)).toBe(expected);
  });

  it('comes with what it was and what it is', () => {
    const [was, is] = [cell('deny'), cell('allow')];

    expect(diffMatrices([was], [is])).toEqual([
      { kind: 'opens', persona: 'p', action: 'SELECT', resource: 'd.t', before: was, after: is },
    ]);
  });
});
