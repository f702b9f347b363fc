// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub of CloudFormation writes its names like this.
import { describe, expect, it } from 'vitest';
import { AssemblyBuilder, holder, problemOf } from './assembly-builder.ts';

const exporting = (name: unknown, value: unknown) => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } },
  Outputs: { Out: { Value: value, Export: { Name: name } } },
});

const importing = (name: unknown) => ({ Resources: { Holder: holder({ 'Fn::ImportValue': name }) } });

describe('Fn::ImportValue', () => {
  it('gives what another stack exports, whichever comes first', () => {
    // Prepare
    const builder = new AssemblyBuilder()
      .stack('Second', importing({ 'Fn::Sub': '${AWS::Region}:Out' }))
      .stack(
        'First',
        exporting({ 'Fn::Join': [':', [{ Ref: 'AWS::Region' }, 'Out']] }, { 'Fn::GetAtt': ['Queue', 'Arn'] }),
      );

    // Act
    const { resources } = builder.read();

    // Assess
    expect(resources[0]?.properties.Value).toBe('arn:aws:sqs:us-east-1:123456789012:jobs');
  });

  it('names an export that no stack has', () => {
    const builder = new AssemblyBuilder().stack('First', exporting('a', 1)).stack('Second', importing('b'));
    expect(builder.problem()).toBe(
      'stack Second, resource Holder (Test::Value), Properties.Value.Fn::ImportValue: no stack in 123456789012/us-east-1 exports b',
    );
  });

  it('does not reach into another Region', () => {
    const builder = new AssemblyBuilder()
      .stack('First', exporting('a', 1), { environment: 'aws://123456789012/eu-west-1' })
      .stack('Second', importing('a'));
    expect(builder.problem()).toContain('no stack in 123456789012/us-east-1 exports a');
  });

  it('refuses two exports of one name', () => {
    const builder = new AssemblyBuilder()
      .stack('First', exporting('a', 1))
      .stack('Second', exporting('a', 2))
      .stack('Third', importing('a'));
    expect(builder.problem()).toContain('export 123456789012/us-east-1/a exists already in stack First');
  });

  it('refuses an export of the same stack', () => {
    const template = {
      Resources: { Holder: holder({ 'Fn::ImportValue': 'a' }) },
      Outputs: { Out: { Value: 1, Export: { Name: 'a' } } },
    };
    expect(problemOf(template)).toContain('a is an export of the same stack: use Ref');
  });

  it('refuses stacks that need each other', () => {
    // Prepare
    const builder = new AssemblyBuilder()
      .stack('First', { ...exporting('a', 1), Resources: { Holder: holder({ 'Fn::ImportValue': 'b' }) } })
      .stack('Second', { ...exporting('b', 2), Resources: { Holder: holder({ 'Fn::ImportValue': 'a' }) } });

    // Act
    const problem = builder.problem();

    // Assess
    expect(problem).toBe(
      'CloudFormation would refuse a circular dependency: stack First -> stack Second -> stack First',
    );
  });
});

describe('Fn::GetStackOutput', () => {
  const reading = (argument: object) => ({ Resources: { Holder: holder({ 'Fn::GetStackOutput': argument }) } });
  const FIRST = { Resources: {}, Outputs: { Out: { Value: { Ref: 'AWS::Region' } } } };

  it('gives an output that is not exported', () => {
    // Prepare
    const builder = new AssemblyBuilder()
      .stack('Second', reading({ StackName: 'First', OutputName: 'Out', Region: { Ref: 'AWS::Region' } }))
      .stack('First', FIRST);

    // Act
    const { resources } = builder.read();

    // Assess
    expect(resources[0]?.properties.Value).toBe('us-east-1');
  });

  it('reaches into another Region', () => {
    // Prepare
    const builder = new AssemblyBuilder()
      .stack('First', FIRST, { environment: 'aws://123456789012/eu-west-1' })
      .stack('Second', reading({ StackName: 'First', OutputName: 'Out', Region: 'eu-west-1' }));

    // Act
    const { resources } = builder.read();

    // Assess
    expect(resources[0]?.properties.Value).toBe('eu-west-1');
  });

  it.each([
    ['a stack', { StackName: 'Third', OutputName: 'Out' }, 'there is no stack Third in us-east-1'],
    [
      'a stack of another Region',
      { StackName: 'First', OutputName: 'Out', Region: 'x' },
      'there is no stack First in x',
    ],
    ['an output', { StackName: 'First', OutputName: 'toString' }, 'stack First has no output toString'],
    ['a name', { OutputName: 'Out' }, 'Fn::GetStackOutput.StackName: expected text, found nothing'],
  ])('names %s that is missing', (_name, argument, message) => {
    const builder = new AssemblyBuilder().stack('First', FIRST).stack('Second', reading(argument));
    expect(builder.problem()).toContain(message);
  });
});

describe('circles', () => {
  it('of names are refused', () => {
    const name = (of: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': `x-\${${of}}` } } });
    expect(problemOf({ Resources: { A: name('B'), B: name('A') } })).toContain('circular reference: App resource A');
  });

  it('of resources are refused as CloudFormation does, though every name is known', () => {
    // Prepare
    const template = {
      Resources: {
        A: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'B' } } },
        B: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'A' } } },
      },
    };

    // Act
    const problem = problemOf(template);

    // Assess
    expect(problem).toBe('CloudFormation would refuse a circular dependency: App/A -> App/B -> App/A');
  });

  it('through DependsOn are refused', () => {
    const template = {
      Resources: { A: { Type: 'T::T', DependsOn: ['B'] }, B: { Type: 'T::T', Properties: { X: { Ref: 'A' } } } },
    };
    expect(problemOf(template)).toContain('App/B -> App/A -> App/B');
  });

  it('of a resource with itself are refused', () => {
    expect(problemOf({ Resources: { A: { Type: 'T::T', Properties: { X: { Ref: 'A' } } } } })).toContain(
      'App/A -> App/A',
    );
  });

  it('are found in a very long chain', () => {
    // Prepare
    const count = 2000;
    const resources = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`R${at}`, { Type: 'T::T', DependsOn: `R${(at + 1) % count}` }]),
    );

    // Act
    const problem = problemOf({ Resources: resources });

    // Assess
    expect(problem).toMatch(/circular dependency: App\/R0 -> App\/R1 -> /);
  });

  it('are not seen where two ways lead to one resource', () => {
    const template = {
      Resources: {
        A: { Type: 'T::T', DependsOn: ['B', 'C'] },
        B: { Type: 'T::T', DependsOn: 'D' },
        C: { Type: 'T::T', DependsOn: 'D' },
        D: { Type: 'T::T' },
      },
    };
    expect(problemOf(template)).toBeUndefined();
  });
});

describe('DependsOn', () => {
  it('names a resource that does not exist', () => {
    expect(problemOf({ Resources: { A: { Type: 'T::T', DependsOn: 'B' } } })).toBe(
      'stack App, resource A (T::T), DependsOn: there is no resource B',
    );
  });

  it('may name a resource that a condition leaves out', () => {
    const template = {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { A: { Type: 'T::T', DependsOn: 'B' }, B: { Type: 'T::T', Condition: 'No' } },
    };
    expect(problemOf(template)).toBeUndefined();
  });
});
