import { describe, expect, test } from 'vitest';
import { type StackTemplates, statefulType, type TemplateResource } from '../../packages/upgrade/src/index.ts';
import { CONFIGURATIONS } from '../../scripts/upgrade/configurations.ts';
import { settingsOf } from '../../scripts/upgrade/setting-changes.ts';
import { templatesOf } from '../../scripts/upgrade/templates.ts';

/** Types that keep no data of their own, and why each goes with its stack. */
const GOES_WITH_ITS_STACK: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'an address; nothing is behind it when the function is gone',
  'AWS::Athena::WorkGroup': 'a history of queries; their results are in a bucket that is kept',
  'AWS::Glue::Database': 'definitions, made anew by the next deployment; the data is in a bucket that is kept',
  'AWS::Glue::Table': 'definitions, made anew by the next deployment; the data is in a bucket that is kept',
  'AWS::KinesisFirehose::DeliveryStream': 'records of at most minutes, which the table has too',
  'AWS::LakeFormation::Resource': 'a registration that must not outlive what it registers',
  'AWS::Pipes::Pipe': 'a position in a stream that goes with it',
  'AWS::SageMaker::Endpoint': 'costs by the hour on instances, and is made anew from the same model',
  'AWS::SNS::Subscription': 'cannot be without its topic',
  'AWS::SNS::Topic': 'keeps no message',
};

/** Single resources that hold something and still go with their stack, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'Endpoint/Logs': 'SageMaker fixes the name: a group that is left behind would stop the next deployment',
  'Monitoring/Topics/Key': 'protects messages in transit through SNS, which keeps none',
};

/** Kept even where all data goes: they are settings of the whole account, not of the stack. */
const ACCOUNT_WIDE: ReadonlySet<string> = new Set(['AWS::LakeFormation::DataLakeSettings']);

interface Holder extends TemplateResource {
  readonly name: string;
}

function holders(templates: StackTemplates): Holder[] {
  return Object.values(templates).flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([logicalId, resource]) => {
      if (statefulType(resource.Type, resource.Properties ?? {}) === undefined) return [];
      const path = String(resource.Metadata?.['aws:cdk:path'] ?? logicalId);
      return [
        {
          ...resource,
          name: path
            .split('/')
            .slice(1)
            .join('/')
            .replace(/\/Resource$/, ''),
        },
      ];
    }),
  );
}

const isExcepted = ({ Type, name }: Holder): boolean =>
  Object.hasOwn(GOES_WITH_ITS_STACK, Type) || Object.hasOwn(EXCEPTIONS, name);

const { 'data-goes-with-the-stacks': removing, ...keeping } = CONFIGURATIONS;
const found = new Map(
  Object.entries(keeping).map(([name, values]) => [name, holders(templatesOf(settingsOf(values)))]),
);

describe.each([...found])('with the configuration %s', (_, resources) => {
  test('everything that holds data is kept, at a removal and at a replacement', () => {
    const lost = resources.filter(
      (one) => !isExcepted(one) && (one.DeletionPolicy !== 'Retain' || one.UpdateReplacePolicy !== 'Retain'),
    );

    expect(resources.length).toBeGreaterThan(0);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  test('tables are protected from deletion by hand, too', () => {
    const tables = resources.filter(({ Type }) => Type === 'AWS::DynamoDB::Table');

    expect(tables.filter(({ Properties }) => Properties?.DeletionProtectionEnabled !== true)).toEqual([]);
  });
});

test('with both switches on, everything goes but settings of the account', () => {
  const resources = holders(templatesOf(settingsOf(removing ?? {})));

  const kept = resources.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');

  expect(kept.filter(({ Type }) => !ACCOUNT_WIDE.has(Type)).map(({ name }) => name)).toEqual([]);
});

test('each exception is one that exists', () => {
  const all = [...found.values()].flat();

  expect(Object.keys(EXCEPTIONS).filter((name) => !all.some((one) => one.name === name))).toEqual([]);
  expect(Object.keys(GOES_WITH_ITS_STACK).filter((type) => !all.some((one) => one.Type === type))).toEqual([]);
});
