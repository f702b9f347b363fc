import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compareTemplates, type StackTemplate } from '../../packages/upgrade/src/index.ts';
import { readBaseline, versions, writeBaseline } from '../../scripts/upgrade/baseline.ts';
import { reduceTemplate } from '../../scripts/upgrade/reduce.ts';
import { settingsOf } from '../../scripts/upgrade/setting-changes.ts';
import { templatesOf } from '../../scripts/upgrade/templates.ts';

const HASH = 'a'.repeat(64);

// A placeholder of `Fn::Sub`, as CloudFormation writes it.
const place = (name: string) => `\${${name}}`;

const template: StackTemplate = {
  Resources: {
    Group: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: { 'Fn::Sub': `/app/${place('Name')}` }, Tags: [] },
    },
    Name: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: `${HASH}.zip` } } },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Dimensions: [{ Ref: 'Name' }] } },
    User: { Type: 'AWS::IAM::Policy', Properties: { Document: [{ 'Fn::ImportValue': 'Other:Key' }] } },
  },
  Outputs: { Out: { Value: 1, Export: { Name: 'App:Out' } }, Shown: { Value: 2 } },
};

describe('a reduced template', () => {
  const reduced = reduceTemplate(template);

  test('holds the stateful resources, what they refer to, and who imports', () => {
    expect(Object.keys(reduced.Resources)).toEqual(['Group', 'Name', 'User']);
    expect(reduced.Resources.User?.Properties).toEqual({ imports: [{ 'Fn::ImportValue': 'Other:Key' }] });
  });

  test('holds exports, and no other outputs', () => {
    expect(Object.keys(reduced.Outputs ?? {})).toEqual(['Out']);
  });

  test('has neither tags nor hashes of assets', () => {
    expect(JSON.stringify(reduced)).not.toMatch(/Tags|aaaa/);
  });

  test('compares as the whole one does', () => {
    const [before, after] = [
      templatesOf(settingsOf()),
      templatesOf(settingsOf({ 'table.encryption': 'customer-managed' })),
    ];
    const reduce = (all: typeof before) =>
      Object.fromEntries(Object.entries(all).map(([name, one]) => [name, reduceTemplate(one)]));
    const ids = (all: ReturnType<typeof compareTemplates>) => all.findings.map(({ logicalId }) => logicalId);

    const whole = compareTemplates(after, before);
    const small = compareTemplates(reduce(after), reduce(before));

    expect(ids(whole).length).toBeGreaterThan(0);
    expect(ids(small)).toEqual(ids(whole));
    expect(small.exports).toEqual(whole.exports);
  });
});

describe('a baseline', () => {
  test('comes back from its files as it was written, without repeating what is as in the default', () => {
    const folder = mkdtempSync(join(tmpdir(), 'baseline-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const other = { ...template, Outputs: {} };
    const baseline = { default: { App: template }, jwt: { App: template, More: other } };

    writeBaseline('1.0.0', baseline, folder);

    expect(readBaseline('1.0.0', folder)).toEqual(baseline);
    expect(versions(folder)).toEqual(['1.0.0']);
    expect(JSON.parse(readFileSync(join(folder, '1.0.0/jwt.json'), 'utf8')).App).toBe('as in default');
  });
});
