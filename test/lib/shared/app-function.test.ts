import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { AppFunction, type AppFunctionProps } from '../../../lib/shared/app-function.ts';
import { allowed, only, testApp, testStack } from './synth.ts';

const envSchema = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  MODE: z.enum(['fast', 'safe']),
});

type Props = AppFunctionProps<typeof envSchema>;

const appFunction = (stack: Stack, props: Partial<Props> = {}) =>
  new AppFunction(stack, 'App', {
    entry: 'lambda/redrive/handler.ts',
    description: 'a test',
    envSchema,
    timeout: Duration.seconds(3),
    ...props,
  });

const table = (stack: Stack) => new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });

describe('a function of the application', () => {
  test('gets the name of a table and the actions on it in one call', () => {
    const stack = testStack();
    const fn = appFunction(stack, { environment: { MODE: 'fast' } });

    fn.bindTable('TABLE_NAME', table(stack), ['GetItem']);

    const template = Template.fromStack(stack);
    expect(only(template, 'AWS::Lambda::Function').Environment.Variables).toMatchObject({
      TABLE_NAME: { Ref: expect.stringMatching(/^Table/) },
      MODE: 'fast',
    });
    expect(allowed(template, 'AppRole').filter(({ action }) => action.startsWith('dynamodb:'))).toEqual([
      expect.objectContaining({ action: 'dynamodb:GetItem' }),
    ]);
  });

  test('may encrypt for a queue with a key of its own', () => {
    const stack = testStack();
    const fn = appFunction(stack, { environment: { MODE: 'fast' } });

    fn.bindQueue('TABLE_NAME', new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS }));

    const actions = allowed(Template.fromStack(stack), 'AppRole').map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['sqs:SendMessage', 'kms:Encrypt']));
  });

  test('gets a value together with statements of its own', () => {
    const stack = testStack();
    const fn = appFunction(stack, { environment: { MODE: 'safe' } });
    const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/key'] });

    fn.bind('TABLE_NAME', 'bucket', statement);

    expect(allowed(Template.fromStack(stack), 'AppRole')).toContainEqual(
      expect.objectContaining({ action: 's3:GetObject', resource: '"arn:aws:s3:::bucket/key"' }),
    );
  });

  test('writes to its own log group and no other', () => {
    const stack = testStack();
    appFunction(stack, { environment: { MODE: 'fast', TABLE_NAME: 'records' } });

    const logs = allowed(Template.fromStack(stack), 'AppRole').filter(({ action }) => action.startsWith('logs:'));

    expect(logs.map(({ resource }) => resource)).toEqual(
      Array(2).fill(expect.stringMatching(/^\{"Fn::GetAtt":\["AppLogs\w+","Arn"\]\}$/)),
    );
  });

  test('keeps its logs when the stack goes, unless told otherwise', () => {
    const kept = testStack();
    const removed = testStack();
    const environment = { MODE: 'fast', TABLE_NAME: 'records' } as const;
    appFunction(kept, { environment });
    appFunction(removed, { environment, removalPolicy: RemovalPolicy.DESTROY });

    Template.fromStack(kept).hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
    Template.fromStack(removed).hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  test('lets CloudFormation name its log group, so that kept logs do not stop the next deployment', () => {
    const stack = testStack();
    appFunction(stack, { environment: { MODE: 'fast', TABLE_NAME: 'records' } });

    expect(only(Template.fromStack(stack), 'AWS::Logs::LogGroup').LogGroupName).toBeUndefined();
  });
});

describe('the environment of a function, checked when the app is synthesised', () => {
  const problems = (environment: Props['environment'], bind?: (fn: AppFunction<typeof envSchema>) => void): string => {
    const stack = testStack();
    const fn = appFunction(stack, { environment });
    bind?.(fn);
    return fn.node.validate().join('\n');
  };

  test('is fine with all variables', () => {
    expect(problems({ MODE: 'fast', TABLE_NAME: 'records' })).toBe('');
  });

  test('misses a variable that the handler needs', () => {
    expect(problems({ MODE: 'fast' })).toBe(
      'TABLE_NAME: the handler needs this variable; bind the resource or set it in environment',
    );
  });

  test('refuses a value that the handler would refuse', () => {
    expect(problems({ MODE: 'slow' as 'fast', TABLE_NAME: 'records' })).toMatch(/^MODE: "slow" is refused: /);
  });

  test('refuses a variable that the handler does not know', () => {
    const environment = { MODE: 'fast', TABLE_NAME: 'records', TABEL: 'x' } as Props['environment'];

    expect(problems(environment)).toBe("TABEL: the handler's environment schema does not know this variable");
  });

  test('takes a value that only CloudFormation knows as it is', () => {
    expect(
      problems({ MODE: 'fast' }, (fn) => {
        fn.bindTable('TABLE_NAME', table(Stack.of(fn)), ['GetItem']);
      }),
    ).toBe('');
  });

  test('stops synthesis when it is wrong', () => {
    const app = testApp();
    appFunction(new Stack(app, 'Broken'), { environment: {} });

    expect(() => app.synth()).toThrow(/TABLE_NAME: the handler needs this variable/);
  });
});
