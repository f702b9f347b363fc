import { describe, expect, it } from 'vitest';
import { faultsOf, fileWith, loaded } from './source-files.ts';

const ARN = 'arn:aws:cloudwatch:eu-west-1:210987654321:alarm:';

const METRIC_ALARM = {
  AlarmName: 'Errors',
  AlarmArn: `${ARN}Errors`,
  StateValue: 'ALARM',
  Namespace: 'Shop',
  MetricName: 'Errors',
  Dimensions: [],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0.0,
  ComparisonOperator: 'GreaterThanThreshold',
};

const COMPOSITE = { AlarmName: 'any', AlarmArn: `${ARN}any`, AlarmRule: 'ALARM(Errors)', StateValue: 'OK' };

describe('what `aws cloudwatch describe-alarms` prints', () => {
  it('gives the alarms of the account with place and state', () => {
    // Prepare
    const path = fileWith('alarms.json', { MetricAlarms: [METRIC_ALARM], CompositeAlarms: [COMPOSITE] });

    // Act
    const { alarms, accountId, region, notices } = loaded(path);

    // Assess
    expect(alarms).toMatchObject([
      { name: 'Errors', logicalId: 'Errors', file: path, line: 3, initialState: 'ALARM', problems: [] },
      { name: 'any', file: path, line: 18, initialState: 'OK', definition: { kind: 'composite' } },
    ]);
    expect(alarms[0]).not.toHaveProperty('stack');
    expect([accountId, region]).toEqual(['210987654321', 'eu-west-1']);
    expect(notices).toEqual([]);
  });

  it('may be YAML, with `--output yaml`', () => {
    const { alarms } = loaded(fileWith('alarms.yaml', `MetricAlarms:\n- ${JSON.stringify(METRIC_ALARM)}\n`));
    expect(alarms).toMatchObject([{ name: 'Errors', line: 2 }]);
  });

  it('has notices for log alarms and for a list that goes on', () => {
    const path = fileWith('a.json', { MetricAlarms: [], LogAlarms: [{ AlarmName: 'logs' }], NextToken: 'more' });
    expect(loaded(path).notices).toEqual([
      `${path}: log alarm logs is left out: the simulator runs no Logs Insights queries`,
      `${path}: there are more alarms (NextToken): call without --max-items to get all`,
    ]);
  });

  it('leaves an alarm that cannot be evaluated with its problems', () => {
    const { alarms } = loaded(fileWith('a.json', { MetricAlarms: [{ ...METRIC_ALARM, Statistic: 'p90' }] }));
    expect(alarms[0]?.problems[0]?.message).toMatch(/^p90 is an extended statistic/);
  });

  it('is refused with the line of the fault', () => {
    const path = fileWith('a.json', { MetricAlarms: [METRIC_ALARM, { ...METRIC_ALARM, AlarmArn: 5 }] });
    expect(faultsOf(path)).toEqual([':16: MetricAlarms[1].AlarmArn: is missing or is no text']);
  });

  it('is refused with a section that it does not have', () => {
    const path = fileWith('a.json', { MetricAlarms: [], Metricalarms: [] });
    expect(faultsOf(path)).toEqual([':3: Metricalarms: is no part of an answer of DescribeAlarms']);
  });
});
