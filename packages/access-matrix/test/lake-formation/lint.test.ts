import { describe, expect, it } from 'vitest';
import { cellsFilter, grant, modelOf, on, type Resources, registered, roleArn, settings, table } from './builders.ts';
import { LAKE, lakeWith, lakeWithout } from './fixture.ts';

const problemsOf = (resources: Resources) => modelOf(resources).problems;
const messages = (more: Resources, rule: string) =>
  problemsOf(lakeWith(more))
    .filter((problem) => problem.rule === rule)
    .map(({ message }) => message);

const toAnalyst = (target: Readonly<Record<string, unknown>>, permissions: string[], grantable: string[] = []) =>
  grant(roleArn('Analyst'), target, permissions, grantable);

describe('a lake that follows the rules', () => {
  it('has no problem', () => {
    expect(problemsOf(LAKE)).toEqual([]);
  });
});

describe('a grant', () => {
  it.each([
    ['SELECT', on.database('sales'), 'database sales', 'ALL, ALTER, CREATE_TABLE, DESCRIBE, DROP'],
    ['CREATE_TABLE', on.table('sales', 'items'), 'sales.items', 'ALL, ALTER, DELETE, DESCRIBE, DROP, INSERT, SELECT'],
    ['INSERT', on.columns('sales', 'items', ['id']), 'columns id of sales.items', 'SELECT'],
    ['INSERT', on.filter('sales', 'sales', 'part'), 'filter part of sales.sales', 'DESCRIBE, DROP, SELECT'],
    ['SELECT', on.location('arn:aws:s3:::data'), 's3://data/', 'CREATE_CATALOG, DATA_LOCATION_ACCESS'],
  ])('of %s on a resource that has no such permission is refused', (permission, target, name, legal) => {
    expect(messages({ G: toAnalyst(target, [permission]) }, 'illegal-permission')).toEqual([
      `G: ${permission} is nothing that can be granted on ${name}; write some of ${legal}`,
    ]);
  });

  it('with a grant option on what it does not give is refused', () => {
    expect(
      messages({ G: toAnalyst(on.table('sales', 'items'), ['SELECT'], ['DROP']) }, 'grant-option-without-permission'),
    ).toEqual(['G: DROP has the grant option and is not granted; name it among the permissions too']);
  });

  it('to an administrator cannot be revoked later', () => {
    expect(messages({ G: grant(roleArn('Admin'), on.database('sales'), ['DROP']) }, 'admin-with-grant')).toEqual([
      expect.stringContaining('is a data lake administrator, so that the grant cannot be revoked later'),
    ]);
  });

  it('of a location that is not registered fails', () => {
    expect(
      messages({ G: toAnalyst(on.location('arn:aws:s3:::free'), ['DATA_LOCATION_ACCESS']) }, 'location-not-registered'),
    ).toEqual(['G: s3://free/ is not registered, and a grant on it fails; register the location first']);
  });

  it('to IAMAllowedPrincipals on every table is refused', () => {
    const more = { G: grant('IAM_ALLOWED_PRINCIPALS', on.everyTable('sales'), ['ALL']) };

    expect(messages(more, 'open-wildcard')).toHaveLength(1);
  });

  it('with the grant option needs a list of what is seen, not of what is not', () => {
    const more = { G: toAnalyst(on.columnsBut('sales', 'items', ['id']), ['SELECT'], ['SELECT']) };

    expect(messages(more, 'exclude-list-with-grant-option')).toHaveLength(1);
  });

  it('on a column that the table does not have is named with those it has', () => {
    expect(messages({ G: toAnalyst(on.columns('sales', 'items', ['cost']), ['SELECT']) }, 'unknown-column')).toEqual([
      'G: items has no column cost; write some of id, price, shop_id',
    ]);
  });

  it('on a partition key is refused', () => {
    const more = {
      Items: table('sales', 'items', 's3://data/sales/items/', { partitionKeys: { date: 'date' } }),
      G: toAnalyst(on.columns('sales', 'items', ['date']), ['SELECT']),
    };

    expect(messages(more, 'partition-key-filtered')).toEqual([
      'G: date is a partition key of items, which no column filter may name; use a row filter',
    ]);
  });
});

describe('two grants to one principal on one table', () => {
  it.each(['DESCRIBE', 'INSERT', 'ALTER', 'DROP', 'DELETE'])('are refused: a part, and %s', (permission) => {
    const more = { G: toAnalyst(on.table('sales', 'sales'), [permission]) };

    expect(messages(more, 'partial-select-with-others')).toEqual([
      `AnalystReads: gives a part of sales.sales while the same principal has ${permission} on it, which Lake Formation refuses; leave those out (SELECT implies DESCRIBE)`,
    ]);
  });

  it('are refused, too, when the second is on every table', () => {
    expect(messages({ G: toAnalyst(on.everyTable('sales'), ['DESCRIBE']) }, 'partial-select-with-others')).toHaveLength(
      1,
    );
  });

  it('are fine to two principals', () => {
    expect(problemsOf(lakeWith({ G: grant(roleArn('Leader'), on.table('sales', 'sales'), ['DESCRIBE']) }))).toEqual([]);
  });

  it('are fine when the first hides nothing', () => {
    const more = {
      Filter: cellsFilter('sales', 'sales', 'part', {}),
      G: toAnalyst(on.table('sales', 'sales'), ['DESCRIBE']),
    };

    expect(problemsOf(lakeWith(more))).toEqual([]);
  });

  it('make a filter useless that show everything besides', () => {
    expect(messages({ G: toAnalyst(on.everyTable('sales'), ['SELECT']) }, 'filter-without-effect')).toEqual([
      'AnalystReads: hides a part of sales.sales, but G shows the same principal all of it: grants add up; leave one of them out',
    ]);
  });

  it('through two filters leave open what is seen', () => {
    const more = {
      Second: cellsFilter('sales', 'sales', 'second', { rows: 'id = 1' }),
      G: toAnalyst(on.filter('sales', 'sales', 'second'), ['SELECT']),
    };

    expect(messages(more, 'several-filters')).toHaveLength(1);
  });

  it('through more than 100 filters are refused', () => {
    const many = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [
        [`F${index}`, cellsFilter('sales', 'sales', `f${index}`, { rows: `id = ${index}` })],
        [`G${index}`, toAnalyst(on.filter('sales', 'sales', `f${index}`), ['SELECT'])],
      ]).flat(),
    );

    expect(messages(many, 'too-many-filters')).toHaveLength(1);
  });
});

