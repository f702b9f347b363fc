import { describe, expect, test } from 'vitest';
import { compareTemplates, type StackTemplate } from '../src/index.ts';
import { type Resources, stack, table } from './support.ts';

const compare = (before: Resources, after: Resources) =>
  compareTemplates({ App: stack(before) }, { App: stack(after) }).findings;

const GROUP = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app' } };

describe('a stateful resource', () => {
  test('that stays as it is, or changes in place, is no finding', () => {
    const before = { Table: table({ BillingMode: 'PROVISIONED' }) };
    const after = { Table: table({ BillingMode: 'PAY_PER_REQUEST' }) };

    expect(compare(before, after)).toEqual([]);
  });

  test('is replaced when a property changes that CloudFormation cannot change', () => {
    const [finding] = compare({ Table: table({ TableName: 'one' }) }, { Table: table({ TableName: 'two' }) });

    expect(finding).toEqual({
      stack: 'App',
      logicalId: 'Table',
      type: 'AWS::DynamoDB::Table',
      holds: 'records',
      consequence: 'replaced',
      content: 'kept',
      changes: [{ name: 'TableName', from: 'one', to: 'two' }],
    });
  });

  test('is replaced when what it is named after is', () => {
    const stream = { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Group' } } };
    const renamed = { ...GROUP, Properties: { LogGroupName: '/other' } };

    const findings = compare({ Group: GROUP, Stream: stream }, { Group: renamed, Stream: stream });

    expect(findings.map(({ logicalId, consequence }) => [logicalId, consequence])).toEqual([
      ['Group', 'replaced'],
      ['Stream', 'replaced'],
    ]);
  });

  test('may be replaced where the specification says so', () => {
    const registration = (linked: boolean) => ({
      Type: 'AWS::LakeFormation::Resource',
      Properties: { ResourceArn: 'arn:aws:s3:::lake', UseServiceLinkedRole: linked },
    });

    const [finding] = compare({ Place: registration(true) }, { Place: registration(false) });

    expect(finding).toMatchObject({ consequence: 'may-be-replaced', changes: [{ name: 'UseServiceLinkedRole' }] });
  });

  test('under another logical id is removed', () => {
    const [finding] = compare({ Table: table() }, { Other: table() });

    expect(finding).toMatchObject({ logicalId: 'Table', consequence: 'removed', content: 'kept', changes: [] });
  });

  test('is told by its construct path', () => {
    const [finding] = compare({ Table: { ...table(), Metadata: { 'aws:cdk:path': 'App/Results/Resource' } } }, {});

    expect(finding?.path).toBe('App/Results/Resource');
  });

  test('that holds something only with a certain property is none without it', () => {
    const mapping = (more: object) => ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...more } });

    expect(compare({ Queue: mapping({}) }, {})).toEqual([]);
    expect(compare({ Stream: mapping({ StartingPosition: 'LATEST' }) }, {})).toMatchObject([
      { holds: 'the position in a stream' },
    ]);
  });
});

describe('a resource without state', () => {
  test('is no finding, whatever becomes of it', () => {
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'one' } };

    expect(compare({ Alarm: alarm, Other: alarm }, { Alarm: { ...alarm, Properties: { AlarmName: 'two' } } })).toEqual(
      [],
    );
  });
});

describe('what the old resource holds', () => {
  test.each([
    ['Retain', 'kept'],
    ['RetainExceptOnCreate', 'kept'],
    ['Snapshot', 'snapshot'],
    ['Delete', 'deleted'],
  ])('with %s is %s', (policy, content) => {
    const [removed] = compare({ Table: table({}, policy) }, {});
    const [replaced] = compare(
      { Table: table({ TableName: 'one' }, policy) },
      { Table: table({ TableName: 'two' }, policy) },
    );

    expect([removed?.content, replaced?.content]).toEqual([content, content]);
  });

  test('without a policy is deleted', () => {
    const { DeletionPolicy: _, UpdateReplacePolicy: __, ...plain } = table();

    expect(compare({ Table: plain }, {})).toMatchObject([{ content: 'deleted' }]);
  });

  test('counts as deleted if one of the two templates deletes it', () => {
    const findings = compare({ Table: table({ TableName: 'one' }) }, { Table: table({ TableName: 'two' }, 'Delete') });

    expect(findings).toMatchObject([{ consequence: 'replaced', content: 'deleted' }]);
  });

  test('that is protected less than before is a finding, with the attributes', () => {
    const [finding] = compare({ Table: table() }, { Table: table({}, 'Delete') });

    expect(finding).toMatchObject({
      consequence: 'unprotected',
      changes: [
        { name: 'DeletionPolicy', from: 'Retain', to: 'Delete' },
        { name: 'UpdateReplacePolicy', from: 'Retain', to: 'Delete' },
      ],
    });
  });

  test('that is protected more is none', () => {
    expect(compare({ Table: table({}, 'Delete') }, { Table: table() })).toEqual([]);
  });
});

describe('CloudFormation would stop', () => {
  test('at another type under the same logical id', () => {
    const [finding] = compare({ Thing: table() }, { Thing: GROUP });

    expect(finding?.blocked).toContain('changes no type');
  });

  test('at a replacement that keeps its name', () => {
    const key = [{ AttributeName: 'other', KeyType: 'HASH' }];

    const [finding] = compare(
      { Table: table({ TableName: 'one' }) },
      { Table: table({ TableName: 'one', KeySchema: key }) },
    );

    expect(finding?.blocked).toBe('CloudFormation replaces no resource that keeps its name (TableName "one")');
  });

  test('at a resource that has moved to another logical id with its name', () => {
    const [finding] = compare({ Logs: GROUP }, { Moved: GROUP });

    expect(finding?.blocked).toBe('Moved would be made with the name that it still has ("/app")');
  });

  test('not where CloudFormation gives the name', () => {
    const findings = compare({ Table: table() }, { Moved: table() });

    expect(findings[0]).not.toHaveProperty('blocked');
  });
});

describe('exports', () => {
  const exporting = (value: unknown, name = 'App:Stream'): StackTemplate =>
    stack({}, { Out: { Value: value, Export: { Name: name } } });
  const importing = stack({
    Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Source: { 'Fn::ImportValue': 'App:Stream' } } },
  });
  const STREAM = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
  const found = (before: StackTemplate, after: StackTemplate, users = { Lake: importing }) =>
    compareTemplates({ App: before, ...users }, { App: after, ...users }).exports;

  test('that go while a deployed stack imports them stop the deployment', () => {
    expect(found(exporting(STREAM), stack({}))).toEqual([
      { stack: 'App', name: 'App:Stream', change: 'removed', usedBy: ['Lake'] },
    ]);
  });

  test('whose value changes do too', () => {
    expect(found(exporting(STREAM), exporting('arn:other'))).toMatchObject([{ change: 'changed' }]);
  });

  test('that stay, or that nobody imports, do not', () => {
    expect(found(exporting(STREAM), exporting(STREAM))).toEqual([]);
    expect(found(exporting(STREAM, 'App:Other'), stack({}))).toEqual([]);
  });
});

test('stacks are left behind and created by their names, whatever is in them', () => {
  const { findings, leftBehind, created } = compareTemplates(
    { App: stack({ Table: table() }) },
    { 'dev-App': stack({ Table: table() }) },
  );

  expect({ findings, leftBehind, created }).toEqual({ findings: [], leftBehind: ['App'], created: ['dev-App'] });
});
