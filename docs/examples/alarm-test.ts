import { MemorySource, parseAlarm, simulate } from 'inferwatch/alarm-simulator';
import { alarmMatchers, minutes, series } from 'inferwatch/vitest';
import { expect, test } from 'vitest';

expect.extend(alarmMatchers);

// The properties of the CloudFormation resource; loadAlarms('cdk.out') reads all of an assembly.
const parsed = parseAlarm(
  'AWS::CloudWatch::Alarm',
  {
    AlarmName: 'Slow-Checkout',
    Namespace: 'Shop',
    MetricName: 'Latency',
    ExtendedStatistic: 'p90',
    Period: 60,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: 2000,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  },
  { arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Slow-Checkout', logicalId: 'SlowCheckout' },
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));

const latency = { namespace: 'Shop', metricName: 'Latency', dimensions: {} };
const from = Date.UTC(2025, 0, 13, 12);

const checkout = (values: string) => {
  const source = new MemorySource().add(latency, series(values, { start: from }));
  return simulate({ alarms: [parsed.alarm], source, from, to: from + minutes(30) });
};

test('a slow checkout is told within three minutes', () => {
  expect(checkout('180x4 3500x9')).toAlarm('Slow-Checkout', { after: minutes(5), within: minutes(3) });
});

test('two slow minutes are told to nobody', () => {
  expect(checkout('180x4 3500x1 180x9')).not.toAlarm('Slow-Checkout');
  expect(checkout('180x4 3500x1 180x9')).toStayOk('Slow-Checkout');
});
