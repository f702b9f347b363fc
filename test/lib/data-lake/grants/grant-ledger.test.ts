import { describe, expect, test } from 'vitest';
import { GrantLedger } from '../../../../lib/data-lake/grants/grant-ledger.ts';
import type { GrantTarget, TablePermission } from '../../../../lib/data-lake/grants/permissions.ts';

const whole = (permission: TablePermission, table = 'orders'): GrantTarget => ({
  type: 'table',
  database: 'shop',
  table,
  permission,
});
const all = (permission: TablePermission): GrantTarget => ({ type: 'all-tables', database: 'shop', permission });
const filtered = (filter = 'some', table = 'orders'): GrantTarget => ({
  type: 'rows-and-columns',
  database: 'shop',
  table,
  filter,
  permission: 'SELECT',
});

/** The problem of the last grant, after those before it. */
function lastProblem(...targets: GrantTarget[]): string | undefined {
  const ledger = new GrantLedger(['admin']);
  const last = targets.pop();
  for (const target of targets) ledger.add('reader', target, false);
  return last === undefined ? undefined : ledger.problem('reader', last);
}

const HIDES_NOTHING = 'grants add up, so that nothing would be hidden';

describe('grants that go together', () => {
  test.each<[string, GrantTarget[]]>([
    ['several permissions on one table', [whole('SELECT'), whole('INSERT'), whole('ALTER')]],
    ['a filter on one table and everything on another', [filtered(), whole('SELECT', 'items')]],
    ['filters on two tables', [filtered(), filtered('other', 'items')]],
    ['all tables and one of them', [all('SELECT'), whole('SELECT')]],
  ])('%s', (_, targets) => {
    expect(lastProblem(...targets)).toBeUndefined();
  });

  test('what two principals hold on one table', () => {
    const ledger = new GrantLedger([]);
    ledger.add('one', whole('SELECT'), false);

    expect(ledger.problem('other', filtered())).toBeUndefined();
  });
});

describe('grants that do not go together say why', () => {
  test.each<[string, GrantTarget[], string]>([
    ['a filter after everything', [whole('SELECT'), filtered()], HIDES_NOTHING],
    ['everything after a filter', [filtered(), whole('SELECT')], HIDES_NOTHING],
    ['a filter after all tables', [all('SELECT'), filtered()], HIDES_NOTHING],
    ['all tables after a filter', [filtered(), all('SELECT')], HIDES_NOTHING],
    ['DESCRIBE and a filter', [whole('DESCRIBE'), filtered()], 'SELECT implies DESCRIBE'],
    ['a filter and DESCRIBE', [filtered(), whole('DESCRIBE')], 'SELECT implies DESCRIBE'],
    ...(['ALTER', 'DROP', 'DELETE', 'INSERT'] as const).flatMap((permission): [string, GrantTarget[], string][] => [
      [`${permission} and a filter`, [whole(permission), filtered()], 'goes with no other permission on the table'],
      [`a filter and ${permission}`, [filtered(), whole(permission)], 'goes with no other permission on the table'],
    ]),
    ['two filters', [filtered('one'), filtered('two')], 'put both into one'],
  ])('%s', (_, targets, expected) => {
    expect(lastProblem(...targets)).toContain(expected);
  });

  test('with the grant that is in the way', () => {
    expect(lastProblem(whole('INSERT'), filtered())).toMatch(/^it has INSERT on shop\.orders already; /);
  });

  test('for an administrator, whatever it is', () => {
    expect(new GrantLedger(['admin']).problem('admin', whole('SELECT'))).toMatch(/^it is a data lake administrator/);
  });

  test('once with and once without the right to grant it on', () => {
    const ledger = new GrantLedger([]);
    ledger.add('reader', whole('SELECT'), true);

    expect(ledger.problem('reader', whole('SELECT'), false)).toContain('decide for one of them');
  });
});

describe('the same grant twice', () => {
  test('is one grant', () => {
    const ledger = new GrantLedger([]);

    expect([ledger.add('reader', whole('SELECT'), false), ledger.add('reader', whole('SELECT'), false)]).toEqual([
      true,
      false,
    ]);
  });
});
