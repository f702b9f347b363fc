import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { LakeLocation } from '../../../lib/data-lake/lake-location.ts';
import { LakePersona } from '../../../lib/data-lake/lake-persona.ts';
import { testStack } from '../shared/synth.ts';
import { shortArn, testLake, testRole } from './support.ts';

describe('a lake without grants', () => {
  test('is open to nobody', () => {
    expect(testLake().template().grants).toEqual([]);
  });
});

describe('SELECT on a whole table', () => {
  test('is granted in Lake Formation', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader);

    expect(template().grantsOf(reader)).toEqual(['SELECT on shop.orders']);
  });

  test('opens the other door too: IAM, for this table and no other', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader);

    const allowed = template().allowedTo(reader);
    expect(allowed).toEqual(
      expect.arrayContaining(['glue:GetTable on table/shop/orders', 'lakeformation:GetDataAccess on *']),
    );
    expect(allowed.filter((text) => text.includes('table/')).every((text) => text.endsWith('table/shop/orders'))).toBe(
      true,
    );
  });

  test('gives no access to S3', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader);

    expect(
      template()
        .allowedTo(reader)
        .filter((text) => text.startsWith('s3:')),
    ).toEqual([]);
  });

  test('may be granted on when that is asked for', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader, { grantable: true });

    expect(template().grants[0]?.properties).toMatchObject({ PermissionsWithGrantOption: ['SELECT'] });
  });

  test('is granted once, however often it is asked for', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader);
    table.grantSelect(reader);

    expect(template().grants).toHaveLength(1);
  });

  test('goes to a persona as well as to a role', () => {
    const { stack, table, template } = testLake();
    const persona = new LakePersona(stack, 'Analyst', { name: 'analyst', description: 'An analyst' });

    table.grantSelect(persona);

    expect(template().grantsOf(persona.role)).toEqual(['SELECT on shop.orders']);
  });
});

describe('SELECT on parts of a table', () => {
  const filterOf = (selection: Parameters<ReturnType<typeof testLake>['table']['grantSelect']>[1]) => {
    const { table, reader, template } = testLake();
    table.grantSelect(reader, selection);
    return template().one('AWS::LakeFormation::DataCellsFilter').properties;
  };

  test('goes through a filter', () => {
    const { table, reader, template } = testLake();

    table.grantSelect(reader, { except: ['customer'] });

    expect(template().grantsOf(reader)).toEqual(['SELECT on shop.orders (filtered)']);
  });

  test('shows the columns that are given', () => {
    const filter = filterOf({ columns: ['id', 'region'] });

    expect(filter).toMatchObject({ ColumnNames: ['id', 'region'], RowFilter: { AllRowsWildcard: {} } });
  });

  test('hides the columns that are given', () => {
    expect(filterOf({ except: ['customer'] })).toMatchObject({ ColumnWildcard: { ExcludedColumnNames: ['customer'] } });
  });

  test('shows the rows that are given, with all columns', () => {
    const filter = filterOf({ rows: "region = 'East'" });

    expect(filter).toMatchObject({ ColumnWildcard: {}, RowFilter: { FilterExpression: "region = 'East'" } });
  });

  test('names the filter for its grantee, so that each has its own', () => {
    const { stack, table, reader, template } = testLake();
    table.grantSelect(reader, { except: ['customer'] });
    table.grantSelect(testRole(stack, 'Other'), { except: ['region'] });

    const names = template()
      .of('AWS::LakeFormation::DataCellsFilter')
      .map(({ properties }) => properties.Name);

    expect(new Set(names).size).toBe(2);
  });

  test('keeps its grant when columns or rows change', () => {
    const grantIds = (rows: string) => {
      const { table, reader, template } = testLake();
      table.grantSelect(reader, { rows });
      return template().grants.map(({ id }) => id);
    };

    expect(grantIds('id = 1')).toEqual(grantIds('id = 2'));
  });
});

