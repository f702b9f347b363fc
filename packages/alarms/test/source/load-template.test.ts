import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmResource, alarmsOf, compositeResource, faultsOf, fileWith, loaded } from './source-files.ts';

const YAML = `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: prod }
  Limit: { Type: Number }
Resources:
  Topic:
    Type: AWS::SNS::Topic
  Function:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: !Sub 'shop-\${Stage}' }
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Join ['-', [errors, !Ref Stage]]
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions: [{ Name: FunctionName, Value: !Ref Function }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!Ref Topic]
  # any of them
  Any:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: any
      AlarmRule: !Sub 'ALARM("\${Errors.Arn}")'
`;

describe('a YAML template with short forms', () => {
  it('gives its alarms, names and actions resolved', () => {
    // Act
    const { alarms, accountId, region } = loaded(fileWith('app.yaml', YAML));

    // Assess
    expect(alarms.map(({ name, problems }) => [name, problems])).toEqual([
      ['errors-prod', []],
      ['any', []],
    ]);
    expect(alarms[0]?.definition).toMatchObject({
      arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors-prod',
      query: { metric: { dimensions: { FunctionName: 'shop-prod' } } },
      alarmActions: [expect.stringMatching(/^arn:aws:sns:us-east-1:123456789012:/)],
    });
    expect([accountId, region]).toEqual(['123456789012', 'us-east-1']);
  });

  it('says on which line each stands', () => {
    const path = fileWith('app.yaml', YAML);
    expect(loaded(path).alarms.map(({ file, line }) => [file, line])).toEqual([
      [path, 11],
      [path, 25],
    ]);
  });
});

describe('a JSON template', () => {
  it('says on which line each alarm stands', () => {
    const path = fileWith('app.json', `{\n "Resources": {\n\n  "Errors": ${JSON.stringify(alarmResource())}}}`);
    expect(loaded(path).alarms[0]).toMatchObject({ file: path, line: 4, stack: 'app', logicalId: 'Errors' });
  });

  it('names an alarm without a name as CloudFormation would, up to the random end', () => {
    const { Errors } = alarmsOf({ Errors: alarmResource({ AlarmName: undefined }) });
    expect(Errors).toMatchObject({ name: 'App-Errors', definition: { name: 'App-Errors' } });
  });

  it('without alarms is read all the same', () => {
    expect(loaded(fileWith('a.json', { Resources: {} }))).toMatchObject({ alarms: [], accountId: '123456789012' });
  });
});

describe('a value that is known only after deployment', () => {
  const PARAMETERS = { Parameters: { Host: { Type: 'String' }, Limit: { Type: 'Number' } } };

  it('stands as a placeholder that gives the reason', () => {
    const { Errors } = alarmsOf(
      {
        Errors: alarmResource({
          Dimensions: [{ Name: 'Host', Value: { Ref: 'Host' } }],
          AlarmActions: [{ Ref: 'Host' }],
        }),
      },
      PARAMETERS,
    );
    const placeholder = expect.stringMatching(/^<.*parameter Host.*>$/);
    expect(Errors?.definition).toMatchObject({
      query: { metric: { dimensions: { Host: placeholder } } },
      alarmActions: [placeholder],
    });
  });

  it('is a problem where a number must stand', () => {
    const { Errors } = alarmsOf({ Errors: alarmResource({ Threshold: { Ref: 'Limit' } }) }, PARAMETERS);
    expect(Errors?.definition).toBeUndefined();
    expect(Errors?.problems).toEqual([
      { path: 'Threshold', message: expect.stringMatching(/^"<.*parameter Limit.*>" is no number$/) },
    ]);
  });

  it('decides no condition: the alarm counts as there, with a notice', () => {
    const Resources = { Errors: { ...alarmResource(), Condition: 'IsProd' } };
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'Host' }, 'prod'] } };
    const { alarms, notices } = loaded(fileWith('App.json', { ...PARAMETERS, Conditions, Resources }));
    expect(alarms).toHaveLength(1);
    expect(notices).toEqual([
      expect.stringMatching(/^stack App: Errors counts as there, but it may not be: condition/),
    ]);
  });
});

describe('what the simulator leaves out', () => {
  it.each([
    [
      { Mute: { Type: 'AWS::CloudWatch::AlarmMuteRule', Properties: {} } },
      {},
      /^stack App: mute rule Mute is left out/,
    ],
    [{}, { Transform: 'AWS::Serverless-2016-10-31' }, /^stack App: transform AWS::Serverless.* is not applied$/],
    [{ 'Fn::ForEach::Alarms': ['X', ['a'], {}] }, {}, /^stack App: Fn::ForEach::Alarms is not expanded$/],
  ])('is a notice: %j', (Resources, sections, notice) => {
    expect(loaded(fileWith('App.json', { ...sections, Resources })).notices).toEqual([expect.stringMatching(notice)]);
  });
});

describe('a template whose values refer to each other in a circle', () => {
  it('is read, with a placeholder there', () => {
    const { Errors } = alarmsOf({ Errors: alarmResource({ AlarmName: { Ref: 'Errors' } }) });
    expect(Errors?.name).toMatch(/^<.*>$/);
  });
});

describe('a link to a template', () => {
  it('is followed, and the lines are known', () => {
    const path = fileWith('App.json', { Resources: { Errors: alarmResource() } });
    const link = `${path}.link`;
    symlinkSync(path, link);
    expect(loaded(link).alarms[0]).toMatchObject({ file: link, line: 3 });
  });
});

