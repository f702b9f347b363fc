import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { describe, expect, test } from 'vitest';
import { E2eTest, type E2eTestProps } from '../../../lib/e2e/e2e-test.ts';
import { textInFinding } from '../../../lib/policy/finding-text.ts';
import { allowed, only, testStack } from '../shared/synth.ts';

/** The construct in a stack of somebody else's, beside the API that it tests. */
function inOwnStack(props: Partial<E2eTestProps> = {}): Template {
  const stack = testStack();
  const api = new HttpApi(stack, 'Api');
  new E2eTest(stack, 'Tests', {
    target: {
      apiId: api.apiId,
      logGroups: [new LogGroup(stack, 'Logs')],
      dashboardName: 'Mine',
      stackNames: ['Mine'],
      prefix: '',
    },
    ...props,
  });
  return Template.fromStack(stack);
}

describe('end-to-end tests in an application of your own', () => {
  test('call the API beside them', () => {
    const calls = allowed(inOwnStack(), 'TestsRole').filter(({ action }) => action === 'execute-api:Invoke');

    expect(calls.map(({ resource }) => resource)).toEqual([
      expect.stringMatching(/{"Ref":"Api[0-9A-F]{8}"},"\/\*\/GET\/inference\/\*"/),
      expect.stringMatching(/{"Ref":"Api[0-9A-F]{8}"},"\/\*\/POST\/inference"/),
    ]);
  });

  test('tell nobody unless they are given addresses', () => {
    inOwnStack().resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('keep what they made when the stack goes', () => {
    inOwnStack().hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    inOwnStack().hasResource('AWS::CodeBuild::ReportGroup', { DeletionPolicy: 'Retain' });
  });

  test('run on the smallest machine, for half an hour at most', () => {
    expect(only(inOwnStack(), 'AWS::CodeBuild::Project')).toMatchObject({
      TimeoutInMinutes: 30,
      Environment: { ComputeType: 'BUILD_GENERAL1_SMALL' },
    });
  });
});

describe('wrong properties are refused at synthesis', () => {
  test.each([
    [{ timeoutMinutes: 9 }, 'timeoutMinutes is 9; write an integer of at least 10'],
    [{ timeoutMinutes: 12.5 }, 'timeoutMinutes is 12.5; write an integer of at least 10'],
    [{ nightlyAt: '3 am' }, 'nightlyAt is "3 am"; write a time of day in UTC, such as 03:00'],
    [{ image: { uri: 'karate-chrome' } }, 'image "karate-chrome" is not an Amazon ECR address'],
  ])('%j', (props, message) => {
    expect(() => inOwnStack(props)).toThrow(message);
  });
});

describe('a text as cdk-nag writes it in a finding', () => {
  test('has references in angle brackets, and the names of exports', () => {
    const stack = testStack();
    const other = new Stack(stack.node.root, 'Other');
    const group = new LogGroup(stack, 'Logs', { logGroupName: 'mine' });
    const imported = other.exportValue(new HttpApi(other, 'Api').apiId);

    expect(textInFinding(stack, `${group.logGroupArn}/${imported}/*`)).toMatch(
      /^<Logs[0-9A-F]{8}\.Arn>\/Other:ExportsOutputRefApi[0-9A-F]+\/\*$/,
    );
    expect(textInFinding(stack, 'plain/*')).toBe('plain/*');
    expect(textInFinding(stack, stack.region)).toBe('<AWS::Region>');
  });
});
