import { fileURLToPath } from 'node:url';
import { AlarmEngine, MemorySource, notification, parseAlarm } from '../src/index.ts';

/** When does this alarm fire, and what does the e-mail say? The properties are those of the CloudFormation resource. */
const parsed = parseAlarm(
  'AWS::CloudWatch::Alarm',
  {
    AlarmName: 'High-Latency-Alarm',
    Namespace: 'InferencePipeline',
    MetricName: 'LatencyMs',
    ExtendedStatistic: 'p90',
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 2000,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:critical'],
  },
  { arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:High-Latency-Alarm', logicalId: 'HighLatency' },
);

const MINUTE = 60_000;
const START = Date.UTC(2025, 0, 13, 12);

/** Forty requests a minute: quick, but slow from the fifth to the tenth minute. */
function history(): MemorySource {
  const metric = { namespace: 'InferencePipeline', metricName: 'LatencyMs', dimensions: {} };
  const samples = Array.from({ length: 20 }, (_, minute) => ({
    timestamp: START + minute * MINUTE,
    value: minute >= 5 && minute < 10 ? 3500 : 180,
    count: 40,
  }));
  return new MemorySource().add(metric, samples);
}

/** Each change of state with what it rests on, and the e-mails that AWS would send. */
export function simulate(): { readonly timeline: readonly string[]; readonly emails: readonly string[] } {
  if (!parsed.ok) throw new Error(parsed.errors.map(({ path, message }) => `${path} ${message}`).join('\n'));
  const engine = new AlarmEngine([parsed.alarm]);
  const source = history();
  const transitions = [...engine.tick(START, source), ...engine.tick(START + 20 * MINUTE, source)];
  return {
    timeline: transitions.map(
      ({ at, from, to, certainty, rule }) =>
        `minute ${(at - START) / MINUTE}: ${from} -> ${to} (${certainty}: ${rule})`,
    ),
    emails: transitions
      .filter(({ actions }) => actions.length > 0)
      .map((transition) => notification(transition, { accountId: '123456789012', region: 'eu-west-1' }).emailBody),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { timeline, emails } = simulate();
  console.log([...timeline, '', ...emails].join('\n'));
}
