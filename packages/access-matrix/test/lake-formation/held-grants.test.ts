import { describe, expect, it } from 'vitest';
import { GrantIndex, type HeldGrant } from '../../src/lake-formation/held-grants.ts';
import type { Grant, GrantResource } from '../../src/lake-formation/types.ts';
import { unresolved } from '../../src/template/unresolved.ts';

const ACCOUNT = '123456789012';
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ITEMS: GrantResource = { kind: 'table', database: 'sales', table: 'items' };

const grant = (id: string, principal: string, resource: GrantResource = ITEMS, more: Partial<Grant> = {}): Grant => ({
  principal,
  resource,
  permissions: ['SELECT'],
  grantable: [],
  source: { stack: 'Lake', logicalId: id },
  ...more,
});

const ids = (held: readonly HeldGrant[]) => held.map((one) => one.grant.source.logicalId);
const heldBy = (arn: string, ...grants: readonly Grant[]) => new GrantIndex(grants).of({ arn, account: ACCOUNT });

describe('the grants of a principal', () => {
  it('are its own and those of every principal of its account, in the order of the templates', () => {
    const held = heldBy(
      arnOf('ann'),
      grant('Everyone', `${ACCOUNT}:IAMPrincipals`),
      grant('Bob', arnOf('bob')),
      grant('Own', arnOf('ann')),
      grant('Others', '210987654321:IAMPrincipals'),
      grant('Allowed', 'IAM_ALLOWED_PRINCIPALS'),
    );

    expect(ids(held.onTable('sales', 'items'))).toEqual(['Everyone', 'Own', 'Allowed']);
  });

  it('are not those of a principal whose name begins alike', () => {
    expect(heldBy(arnOf('ann'), grant('Longer', arnOf('anna'))).isEmpty).toBe(true);
  });

  it('are perhaps those of a principal that is known only after deployment', () => {
    const [held] = heldBy(arnOf('ann'), grant('Unknown', unresolved('parameter Who'))).onTable('sales', 'items');

    expect(held?.doubt).toBe('whom it is for is not known: <parameter Who>');
  });

  it('are perhaps those of anybody, when its own name is known only after deployment', () => {
    const held = heldBy(unresolved('parameter Who'), grant('Ann', arnOf('ann'))).onTable('sales', 'items');

    expect(ids(held)).toEqual(['Ann']);
    expect(held[0]?.doubt).toContain('whom it is for is not known');
  });

  it('are not the ones that open a table for IAM to decide', () => {
    const open = grant('Open', 'IAM_ALLOWED_PRINCIPALS', ITEMS, { permissions: ['ALL'] });

    expect(heldBy(arnOf('ann'), open).isEmpty).toBe(true);
    expect(new GrantIndex([open]).opening('sales', 'items')).toBe(open);
  });
});

describe('the grants on a table', () => {
  const held = heldBy(
    arnOf('ann'),
    grant('Items', arnOf('ann')),
    grant('Every', arnOf('ann'), { kind: 'table', database: 'sales' }),
    grant('Columns', arnOf('ann'), {
      kind: 'columns',
      database: 'sales',
      table: 'shops',
      columns: { kind: 'only', names: ['a'] },
    }),
    grant('Stock', arnOf('ann'), { kind: 'table', database: 'stock', table: 'items' }),
    grant('Database', arnOf('ann'), { kind: 'database', database: 'sales' }),
  );

  it('are those on every table of its database before its own', () => {
    expect(ids(held.onTable('sales', 'items'))).toEqual(['Every', 'Items']);
    expect(ids(held.onTable('sales', 'shops'))).toEqual(['Every', 'Columns']);
    expect(ids(held.onTable('sales', 'other'))).toEqual(['Every']);
  });

  it('are not those on a table of that name in another database', () => {
    expect(ids(held.onTable('stock', 'items'))).toEqual(['Stock']);
    expect(held.onTable('stock', 'other')).toEqual([]);
  });

  it('are not those on the database itself', () => {
    expect(ids(held.onDatabase('sales'))).toEqual(['Database']);
    expect(ids(held.inDatabase('sales'))).toEqual(['Items', 'Every', 'Columns']);
  });

  it('are perhaps those on one whose name is known only after deployment', () => {
    const vague = heldBy(
      arnOf('ann'),
      grant('Vague', arnOf('ann'), { ...ITEMS, table: unresolved('parameter Table') }),
    );

    const [found] = vague.onTable('sales', 'anything');

    expect(found?.doubt).toBe('whether it is on this resource is not known: it names sales.<parameter Table>');
    expect(vague.onTable('stock', 'anything')).toEqual([]);
    expect(vague.concerns('stock')).toBe(true);
  });
});