describe('what Lake Formation would refuse is refused at construction, with the reason', () => {
  test.each<[string, (lake: ReturnType<typeof testLake>) => void, string]>([
    [
      'an unknown column',
      ({ table, reader }) => table.grantSelect(reader, { columns: ['customr'] }),
      'cannot grant SELECT on shop.orders to Test/Reader: columns names customr, which orders does not have; write some of id, customer, region',
    ],
    [
      'hidden columns that may be granted on',
      ({ table, reader }) => table.grantSelect(reader, { except: ['customer'], grantable: true }),
      'except cannot go with the grant option',
    ],
    [
      'a filter beside the whole table',
      ({ table, reader }) => {
        table.grantSelect(reader);
        table.grantSelect(reader, { except: ['customer'] });
      },
      'it has SELECT on shop.orders already; grants add up, so that nothing would be hidden; leave one of them out',
    ],
    [
      'INSERT beside a filter',
      ({ table, reader }) => {
        table.grantSelect(reader, { except: ['customer'] });
        table.grantInsert(reader);
      },
      'goes with no other permission on the table',
    ],
    [
      'DESCRIBE beside a filter',
      ({ table, reader }) => {
        table.grantDescribe(reader);
        table.grantSelect(reader, { rows: 'id = 1' });
      },
      'SELECT implies DESCRIBE',
    ],
    [
      'two filters',
      ({ table, reader }) => {
        table.grantSelect(reader, { rows: 'id = 1' });
        table.grantSelect(reader, { rows: 'id = 2' });
      },
      'it has a filter on this table already; put both into one',
    ],
    [
      'a grant to an administrator',
      ({ table, administrator }) => table.grantSelect(administrator),
      'cannot grant SELECT on shop.orders to Test/Admin: it is a data lake administrator, which can give itself what it needs; grant to another role',
    ],
    [
      'a location that is not registered',
      ({ lake, stack, reader }) => {
        const location = new LakeLocation(stack, 'Elsewhere', { bucket: new Bucket(stack, 'B'), after: stack });
        lake.grantDataLocation(reader, '', { location });
      },
      'location Test/Elsewhere is not registered in lake Test/Lake; add it with addLocation first',
    ],
    [
      'a folder that is none',
      ({ lake, reader }) => lake.grantDataLocation(reader, '../other/'),
      '"../other/" is no folder in a bucket',
    ],
    [
      'a database name with a hyphen',
      ({ lake }) => lake.addDatabase('X', { name: 'my-shop', description: '' }),
      '"my-shop" is no name of a database; write lower-case letters, digits and underscores',
    ],
  ])('%s', (_, act, message) => {
    expect(() => act(testLake())).toThrow(message);
  });

  test('and leaves no trace of it in the template', () => {
    const { table, reader, template } = testLake();
    table.grantSelect(reader);

    expect(() => table.grantSelect(reader, { except: ['customer'] })).toThrow();

    expect(template().of('AWS::LakeFormation::DataCellsFilter')).toEqual([]);
  });
});

describe('the other grants', () => {
  test.each<[string, (lake: ReturnType<typeof testLake>) => void, string, string]>([
    [
      'INSERT',
      ({ table, reader }) => table.grantInsert(reader),
      'INSERT on shop.orders',
      'lakeformation:GetDataAccess on *',
    ],
    [
      'DELETE',
      ({ table, reader }) => table.grantDelete(reader),
      'DELETE on shop.orders',
      'lakeformation:GetDataAccess on *',
    ],
    [
      'ALTER',
      ({ table, reader }) => table.grantAlter(reader),
      'ALTER on shop.orders',
      'glue:UpdateTable on table/shop/orders',
    ],
    [
      'DROP',
      ({ table, reader }) => table.grantDrop(reader),
      'DROP on shop.orders',
      'glue:DeleteTable on table/shop/orders',
    ],
    [
      'DESCRIBE',
      ({ table, reader }) => table.grantDescribe(reader),
      'DESCRIBE on shop.orders',
      'glue:GetTable on table/shop/orders',
    ],
    [
      'DESCRIBE on a database',
      ({ database, reader }) => database.grantDescribe(reader),
      'DESCRIBE on shop',
      'glue:GetDatabase on database/shop',
    ],
    [
      'CREATE_TABLE',
      ({ database, reader }) => database.grantCreateTable(reader),
      'CREATE_TABLE on shop',
      'glue:CreateTable on table/shop/*',
    ],
    [
      'ALTER on a database',
      ({ database, reader }) => database.grantAlter(reader),
      'ALTER on shop',
      'glue:UpdateDatabase on database/shop',
    ],
    [
      'DROP on a database',
      ({ database, reader }) => database.grantDrop(reader),
      'DROP on shop',
      'glue:DeleteDatabase on database/shop',
    ],
    [
      'all tables',
      ({ database, reader }) => database.grantAllTables(reader, ['SELECT']),
      'SELECT on shop.*',
      'glue:GetTable on table/shop/*',
    ],
    [
      'creating databases',
      ({ lake, reader }) => lake.grantCreateDatabase(reader),
      'CREATE_DATABASE on catalog',
      'glue:CreateDatabase on database/*',
    ],
  ])('%s opens Lake Formation and IAM', (_, act, grant, statement) => {
    const lake = testLake();

    act(lake);

    const template = lake.template();
    expect(template.grantsOf(lake.reader)).toEqual([grant]);
    expect(template.allowedTo(lake.reader)).toContain(statement);
  });

  test('DESCRIBE gives no access to data', () => {
    const { table, reader, template } = testLake();

    table.grantDescribe(reader);

    expect(template().allowedTo(reader)).not.toContain('lakeformation:GetDataAccess on *');
  });

  test('a data location is a folder of the registered bucket, and nothing in IAM', () => {
    const { lake, reader, template } = testLake();

    lake.grantDataLocation(reader, 'orders/');

    expect(template().grantsOf(reader)).toEqual(['DATA_LOCATION_ACCESS on <LakeStorageData>/orders']);
    expect(template().allowedTo(reader)).toEqual([]);
  });
});

