import { describe, expect, it } from 'vitest';
import { notification, regionName } from '../src/index.ts';
import { alarm, transition } from './helpers/notified.ts';

/**
 * Notifications as CloudWatch sent them (captures, with names and accounts changed), line for line.
 */

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:MySNSTopic';

const LOGINS = alarm('Alarm', 'FailedLogins', 'us-east-1', {
  Namespace: 'CloudTrailMetrics',
  MetricName: 'ConsoleLoginFailureCount',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 3,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'missing',
  AlarmActions: [TOPIC],
});

const LOGINS_REASON =
  'Threshold Crossed: 1 out of the last 1 datapoints [3.0 (15/06/25 12:02:00)] was greater than or equal to the ' +
  'threshold (3.0) (minimum 1 datapoint for OK -> ALARM transition).';

const LOGINS_ALARM = transition(LOGINS, 'INSUFFICIENT_DATA', 'ALARM', '2025-06-15T12:07:17.000Z', LOGINS_REASON);

const VIRGINIA = { accountId: '123456789012', region: 'us-east-1' };

describe('the e-mail of a classic alarm', () => {
  it('has the captured subject', () => {
    expect(notification(LOGINS_ALARM, VIRGINIA).subject).toBe('ALARM: "FailedLogins" in US East (N. Virginia)');
  });

  it('has the captured body', () => {
    expect(notification(LOGINS_ALARM, VIRGINIA).emailBody.split('\n')).toEqual([
      `You are receiving this email because your Amazon CloudWatch Alarm "FailedLogins" in the US East (N. Virginia) region has entered the ALARM state, because "${LOGINS_REASON}" at "Sunday 15 June, 2025 12:07:17 UTC".`,
      '',
      'View this alarm in the AWS Management Console:',
      'https://us-east-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=us-east-1#alarmsV2:alarm/FailedLogins',
      '',
      'Alarm Details:',
      '- Name:                       FailedLogins',
      '- Description:                ',
      '- State Change:               INSUFFICIENT_DATA -> ALARM',
      `- Reason for State Change:    ${LOGINS_REASON}`,
      '- Timestamp:                  Sunday 15 June, 2025 12:07:17 UTC',
      '- AWS Account:                123456789012',
      '- Alarm Arn:                  arn:aws:cloudwatch:us-east-1:123456789012:alarm:FailedLogins',
      '',
      'Threshold:',
      '- The alarm is in the ALARM state when the metric is GreaterThanOrEqualToThreshold 3.0 for at least 1 of the last 1 period(s) of 300 seconds.',
      '',
      'Monitored Metric:',
      '- MetricNamespace:                     CloudTrailMetrics',
      '- MetricName:                          ConsoleLoginFailureCount',
      '- Dimensions:                          ',
      '- Period:                              300 seconds',
      '- Statistic:                           Sum',
      '- Unit:                                not specified',
      '- TreatMissingData:                    missing',
      '',
      '',
      'State Change Actions:',
      '- OK: ',
      `- ALARM: [${TOPIC}]`,
      '- INSUFFICIENT_DATA: ',
      '',
    ]);
  });

  it('lists dimensions and several actions in brackets', () => {
    const detailed = alarm('Alarm', 'Hosts', 'ap-northeast-1', {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'UnHealthyHostCount',
      Dimensions: [
        { Name: 'TargetGroup', Value: 'targetgroup/a/1' },
        { Name: 'LoadBalancer', Value: 'app/b/2' },
      ],
      Statistic: 'Average',
      Unit: 'Count',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:one', 'arn:two'],
    });

    const { emailBody } = notification(transition(detailed, 'OK', 'ALARM', '2024-07-10T16:24:03Z', 'x'), {
      accountId: '123456789012',
      region: 'ap-northeast-1',
    });

    expect(emailBody).toContain(
      'Dimensions:                          [TargetGroup = targetgroup/a/1] [LoadBalancer = app/b/2]\n',
    );
    expect(emailBody).toContain('- Unit:                                Count\n');
    expect(emailBody).toContain('- ALARM: [arn:one] [arn:two]\n');
  });

  it('links to the alarm with its name escaped', () => {
    const spaced = { ...LOGINS, name: 'RDS Prod - CPU/Util' };

    const { emailBody, subject } = notification(
      transition(spaced, 'ALARM', 'OK', '2023-09-08T15:47:04Z', 'x'),
      VIRGINIA,
    );

    expect(emailBody).toContain('#alarmsV2:alarm/RDS%20Prod%20-%20CPU%2FUtil\n');
    expect(subject).toBe('OK: "RDS Prod - CPU/Util" in US East (N. Virginia)');
  });
});

