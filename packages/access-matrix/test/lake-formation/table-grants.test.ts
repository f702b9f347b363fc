import { describe, expect, it } from 'vitest';
import { ACCOUNT, cellOf, cellsFilter, grant, matrixOf, on, type Resources, roleArn, table } from './builders.ts';
import { cellWith, LAKE, lakeWithout } from './fixture.ts';

/** What the analyst sees of sales.sales with these instead of the lake's own grant to it. */
function analystSees(more: Resources) {
  const { decision, columns, rowFilter, lakeFormation } = cellOf(
    matrixOf({ ...lakeWithout('AnalystReads'), ...more }),
    'analyst',
    'SELECT',
    'sales.sales',
  );
  return { decision, columns, rowFilter, reason: lakeFormation.reason };
}

const toAnalyst = (target: Readonly<Record<string, unknown>>, ...permissions: string[]) =>
  grant(roleArn('Analyst'), target, permissions);

describe('SELECT', () => {
  it('on a table shows all of it', () => {
    expect(analystSees({ G: toAnalyst(on.table('sales', 'sales'), 'SELECT') })).toMatchObject({
      decision: 'allow',
      columns: undefined,
      rowFilter: undefined,
      reason: 'grant G gives SELECT on sales.sales',
    });
  });

  it('is part of ALL', () => {
    expect(analystSees({ G: toAnalyst(on.table('sales', 'sales'), 'ALL') }).decision).toBe('allow');
  });

  it('on every table of the database shows this one', () => {
    expect(analystSees({ G: toAnalyst(on.everyTable('sales'), 'SELECT') })).toMatchObject({
      decision: 'allow',
      reason: 'grant G gives SELECT on every table of sales',
    });
  });

  it('on the database is nothing that tables inherit', () => {
    expect(analystSees({ G: toAnalyst(on.database('sales'), 'ALL') }).decision).toBe('deny');
  });

  it('on a list of columns shows those, in the order of the table', () => {
    expect(analystSees({ G: toAnalyst(on.columns('sales', 'sales', ['shop_id', 'id']), 'SELECT') })).toMatchObject({
      decision: 'allow',
      columns: ['id', 'shop_id'],
    });
  });

  it('on all columns but some shows the others', () => {
    expect(analystSees({ G: toAnalyst(on.columnsBut('sales', 'sales', ['PRICE']), 'SELECT') }).columns).toEqual([
      'id',
      'shop_id',
    ]);
  });

  it('on every column that there is, listed, shows all', () => {
    const all = toAnalyst(on.columns('sales', 'sales', ['id', 'price', 'shop_id']), 'SELECT');

    expect(analystSees({ G: all })).toMatchObject({ decision: 'allow', columns: undefined });
  });

  it('through a filter shows its columns and rows, and the reason says which', () => {
    expect(analystSees({ G: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT') })).toEqual({
      decision: 'allow',
      columns: ['id', 'shop_id'],
      rowFilter: 'shop_id = 5',
      reason: 'grant G gives SELECT on filter part of sales.sales: all columns but price, rows where shop_id = 5',
    });
  });

  it('through a filter of rows only shows every column', () => {
    const more = {
      Rows: cellsFilter('sales', 'sales', 'rows', { rows: 'id > 1' }),
      G: toAnalyst(on.filter('sales', 'sales', 'rows'), 'SELECT'),
    };

    expect(analystSees(more)).toMatchObject({ decision: 'allow', columns: undefined, rowFilter: 'id > 1' });
  });

  it('in other capitals is the same: the catalogue knows lower case only', () => {
    expect(analystSees({ G: toAnalyst(on.table('Sales', 'SALES'), 'select') }).decision).toBe('allow');
  });

  it('in the older form of a grant counts as well', () => {
    const old = {
      Type: 'AWS::LakeFormation::Permissions',
      Properties: {
        DataLakePrincipal: { DataLakePrincipalIdentifier: roleArn('Analyst') },
        Resource: { TableWithColumnsResource: { DatabaseName: 'sales', Name: 'sales', ColumnNames: ['id'] } },
        Permissions: ['SELECT'],
      },
    };

    expect(analystSees({ G: old })).toMatchObject({ decision: 'allow', columns: ['id'] });
  });

  it('to every principal of the account is one to this one', () => {
    const everyone = grant(`${ACCOUNT}:IAMPrincipals`, on.table('sales', 'sales'), ['SELECT']);

    expect(analystSees({ G: everyone })).toMatchObject({
      decision: 'allow',
      reason: `grant G gives SELECT on sales.sales to ${ACCOUNT}:IAMPrincipals`,
    });
  });

  it('in the catalogue of another account is not about this table', () => {
    const elsewhere = { Table: { CatalogId: '999999999999', DatabaseName: 'sales', Name: 'sales' } };

    expect(analystSees({ G: toAnalyst(elsewhere, 'SELECT') }).decision).toBe('deny');
  });
});

describe('several grants on one table', () => {
  it('of columns add up', () => {
    const more = {
      G1: toAnalyst(on.columns('sales', 'sales', ['id']), 'SELECT'),
      G2: toAnalyst(on.columns('sales', 'sales', ['price']), 'SELECT'),
    };

    expect(analystSees(more).columns).toEqual(['id', 'price']);
  });

  it('of which one shows everything hide nothing', () => {
    const more = {
      G1: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT'),
      G2: toAnalyst(on.everyTable('sales'), 'SELECT'),
    };

    expect(analystSees(more)).toMatchObject({ decision: 'allow', columns: undefined, rowFilter: undefined });
  });

  it('ignore a filter whose columns are all seen without it', () => {
    const more = {
      G1: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT'),
      G2: toAnalyst(on.columns('sales', 'sales', ['id', 'shop_id']), 'SELECT'),
    };

    expect(analystSees(more)).toMatchObject({ columns: ['id', 'shop_id'], rowFilter: undefined });
  });

  it('with two filters are unknown, since AWS does not say how they combine', () => {
    const more = {
      Second: cellsFilter('sales', 'sales', 'second', { rows: 'id > 1' }),
      G1: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT'),
      G2: toAnalyst(on.filter('sales', 'sales', 'second'), 'SELECT'),
    };

    expect(analystSees(more)).toMatchObject({
      decision: 'unknown',
      reason:
        '2 grants with different filters reach sales.sales, and how Lake Formation combines those is not documented',
    });
  });

  it('that are the same filter twice are that filter', () => {
    const more = {
      G1: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT'),
      G2: toAnalyst(on.filter('sales', 'sales', 'part'), 'SELECT', 'DROP'),
    };

    expect(analystSees(more)).toMatchObject({ decision: 'allow', rowFilter: 'shop_id = 5' });
  });
});

describe('what cannot be decided', () => {
  it('is a filter that the templates do not have', () => {
    expect(analystSees({ G: toAnalyst(on.filter('sales', 'sales', 'gone'), 'SELECT') })).toMatchObject({
      decision: 'unknown',
      reason: 'filter gone of sales.sales is not in the templates',
    });
  });

  it('is what an exclude list leaves of a table that declares no columns', () => {
    const more = {
      Sales: table('sales', 'sales', 's3://data/sales/sales/', { columns: {} }),
      G: toAnalyst(on.columnsBut('sales', 'sales', ['price']), 'SELECT'),
    };

    expect(analystSees(more)).toMatchObject({
      decision: 'unknown',
      reason: 'sales.sales declares no columns, so what "all columns but price" leaves is not known',
    });
  });

  it('is a grant to somebody who is not known', () => {
    const more = {
      Unknown: { Type: 'Vendor::Made::Up' },
      G: grant({ Ref: 'Unknown' }, on.table('sales', 'sales'), ['SELECT']),
    };

    expect(analystSees(more).decision).toBe('unknown');
    expect(analystSees(more).reason).toContain('whom it is for is not known');
  });

  it('is what else somebody sees, of whom a part is certain', () => {
    const more = {
      Unknown: { Type: 'Vendor::Made::Up' },
      G: grant({ Ref: 'Unknown' }, on.table('sales', 'sales'), ['SELECT']),
    };

    const { decision, lakeFormation } = cellWith(more, 'analyst', 'SELECT', 'sales.sales');

    expect(decision).toBe('unknown');
    expect(lakeFormation.reason).toContain('it sees at least a part, perhaps more');
  });

  it('is not a grant to an unknown principal for somebody who sees everything anyway', () => {
    const more = {
      Unknown: { Type: 'Vendor::Made::Up' },
      G: grant({ Ref: 'Unknown' }, on.table('sales', 'sales'), ['SELECT']),
    };

    expect(cellWith(more, 'leader', 'SELECT', 'sales.sales').decision).toBe('allow');
  });

  it('is a table whose name is not known: the grant may be on this one', () => {
    const more = { Unknown: { Type: 'Vendor::Made::Up' }, G: toAnalyst(on.table('sales', 'x'), 'SELECT') };
    const named = { Table: { DatabaseName: 'sales', Name: { Ref: 'Unknown' } } };

    expect(analystSees({ ...more, G: toAnalyst(named, 'SELECT') }).decision).toBe('unknown');
  });

  it('is a resource link', () => {
    const sales = LAKE.Sales as { Type: string; Properties: { TableInput: object } };
    const TableInput = { ...sales.Properties.TableInput, TargetTable: { CatalogId: '999999999999' } };

    const { lakeFormation } = cellWith(
      { Sales: { ...sales, Properties: { ...sales.Properties, TableInput } } },
      'leader',
      'SELECT',
      'sales.sales',
    );

    expect(lakeFormation).toEqual({
      decision: 'unknown',
      reason: 'sales.sales is a resource link: the permissions on its target decide',
    });
  });
});

describe('partition keys', () => {
  it('are seen beside a list of columns, since no filter can hide them', () => {
    const more = {
      Sales: table('sales', 'sales', 's3://data/sales/sales/', { partitionKeys: { date: 'date' } }),
      G: toAnalyst(on.columns('sales', 'sales', ['id']), 'SELECT'),
    };

    expect(analystSees(more).columns).toEqual(['id', 'date']);
  });
});

describe('the other permissions on a table', () => {
  it.each(['INSERT', 'DELETE', 'ALTER', 'DROP'])('%s needs a grant of its own', (action) => {
    const granted = { G: grant(roleArn('Leader'), on.table('sales', 'sales'), [action]) };

    expect(cellWith({}, 'leader', action, 'sales.sales').lakeFormation.decision).toBe('deny');
    expect(cellWith(granted, 'leader', action, 'sales.sales').lakeFormation.decision).toBe('allow');
  });

  it('let the table be seen, whichever it is', () => {
    expect(analystSees({ G: toAnalyst(on.table('sales', 'sales'), 'DROP') }).decision).toBe('deny');
    const seen = matrixOf({ ...lakeWithout('AnalystReads'), G: toAnalyst(on.table('sales', 'sales'), 'DROP') });

    expect(cellOf(seen, 'analyst', 'DESCRIBE', 'sales.sales').decision).toBe('allow');
  });
});

describe('the grant option', () => {
  const withOption = grant(roleArn('Leader'), on.table('sales', 'sales'), ['SELECT'], ['SELECT']);

  it('lets its holder grant on that table', () => {
    const { decision, lakeFormation } = cellWith({ G: withOption }, 'leader', 'GrantPermissions', 'sales.sales');

    expect(decision).toBe('allow');
    expect(lakeFormation.reason).toBe('grant G lets SELECT on sales.sales be granted on');
  });

  it('is about no other table', () => {
    expect(cellWith({ G: withOption }, 'leader', 'GrantPermissions', 'sales.items').decision).toBe('deny');
  });

  it('of a location is about what lies below it', () => {
    const onLocation = grant(
      roleArn('Leader'),
      on.location('arn:aws:s3:::data/sales'),
      ['DATA_LOCATION_ACCESS'],
      ['DATA_LOCATION_ACCESS'],
    );

    expect(cellWith({ G: onLocation }, 'leader', 'GrantPermissions', 's3://data/sales/').decision).toBe('allow');
    expect(cellWith({ G: onLocation }, 'leader', 'GrantPermissions', 's3://data/').decision).toBe('deny');
  });
});
