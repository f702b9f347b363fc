import { describe, expect, it } from 'vitest';
import * as b from '../lake-formation/builders.ts';
import { cellWith, lakeWithout, QUERY } from '../lake-formation/fixture.ts';

/** The analyst with other statements than the lake gives it. */
const analyst = (...statements: readonly unknown[]) => ({ Analyst: b.role({ persona: 'analyst', statements }) });
const onSales = (more: b.Resources, action = 'SELECT') => cellWith(more, 'analyst', action, 'sales.sales');

const inWorkgroup = (more: b.Resources) => cellWith(more, 'analyst', 'athena:StartQueryExecution', 'workgroup:queries');

describe('reading a table', () => {
  it('passes with everything that it needs', () => {
    const { decision, iam } = onSales({});

    expect(decision).toBe('allow');
    expect(iam.reason).toBe('9 actions allowed by inline policy own of role Analyst');
  });

  it.each(['glue:GetDatabase', 'glue:GetTable', 'lakeformation:GetDataAccess'])(
    'is denied as soon as %s is',
    (action) => {
      const { decision, iam, lakeFormation } = onSales(analyst(...QUERY, b.deny([action])));

      expect(decision).toBe('deny');
      expect(lakeFormation.decision).toBe('allow');
      expect(iam.reason).toContain(`${action}: explicitly denied`);
    },
  );

  it.each([
    ['the catalogue', 'arn:aws:glue:*:*:catalog'],
    ['the database', 'arn:aws:glue:*:*:database/sales'],
    ['the table', 'arn:aws:glue:*:*:table/sales/sales'],
  ])('needs the rights in Glue on %s', (_, arn) => {
    expect(onSales(analyst(...QUERY, b.deny(['glue:GetTable'], arn))).decision).toBe('deny');
  });

  it('needs lakeformation:GetDataAccess on everything: a table is none of its resources', () => {
    const [athena, glue, , results] = QUERY;
    const limited = b.allow(['lakeformation:GetDataAccess'], 'arn:aws:glue:us-east-1:123456789012:table/sales/sales');

    expect(onSales(analyst(athena, glue, limited, results)).decision).toBe('deny');
  });

  it('that is partitioned needs its partitions', () => {
    const Sales = b.table('sales', 'sales', 's3://data/sales/sales/', { partitionKeys: { date: 'date' } });
    const denied = analyst(...QUERY, b.deny(['glue:GetPartitions']));

    expect(onSales({ Sales }).decision).toBe('allow');
    expect(onSales({ Sales, ...denied }).decision).toBe('deny');
    expect(onSales(denied).decision).toBe('allow');
  });

  it('does not take Athena: other engines read with the same rights, and the reason says so', () => {
    const { decision, iam } = onSales(analyst(...QUERY.slice(1, 3)));

    expect(decision).toBe('allow');
    expect(iam.reason).toContain('no Athena workgroup is its own, but other engines read for it');
  });

  it('says nothing of Athena when the templates have no workgroup', () => {
    const without = { ...lakeWithout('Workgroup'), ...analyst(...QUERY.slice(1, 3)) };

    const { decision, iam } = b.cellOf(b.matrixOf(without), 'analyst', 'SELECT', 'sales.sales');

    expect(decision).toBe('allow');
    expect(iam.reason).not.toContain('Athena');
  });

  it('passes with rights that only hold when Athena calls', () => {
    const onlyAthena = {
      ...b.allow(['glue:GetDatabase', 'glue:GetTable']),
      Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } },
    };
    const [athena, , lent, results] = QUERY;
    const more = analyst(athena, onlyAthena, lent, results);

    expect(onSales(more).decision).toBe('allow');
    expect(onSales(more, 'DESCRIBE').decision).toBe('deny');
  });
});

