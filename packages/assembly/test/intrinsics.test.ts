// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub of CloudFormation writes its names like this.
import { describe, expect, it } from 'vitest';
import { problemOf, readStack, resolvedValue, valueProblem } from './assembly-builder.ts';

const QUEUE = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } };
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:123456789012:jobs';
const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs';

const PARAMETERS = {
  Parameters: {
    Name: { Type: 'String', Default: 'prod' },
    Count: { Type: 'Number', Default: 3 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Missing: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
  },
};

const CONDITIONS = {
  ...PARAMETERS,
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Name' }, 'prod'] },
    IsTest: { 'Fn::Equals': [{ Ref: 'Name' }, 'test'] },
    NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Equals': [{ Ref: 'Count' }, '3'] }] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsProd' }] },
    Neither: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'NotProd' }] },
  },
};

const MAPPINGS = { Mappings: { Images: { 'us-east-1': { account: '811284229777' } } } };

describe('what each intrinsic comes to', () => {
  it.each([
    ['Ref of a resource', { Ref: 'Queue' }, QUEUE_URL],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, QUEUE_ARN],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Queue.QueueName' }, 'jobs'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a/us-east-1/1'],
    ['Fn::Join of a list made by another', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
    ['Fn::Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Fn::Select with an index in text', { 'Fn::Select': ['0', { 'Fn::Split': [':', 'x:y'] }] }, 'x'],
    ['Fn::Split', { 'Fn::Split': ['-', 'a-b-'] }, ['a', 'b', '']],
    [
      'Fn::Base64',
      { 'Fn::Base64': { 'Fn::Sub': 'hi ${AWS::Region}' } },
      Buffer.from('hi us-east-1').toString('base64'),
    ],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    ['Fn::GetAZs of a Region', { 'Fn::GetAZs': 'eu-west-1' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ])('%s', (_name, value, expected) => {
    expect(resolvedValue(value, {}, QUEUE)).toEqual(expected);
  });

  it('Fn::FindInMap with a key that is itself looked up', () => {
    expect(resolvedValue({ 'Fn::FindInMap': ['Images', { Ref: 'AWS::Region' }, 'account'] }, MAPPINGS)).toBe(
      '811284229777',
    );
  });

  it('resolves inside lists and objects, at any depth', () => {
    expect(resolvedValue({ a: [{ b: { Ref: 'AWS::Partition' } }] })).toEqual({ a: [{ b: 'aws' }] });
  });
});

describe('Fn::Sub', () => {
  it.each([
    ['pseudo parameters', '${AWS::AccountId}-${AWS::Region}', '123456789012-us-east-1'],
    ['resources and attributes', '${Queue} ${Queue.Arn}', `${QUEUE_URL} ${QUEUE_ARN}`],
    ['literals', 'keep ${!Me}', 'keep ${Me}'],
    [
      'names of the second form first',
      ['${Queue}/${AWS::Region}', { Queue: { 'Fn::Join': ['', ['q']] } }],
      'q/us-east-1',
    ],
    ['nothing in a text without names', 'plain $ {text}', 'plain $ {text}'],
  ])('replaces %s', (_name, argument, expected) => {
    expect(resolvedValue({ 'Fn::Sub': argument }, {}, QUEUE)).toBe(expected);
  });
});

describe('pseudo parameters', () => {
  it.each([
    ['us-east-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ])('know the partition of %s', (region, partition, suffix) => {
    // Act
    const assembly = readStack(
      {
        Resources: {
          Holder: { Type: 'Test::Value', Properties: { P: { Ref: 'AWS::Partition' }, S: { Ref: 'AWS::URLSuffix' } } },
        },
      },
      { environment: `aws://111122223333/${region}` },
    );

    // Assess
    expect(assembly.resources[0]?.properties).toEqual({ P: partition, S: suffix });
  });

  it('name the stack', () => {
    expect(resolvedValue({ Ref: 'AWS::StackName' })).toBe('App');
    expect(resolvedValue({ Ref: 'AWS::StackId' })).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/App\/[0-9a-f-]{36}$/,
    );
  });

  it('have no notification ARNs', () => {
    expect(resolvedValue({ Ref: 'AWS::NotificationARNs' })).toEqual([]);
  });
});

describe('AWS::NoValue', () => {
  it('removes an entry of an object and of a list', () => {
    expect(resolvedValue({ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, 2] })).toEqual({ b: [1, 2] });
  });

  it('removes a property', () => {
    const { resources } = readStack({
      Resources: { Holder: { Type: 'Test::Value', Properties: { A: { Ref: 'AWS::NoValue' }, B: 1 } } },
    });
    expect(resources[0]?.properties).toEqual({ B: 1 });
  });

  it('as a name leaves the generated name', () => {
    const { resources } = readStack({
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'AWS::NoValue' } } } },
    });
    expect(resources[0]?.arn).toBe('arn:aws:sqs:us-east-1:123456789012:App-Q');
  });
});