describe('a filter', () => {
  it('names only columns of its table', () => {
    const more = { Filter: cellsFilter('sales', 'sales', 'part', { except: ['cost'] }) };

    expect(messages(more, 'unknown-column')).toEqual([
      'Filter: sales has no column cost; write some of id, price, shop_id',
    ]);
  });

  it('without any column is a mistake', () => {
    const more = { Filter: cellsFilter('sales', 'sales', 'part', { columns: [] }) };

    expect(messages(more, 'filter-without-columns')).toHaveLength(1);
  });

  it.each(['array<int>', 'map<string,int>'])('of rows takes no column of type %s', (type) => {
    const more = {
      Sales: table('sales', 'sales', 's3://data/sales/sales/', { columns: { id: 'int', price: 'int', tags: type } }),
      Filter: cellsFilter('sales', 'sales', 'part', { except: ['price'], rows: "cardinality(tags) > 1 and id <> 'x'" }),
    };

    expect(messages(more, 'nested-row-filter')).toEqual([
      `Filter: the row filter names tags of type ${type}; a row filter takes no array and no map`,
    ]);
  });

  it('of rows may hold the name of such a column as text', () => {
    const more = {
      Sales: table('sales', 'sales', 's3://data/sales/sales/', {
        columns: { id: 'int', price: 'int', tags: 'array<int>' },
      }),
      Filter: cellsFilter('sales', 'sales', 'part', { except: ['price'], rows: "id = 'the tags'" }),
    };

    expect(messages(more, 'nested-row-filter')).toEqual([]);
  });
});

describe('settings', () => {
  const rulesOf = (resources: Resources) => problemsOf(resources).map(({ rule }) => rule);

  it('that CloudFormation alone empties are not to be trusted', () => {
    expect(rulesOf(lakeWithout('Kept'))).toContain('settings-not-read-back');
  });

  it('of which nothing closes the catalogue leave it open', () => {
    expect(rulesOf(lakeWithout('Kept'))).toContain('open-catalogue');
  });

  it('are one set', () => {
    expect(rulesOf(lakeWith({ Second: settings(roleArn('Leader')) }))).toContain('one-settings');
  });
});

describe('a registration', () => {
  it('of a location that is registered already fails', () => {
    expect(messages({ Again: registered('arn:aws:s3:::data/') }, 'registered-twice')).toEqual([
      'Again: registers data/, as Location does, and the second registration fails; keep one',
    ]);
  });

  it('with the service-linked role hides what that role may do', () => {
    const more = { Location: registered('arn:aws:s3:::data', { RoleArn: undefined }) };

    expect(messages(more, 'service-linked-role')).toHaveLength(1);
  });
});

describe('what cannot be understood', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no principal', { Resource: on.catalog }, 'has no principal'],
    [
      'no resource',
      { Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: {} },
      'needs exactly one resource, has none',
    ],
    [
      'two resources',
      { Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: { Catalog: {}, Database: {} } },
      'needs exactly one resource, has Catalog and Database',
    ],
    [
      'another kind of resource',
      { Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: { Tabel: {} } },
      '"Tabel" is no kind of resource',
    ],
    [
      'a table without a name',
      { Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: { Table: { DatabaseName: 'sales' } } },
      'names no table',
    ],
    [
      'a location that is none',
      { Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: { DataLocation: { ResourceArn: 'arn:aws:x' } } },
      'is no location in S3',
    ],
  ])('is said: a grant with %s', (_, properties, expected) => {
    const bad = { Type: 'AWS::LakeFormation::PrincipalPermissions', Properties: properties };

    expect(messages({ Bad: bad }, 'not-understood')).toEqual([expect.stringContaining(expected)]);
  });

  it('is said: an association of tags with nothing', () => {
    const bad = { Type: 'AWS::LakeFormation::TagAssociation', Properties: { Resource: { Table: {} }, LFTags: [] } };

    expect(messages({ Bad: bad }, 'not-understood')).toEqual([expect.stringContaining('names no database')]);
  });

  it('is said: a filter of nothing', () => {
    const bad = { Type: 'AWS::LakeFormation::DataCellsFilter', Properties: { Name: 'x' } };

    expect(messages({ Bad: bad }, 'not-understood')).toEqual([expect.stringContaining('names no database or table')]);
  });
});