describe('a bucket of the user', () => {
  const ownLake = (prefix?: string) => {
    const parts = testLake();
    const bucket = Bucket.fromBucketName(parts.stack, 'Own', 'my-data');
    return { ...parts, location: parts.lake.addLocation('OwnData', { bucket, prefix }) };
  };

  test('is registered with a role that reads below the folder and nothing else', () => {
    const { location, template } = ownLake('retail/');

    const objects = template()
      .allowedTo(location.role)
      .filter((text) => text.startsWith('s3:GetObject'));

    expect(objects).toEqual(['s3:GetObject on my-data/retail/*']);
  });

  test('is granted by folders below the registered one', () => {
    const { lake, reader, location, template } = ownLake('retail/');

    lake.grantDataLocation(reader, 'sales/', { location });

    expect(template().grantsOf(reader)).toEqual(['DATA_LOCATION_ACCESS on my-data/retail/sales']);
  });

  test('cannot be registered twice, nor a folder in it', () => {
    const { stack, lake } = ownLake();
    const bucket = Bucket.fromBucketName(stack, 'Again', 'my-data');

    expect(() => lake.addLocation('Twice', { bucket, prefix: 'retail/' })).toThrow(
      'location Test/Lake/Twice overlaps with Test/Lake/OwnData; a path can be registered once only',
    );
  });

  test('can hold the tables of a database', () => {
    const { lake, location } = ownLake('retail/');

    const table = lake.addDatabase('Own', { name: 'own', description: 'Own data', location }).addTable('T', {
      name: 't',
      description: '',
      folder: 't/',
      format: { type: 'parquet' },
      columns: [{ name: 'id', type: 'int', comment: '' }],
      analyst: { hiddenColumns: [] },
    });

    expect(table.locationUri).toBe('s3://my-data/retail/t/');
  });
});

describe('the settings of the lake', () => {
  test('need to know who deploys, when the synthesizer does not', () => {
    const parts = testLake({ deploymentRoleArn: 'arn:aws:iam::123456789012:role/deploy' });

    const { Admins } = parts.template().one('AWS::LakeFormation::DataLakeSettings').properties;

    expect(JSON.stringify(Admins)).toContain('arn:aws:iam::123456789012:role/deploy');
  });

  test('take roles of other stacks as administrators', () => {
    const role = Role.fromRoleArn(testStack(), 'Imported', 'arn:aws:iam::123456789012:role/lake-admin');

    const { Admins } = testLake({ administrators: [role] })
      .template()
      .one('AWS::LakeFormation::DataLakeSettings').properties;

    expect(shortArn(Admins[0].DataLakePrincipalIdentifier)).toContain('role/lake-admin');
  });

  test('refuse more administrators than Lake Formation takes', () => {
    const stack = new Stack();
    const many = Array.from({ length: 30 }, (_, index) => testRole(stack, `R${index}`));

    expect(() => testLake({ administrators: many })).toThrow(
      '32 data lake administrators; Lake Formation takes at most 30',
    );
  });
});