describe('the text message', () => {
  it('says what the subject says', () => {
    expect(notification(LOGINS_ALARM, VIRGINIA).smsText).toBe('ALARM: "FailedLogins" in US East (N. Virginia)');
  });
});

describe('the SNS message of a classic alarm', () => {
  it('has the captured fields in the captured order', () => {
    const { message } = notification(LOGINS_ALARM, { ...VIRGINIA, configurationUpdatedAt: Date.UTC(2025, 5, 15, 11) });

    expect(JSON.parse(JSON.stringify(message))).toEqual({
      AlarmName: 'FailedLogins',
      AlarmDescription: null,
      AWSAccountId: '123456789012',
      AlarmConfigurationUpdatedTimestamp: '2025-06-15T11:00:00.000+0000',
      NewStateValue: 'ALARM',
      NewStateReason: LOGINS_REASON,
      StateChangeTime: '2025-06-15T12:07:17.000+0000',
      Region: 'US East (N. Virginia)',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:FailedLogins',
      OldStateValue: 'INSUFFICIENT_DATA',
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'ConsoleLoginFailureCount',
        Namespace: 'CloudTrailMetrics',
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Unit: null,
        Dimensions: [],
        Period: 300,
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 3,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
    });
    expect(Object.keys(message).slice(0, 5)).toEqual([
      'AlarmName',
      'AlarmDescription',
      'AWSAccountId',
      'AlarmConfigurationUpdatedTimestamp',
      'NewStateValue',
    ]);
  });

  it('names an extended statistic as such, and dimensions with the value first', () => {
    const slow = alarm('Alarm', 'Slow', 'us-east-1', {
      Namespace: 'Shop',
      MetricName: 'Latency',
      Dimensions: [{ Name: 'Service', Value: 'checkout' }],
      ExtendedStatistic: 'p90',
      Unit: 'Milliseconds',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 2000,
      ComparisonOperator: 'GreaterThanThreshold',
    });

    const { message } = notification(transition(slow, 'OK', 'ALARM', '2025-06-15T12:07:17Z', 'x'), VIRGINIA);

    expect(message.Trigger).toMatchObject({
      StatisticType: 'ExtendedStatistic',
      Statistic: 'p90',
      Unit: 'Milliseconds',
      Dimensions: [{ value: 'checkout', name: 'Service' }],
    });
    expect(message.Trigger).not.toHaveProperty('DatapointsToAlarm');
    expect(message).not.toHaveProperty('AlarmConfigurationUpdatedTimestamp');
  });
});

describe('the notification of an alarm on Metrics[]', () => {
  const rate = alarm('Alarm', 'Rate', 'us-west-1', {
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'e1', Expression: 'm1 / 2', Label: 'Error rate' },
      {
        Id: 'm1',
        ReturnData: false,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'CPUUtilization',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'prod' }],
          },
          Period: 300,
          Stat: 'Average',
        },
      },
    ],
  });
  const sent = notification(transition(rate, 'OK', 'ALARM', '2023-09-08T15:47:04Z', 'x'), {
    accountId: '123456789012',
    region: 'us-west-1',
  });

  it('has a trigger with the metrics instead of one metric', () => {
    expect(sent.message.Trigger).toEqual({
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: '',
      Metrics: [
        { Expression: 'm1 / 2', Id: 'e1', Label: 'Error rate', ReturnData: true },
        {
          MetricStat: {
            Metric: {
              Dimensions: [{ value: 'prod', name: 'DBInstanceIdentifier' }],
              MetricName: 'CPUUtilization',
              Namespace: 'AWS/RDS',
            },
            Period: 300,
            Stat: 'Average',
          },
          Id: 'm1',
          ReturnData: false,
        },
      ],
    });
  });

  it('names expression and label in the e-mail', () => {
    expect(sent.emailBody).toContain(
      'Monitored Metrics:\n- MetricExpression:           m1 / 2\n- MetricLabel:                Error rate\n',
    );
  });
});