describe('a query in a workgroup', () => {
  it.each([
    'athena:StartQueryExecution',
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    's3:GetBucketLocation',
    's3:GetObject',
    's3:PutObject',
  ])('is denied as soon as %s is', (action) => {
    const { decision, iam } = inWorkgroup(analyst(...QUERY, b.deny([action])));

    expect(decision).toBe('deny');
    expect(iam.reason).toContain(`${action}: explicitly denied`);
  });

  it('is possible in one of several', () => {
    expect(inWorkgroup({ Second: b.workgroup('second', 's3://elsewhere/') }).decision).toBe('allow');
    expect(
      cellWith(
        { Second: b.workgroup('second', 's3://elsewhere/') },
        'analyst',
        'athena:StartQueryExecution',
        'workgroup:second',
      ).decision,
    ).toBe('deny');
  });

  it('is unknown when the client says where results go', () => {
    const Workgroup = b.workgroup('queries', 's3://results/queries/', { EnforceWorkGroupConfiguration: false });

    expect(inWorkgroup({ Workgroup })).toMatchObject({
      decision: 'unknown',
      iam: { reason: 'where results of workgroup queries go, the client says, not the templates' },
    });
  });

  it('needs nothing in S3 when Athena keeps the results', () => {
    const Workgroup = b.workgroup('queries', '', {
      ResultConfiguration: undefined,
      ManagedQueryResultsConfiguration: { Enabled: true },
    });

    expect(inWorkgroup({ Workgroup, ...analyst(...QUERY.slice(0, 3)) }).decision).toBe('allow');
  });

  it('needs the key of the results', () => {
    const Key = b.key([b.allow(['kms:*'])]);
    const Workgroup = b.workgroup('queries', 's3://results/queries/', {
      ResultConfiguration: {
        OutputLocation: 's3://results/queries/',
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: b.roleArn('Key') },
      },
    });
    const withKey = analyst(...QUERY, b.allow(['kms:GenerateDataKey', 'kms:Decrypt']));

    expect(inWorkgroup({ Key, Workgroup }).iam.reason).toContain('kms:GenerateDataKey');
    expect(inWorkgroup({ Key, Workgroup, ...withKey }).decision).toBe('allow');
  });

  it("is apart from changing the workgroup's settings", () => {
    const changes = analyst(...QUERY, b.allow(['athena:UpdateWorkGroup']));

    expect(cellWith({}, 'analyst', 'athena:UpdateWorkGroup', 'workgroup:queries').decision).toBe('deny');
    expect(cellWith(changes, 'analyst', 'athena:UpdateWorkGroup', 'workgroup:queries').decision).toBe('allow');
  });
});

describe('reading S3 directly', () => {
  const reads = (arn: unknown, action = 's3:GetObject') => analyst(...QUERY, b.allow([action], arn));
  const place = 's3://data/sales/sales/';
  const ask = (more: b.Resources, action = 's3:GetObject', resource = place) =>
    cellWith(more, 'analyst', action, resource);

  it('is IAM alone: no grant opens or closes it', () => {
    expect(ask({})).toMatchObject({
      decision: 'deny',
      lakeFormation: { decision: 'allow', reason: 'not asked: IAM alone decides' },
    });
    expect(ask(reads('arn:aws:s3:::data/*')).decision).toBe('allow');
  });

  it.each([
    ['one folder below', 'arn:aws:s3:::data/sales/sales/2024/*'],
    ['one object', 'arn:aws:s3:::data/sales/sales/export.csv'],
    ['objects by their ending', 'arn:aws:s3:::data/*.csv'],
    ['a pattern over folders', 'arn:aws:s3:::data/*/public/*'],
  ])('counts when it is %s only', (_, arn) => {
    expect(ask(reads(arn)).decision).toBe('allow');
  });

  it.each([
    ['a folder that only begins alike', 'arn:aws:s3:::data/sales/sales-archive/*'],
    ['another bucket', 'arn:aws:s3:::other/*'],
    ['the bucket without its objects', 'arn:aws:s3:::data'],
  ])('is not %s', (_, arn) => {
    expect(ask(reads(arn)).decision).toBe('deny');
  });

  it("needs the bucket's key", () => {
    const Key = b.key([b.allow(['kms:*'])]);
    const Data = b.bucket('data', b.encryptedWith(b.roleArn('Key')));
    const withKey = analyst(b.allow(['s3:GetObject'], '*'), b.allow(['kms:Decrypt']));

    expect(ask({ Key, Data, ...reads('*') })).toMatchObject({
      decision: 'deny',
      iam: { reason: expect.stringContaining('kms:Decrypt') },
    });
    expect(ask({ Key, Data, ...withKey }).decision).toBe('allow');
  });

  it('needs no key where S3 uses its own', () => {
    const Data = b.bucket('data', b.encryptedWith('alias/aws/s3'));

    expect(ask({ Data, ...reads('*') }).decision).toBe('allow');
  });

  it('is unknown where only an alias names the key', () => {
    const Data = b.bucket('data', b.encryptedWith('alias/own'));

    expect(ask({ Data, ...reads('*') }).decision).toBe('unknown');
  });

  it("is closed by the bucket's policy", () => {
    const Policy = b.bucketPolicy('Data', { ...b.deny(['s3:GetObject'], 'arn:aws:s3:::data/*'), Principal: '*' });

    expect(ask({ Policy, ...reads('*') }).decision).toBe('deny');
  });

  it('is apart from writing and deleting', () => {
    const more = reads('arn:aws:s3:::data/*', 's3:DeleteObject');

    expect(ask(more, 's3:DeleteObject').decision).toBe('allow');
    expect(ask(more, 's3:PutObject').decision).toBe('deny');
    expect(ask(more).decision).toBe('deny');
  });
});