describe('an alarm that cannot be evaluated', () => {
  it('has its problems, and leaves the others alone', () => {
    const { Bad, Good } = alarmsOf({ Bad: alarmResource({ Period: 45 }), Good: alarmResource({ AlarmName: 'Good' }) });
    expect(Bad).toMatchObject({
      problems: [{ path: 'Period', message: '45 is no period: write 10, 20, 30 or a multiple of 60 seconds' }],
    });
    expect(Good?.definition?.name).toBe('Good');
  });

  it('as a log alarm is named, not left out', () => {
    const { Logs } = alarmsOf({ Logs: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'Logs' } } });
    expect(Logs?.problems).toEqual([{ path: '', message: expect.stringMatching(/^is a log alarm/) }]);
  });

  it('as a PromQL alarm is named', () => {
    const Properties = { AlarmName: 'p', EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } } };
    const { Prom } = alarmsOf({ Prom: { Type: 'AWS::CloudWatch::Alarm', Properties } });
    expect(Prom?.problems).toEqual([
      { path: 'EvaluationCriteria', message: expect.stringMatching(/^makes this a PromQL alarm/) },
    ]);
  });

  it('since its rule goes in a circle shows the way round, and so do those beside it', () => {
    const { A, B, Top } = alarmsOf({
      A: compositeResource('a', 'ALARM(b)'),
      B: compositeResource('b', 'OK(a)'),
      Top: compositeResource('top', 'ALARM(b)'),
    });
    expect(A?.problems).toEqual([
      { path: 'A.AlarmRule', message: 'goes in a circle: a -> b -> a; CloudWatch stops evaluating such alarms' },
    ]);
    expect([B, Top].map((alarm) => alarm?.problems[0]?.message)).toEqual([
      'refers to "a", which cannot be evaluated itself',
      'refers to "b", which cannot be evaluated itself',
    ]);
  });

  it('takes those that refer to it along', () => {
    const { Any } = alarmsOf({ Errors: alarmResource({ Period: 45 }), Any: compositeResource('any', 'ALARM(Errors)') });
    expect(Any?.problems).toEqual([
      { path: 'Any.AlarmRule', message: 'refers to "Errors", which cannot be evaluated itself' },
    ]);
  });

  it('since it refers to nothing says so', () => {
    const { Any } = alarmsOf({ Any: compositeResource('any', 'ALARM(gone)') });
    expect(Any?.problems[0]?.message).toMatch(/^refers to "gone", which is none of the alarms/);
  });
});

describe('what is no source of alarms is one line with its place', () => {
  it('a truncated template', () => {
    const text = JSON.stringify({ Resources: { Errors: alarmResource() } }, undefined, 1);
    expect(faultsOf(fileWith('a.json', text.slice(0, text.lastIndexOf(','))))).toEqual([
      ':12:19: is not JSON: the file ends where "," or "}" must stand',
    ]);
  });

  it('a text that is cut off', () => {
    expect(faultsOf(fileWith('a.json', '{"Resources": {"Err'))).toEqual([
      ':1:16: is not JSON: the text that begins here is not closed, or holds what JSON does not allow',
    ]);
  });

  it('a byte order mark', () => {
    expect(faultsOf(fileWith('a.json', '\uFEFF{"Resources": {}}'))).toEqual([
      ':1:1: is not JSON: the file begins with a byte order mark: save it as UTF-8 without one',
    ]);
  });

  it('a key that is there twice', () => {
    expect(faultsOf(fileWith('a.json', '{"Resources": {"A": {},\n "A": {}}}'))).toEqual([
      ':2:2: is not JSON: the key "A" is here a second time',
    ]);
  });

  it('YAML with a wrong indentation', () => {
    const [line, ...others] = faultsOf(fileWith('a.yaml', 'Resources:\n  A:\n    Type: T\n   Properties: {}\n'));
    expect(line).toMatch(/^:4:\d+: is not YAML: /);
    expect(others).toEqual([]);
  });

  it('YAML with a tag that nobody knows', () => {
    expect(faultsOf(fileWith('a.yaml', 'Resources:\n  A: !Reff B\n'))).toEqual([
      ':2:6: is not YAML: Unresolved tag: !Reff',
    ]);
  });

  it('YAML whose aliases explode', () => {
    const lines = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}]`);
    expect(faultsOf(fileWith('a.yaml', ['l0: &l0 [x]', ...lines].join('\n')))).toEqual([
      expect.stringMatching(/^: is not YAML: Excessive alias count/),
    ]);
  });

  it.each(['[1, 2]', '{"alarms": []}', 'hello', ''])('%j', (text) => {
    expect(faultsOf(fileWith('a.json', text))).toEqual([
      expect.stringMatching(
        /^:1: is neither a CloudFormation template .* nor what `aws cloudwatch describe-alarms` prints/,
      ),
    ]);
  });

  it('a resource without a type', () => {
    expect(faultsOf(fileWith('a.json', { Resources: { A: { Properties: {} } } }))).toEqual([
      expect.stringMatching(/^: .*Resources\.A.*Type/),
    ]);
  });

  it('a file that is far too large', () => {
    expect(faultsOf(fileWith('a.json', ' '.repeat(17 * 1024 * 1024)))).toEqual([
      ': has 17825792 bytes: at most 16777216 are read',
    ]);
  });

  it('a device', () => {
    expect(faultsOf('/dev/null')).toEqual([': is neither a file nor a folder']);
  });

  it('no file', () => {
    expect(faultsOf('/nowhere/cdk.out')).toEqual([
      expect.stringMatching(/^: there is no such file or folder: give a /),
    ]);
  });
});