describe('parameters', () => {
  it.each([
    ['a text', { Ref: 'Name' }, 'prod'],
    ['a number as text', { Ref: 'Count' }, '3'],
    ['a list, split and trimmed', { Ref: 'Zones' }, ['a', 'b', 'c']],
  ])('give their default: %s', (_name, value, expected) => {
    expect(resolvedValue(value, PARAMETERS)).toEqual(expected);
  });

  it('take a value that the manifest sets', () => {
    const { resources } = readStack(
      { ...PARAMETERS, Resources: { Holder: { Type: 'Test::Value', Properties: { Value: { Ref: 'Name' } } } } },
      { properties: { parameters: { Name: 'from manifest' } } },
    );
    expect(resources[0]?.properties.Value).toBe('from manifest');
  });

  it('may stand unused without a value, as the version of the bootstrap stack does', () => {
    expect(problemOf({ ...PARAMETERS, Resources: {} })).toBeUndefined();
  });

  it('without a default are named when they are used', () => {
    expect(valueProblem({ Ref: 'Missing' }, PARAMETERS)).toBe(
      'stack App, resource Holder (Test::Value), Properties.Value.Ref: parameter Missing has no default: give it one',
    );
  });

  it('in the Parameter Store are named when they are used', () => {
    expect(valueProblem({ Ref: 'BootstrapVersion' }, PARAMETERS)).toContain(
      "the value of parameter BootstrapVersion is in the account's Parameter Store (/cdk-bootstrap/hnb659fds/version)",
    );
  });
});

describe('conditions', () => {
  it.each([
    ['IsProd', 'yes'],
    ['IsTest', 'no'],
    ['NotProd', 'no'],
    ['Both', 'yes'],
    ['Either', 'yes'],
    ['Neither', 'no'],
  ])('%s chooses %s', (condition, expected) => {
    expect(resolvedValue({ 'Fn::If': [condition, 'yes', 'no'] }, CONDITIONS)).toBe(expected);
  });

  it('do not look at the branch that is not taken', () => {
    expect(resolvedValue({ 'Fn::If': ['IsProd', 'yes', { Ref: 'Nowhere' }] }, CONDITIONS)).toBe('yes');
  });

  it('leave out a resource and an output', () => {
    // Act
    const assembly = readStack({
      ...CONDITIONS,
      Resources: { Kept: { Type: 'T::T', Condition: 'IsProd' }, Gone: { Type: 'T::T', Condition: 'IsTest' } },
      Outputs: { Kept: { Value: 1, Condition: 'IsProd' }, Gone: { Value: { Ref: 'Gone' }, Condition: 'IsTest' } },
    });

    // Assess
    expect(assembly.resources.map(({ logicalId }) => logicalId)).toEqual(['Kept']);
    expect(assembly.stacks[0]?.outputs).toEqual({ Kept: { value: 1, exportName: undefined } });
  });

  it('refuse a reference to a resource that they leave out', () => {
    const resources = { Gone: { Type: 'T::T', Condition: 'IsTest' } };
    expect(valueProblem({ Ref: 'Gone' }, CONDITIONS, resources)).toContain(
      'Gone does not exist, since its condition IsTest is false',
    );
  });

  it('leave Condition alone outside of conditions, where policies use it', () => {
    expect(resolvedValue({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toEqual({
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('that form a circle are refused', () => {
    const sections = { Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } } };
    expect(valueProblem({ 'Fn::If': ['A', 1, 2] }, sections)).toContain(
      'circular reference: App condition A -> App condition B -> App condition A',
    );
  });
});

describe('what is not understood is named with its place', () => {
  it.each([
    [
      'an unknown intrinsic',
      { a: [{ 'Fn::Transform': { Name: 'X' } }] },
      'Properties.Value.a[0]: unknown intrinsic Fn::Transform',
    ],
    ['an unknown name', { Ref: 'Nowhere' }, 'Properties.Value.Ref: there is no resource or parameter Nowhere'],
    ['an inherited name', { Ref: 'constructor' }, 'there is no resource or parameter constructor'],
    ['an unknown pseudo parameter', { Ref: 'AWS::Moon' }, 'unknown pseudo parameter AWS::Moon'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Queue', 'Color'] },
      'the preview does not know attribute Color of Queue (AWS::SQS::Queue)',
    ],
    ['an inherited attribute', { 'Fn::GetAtt': ['Queue', 'toString'] }, 'does not know attribute toString of Queue'],
    ['an attribute in Fn::Sub', { 'Fn::Sub': '${Queue.Color}' }, 'does not know attribute Color of Queue'],
    ['an empty name in Fn::Sub', { 'Fn::Sub': 'a ${} b' }, '${} names nothing'],
    ['a text that is a list', { 'Fn::Join': ['', [['a']]] }, 'expected text, found ["a"]'],
    ['a list that is a text', { 'Fn::Join': ['', 'ab'] }, 'expected a list, found "ab"'],
    ['a wrong number of arguments', { 'Fn::Select': [1] }, 'expected 2 arguments, found 1'],
    ['an index outside', { 'Fn::Select': [2, ['a', 'b']] }, 'index 2 is outside the list of 2'],
    ['a mapping that is missing', { 'Fn::FindInMap': ['Images', 'x', 'y'] }, 'the mappings have no Images / x / y'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'there is no condition Nope'],
    [
      'an intrinsic beside other keys',
      { Ref: 'Queue', Other: 1 },
      'Ref stands beside other keys: an intrinsic stands alone',
    ],
    ['a value of the account', '{{resolve:ssm:/path}}', 'is looked up by CloudFormation at deployment'],
  ])('%s', (_name, value, message) => {
    // Act
    const problem = valueProblem(value, {}, QUEUE);

    // Assess
    expect(problem).toContain('stack App, resource Holder (Test::Value), Properties.Value');
    expect(problem).toContain(message);
  });

  it('in an output', () => {
    expect(problemOf({ Resources: {}, Outputs: { Url: { Value: { Ref: 'Nowhere' } } } })).toBe(
      'stack App, output Url, Value.Ref: there is no resource or parameter Nowhere',
    );
  });

  it('in a condition', () => {
    expect(
      problemOf({ Conditions: { C: { 'Fn::Equals': [1] } }, Resources: { R: { Type: 'T::T', Condition: 'C' } } }),
    ).toBe('stack App, condition C, Fn::Equals: expected 2 arguments, found 1');
  });
});