describe('making something new', () => {
  it('counts when only certain names are allowed', () => {
    const arns = ['catalog', 'database/team_*'].map((rest) => `arn:aws:glue:us-east-1:123456789012:${rest}`);

    const matrix = b.matrixOf({ ...lakeWithout('Kept'), ...analyst(b.allow(['glue:CreateDatabase'], arns)) });

    expect(b.cellOf(matrix, 'analyst', 'CreateDatabase', 'catalog').decision).toBe('allow');
  });

  it('needs the catalogue, the database and the table', () => {
    const may = { G: b.grant(b.roleArn('Analyst'), b.on.database('sales'), ['CREATE_TABLE']) };
    const arn = (rest: string) => `arn:aws:glue:us-east-1:123456789012:${rest}`;
    const create = (...rest: string[]) => analyst(b.allow(['glue:CreateTable'], rest.map(arn)));
    const ask = (more: b.Resources) => cellWith({ ...may, ...more }, 'analyst', 'CreateTable', 'sales').decision;

    expect(ask(create('catalog', 'database/sales', 'table/sales/*'))).toBe('allow');
    expect(ask(create('catalog', 'database/sales', 'table/sales/mine_*'))).toBe('allow');
    expect(ask(create('database/sales', 'table/sales/*'))).toBe('deny');
    expect(ask(create('catalog', 'table/sales/*'))).toBe('deny');
  });
});

describe('registering a location', () => {
  const ask = (...statements: readonly unknown[]) =>
    cellWith(analyst(...statements), 'analyst', 'RegisterResource', 's3://data/').decision;
  const register = b.allow(['lakeformation:RegisterResource']);

  it('needs a role to hand over', () => {
    expect(ask(register)).toBe('deny');
    expect(ask(register, b.allow(['iam:PassRole']))).toBe('allow');
  });

  it('takes a role that may be passed to Lake Formation only', () => {
    const limited = (service: string) => ({
      ...b.allow(['iam:PassRole']),
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    });

    expect(ask(register, limited('lakeformation.amazonaws.com'))).toBe('allow');
    expect(ask(register, limited('glue.amazonaws.com'))).toBe('deny');
  });

  it('takes the service-linked role, too, with the right to make it', () => {
    expect(ask(register, b.allow(['iam:CreateServiceLinkedRole', 'iam:PutRolePolicy']))).toBe('allow');
    expect(ask(register, b.allow(['iam:CreateServiceLinkedRole']))).toBe('deny');
  });
});

describe('rights over roles', () => {
  const ask = (more: b.Resources, action: string, resource: string) =>
    cellWith(more, 'analyst', action, resource).decision;

  it('are asked of personas and of the roles that the lake works with', () => {
    const takes = analyst(b.allow(['iam:PutRolePolicy'], b.roleArn('Admin')));

    expect(ask(takes, 'iam:PutRolePolicy', 'role:admin')).toBe('allow');
    expect(ask(takes, 'iam:PutRolePolicy', 'role:DataAccess')).toBe('deny');
  });

  it('to pass a role on are asked for the service that works with it', () => {
    const passes = (service: string) =>
      analyst({ ...b.allow(['iam:PassRole']), Condition: { StringEquals: { 'iam:PassedToService': service } } });

    expect(ask(passes('lakeformation.amazonaws.com'), 'iam:PassRole', 'role:DataAccess')).toBe('allow');
    expect(ask(passes('glue.amazonaws.com'), 'iam:PassRole', 'role:DataAccess')).toBe('deny');
  });

  it('to become another persona need its trust', () => {
    const assumes = analyst(b.allow(['sts:AssumeRole']));
    const Admin = b.role({ persona: 'admin', trust: { AWS: 'arn:aws:iam::123456789012:root' } });

    expect(ask(assumes, 'sts:AssumeRole', 'role:admin')).toBe('deny');
    expect(ask({ ...assumes, Admin }, 'sts:AssumeRole', 'role:admin')).toBe('allow');
  });
});

describe('crawlers and workgroups', () => {
  it('are used by IAM alone', () => {
    const Crawler = {
      Type: 'AWS::Glue::Crawler',
      Properties: { Name: 'crawler', Role: b.roleArn('DataAccess'), Targets: {} },
    };
    const more = { Crawler, ...analyst(b.allow(['glue:StartCrawler'])) };

    expect(cellWith(more, 'analyst', 'glue:StartCrawler', 'crawler:crawler').decision).toBe('allow');
    expect(cellWith(more, 'leader', 'glue:StartCrawler', 'crawler:crawler').decision).toBe('allow');
    expect(cellWith(more, 'analyst', 'athena:StartQueryExecution', 'workgroup:queries').decision).toBe('deny');
  });
});