describe('the notification of an anomaly alarm', () => {
  const anomaly = alarm('Alarm', 'ContainerInsight-pod_cpu_utilization', 'ap-northeast-2', {
    EvaluationPeriods: 1,
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    ThresholdMetricId: 'ad1',
    TreatMissingData: 'missing',
    Metrics: [
      {
        Id: 'm1',
        MetricStat: {
          Metric: {
            Namespace: 'ContainerInsights',
            MetricName: 'pod_cpu_utilization',
            Dimensions: [{ Name: 'ClusterName', Value: 'cloud' }],
          },
          Period: 60,
          Stat: 'Average',
        },
      },
      { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 0.592)', Label: 'pod_cpu_utilization (expected)' },
    ],
  });
  const sent = notification(transition(anomaly, 'OK', 'ALARM', '2021-08-25T13:29:39.346Z', 'x'), {
    accountId: '123456789012',
    region: 'ap-northeast-2',
  });

  it('has the captured trigger, with the id of the band instead of a threshold', () => {
    expect(sent.message.Trigger).toEqual({
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      ThresholdMetricId: 'ad1',
      TreatMissingData: 'missing',
      EvaluateLowSampleCountPercentile: '',
      Metrics: [
        {
          Id: 'm1',
          MetricStat: {
            Metric: {
              Dimensions: [{ value: 'cloud', name: 'ClusterName' }],
              MetricName: 'pod_cpu_utilization',
              Namespace: 'ContainerInsights',
            },
            Period: 60,
            Stat: 'Average',
          },
          ReturnData: true,
        },
        {
          Expression: 'ANOMALY_DETECTION_BAND(m1, 0.592)',
          Id: 'ad1',
          Label: 'pod_cpu_utilization (expected)',
          ReturnData: true,
        },
      ],
    });
  });

  it('names the band in the e-mail', () => {
    expect(sent.emailBody).toContain(
      '- The alarm is in the ALARM state when the metric is LessThanLowerOrGreaterThanUpperThreshold ANOMALY_DETECTION_BAND(m1, 0.592) for at least 1 of the last 1 period(s) of 60 seconds.\n',
    );
    expect(sent.emailBody).toContain('Monitored Metrics:\n- MetricName:                 pod_cpu_utilization\n');
  });
});

describe('a message with tags', () => {
  it('has them, and a status', () => {
    const tagged = { ...LOGINS, propagatedTags: { team: 'ml' } };

    expect(notification({ ...LOGINS_ALARM, alarm: tagged }, VIRGINIA).message).toMatchObject({
      AlarmTags: [{ Key: 'team', Value: 'ml' }],
      AlarmTagsStatus: 'SUCCESS',
    });
    expect(notification(LOGINS_ALARM, VIRGINIA).message).not.toHaveProperty('AlarmTagsStatus');
  });
});

describe('the time of a delayed notification', () => {
  it('is that of the change, not of the action', () => {
    const late = { ...LOGINS_ALARM, kind: 'delayedActions', at: LOGINS_ALARM.at + 120_000 } as const;

    expect(notification(late, VIRGINIA).message.StateChangeTime).toBe('2025-06-15T12:07:17.000+0000');
  });
});

describe('a region', () => {
  it('stays as it is if its name is not known', () => {
    expect(regionName('us-iso-east-1')).toBe('us-iso-east-1');
  });
});
