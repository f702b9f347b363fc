import { readFileSync } from 'node:fs';
import { MemorySource, parseAlarm, simulate } from '../packages/alarm-simulator/src/index.ts';

/** The input of both: values of one metric, a minute apart, and the threshold that three in a row must exceed. */
export interface Rule {
  readonly values: readonly number[];
  readonly threshold: number;
}

const MINUTE = 60_000;
const START = Date.UTC(2025, 0, 1);

/** Each minute of the series at whose end the alarm changed its state, and the state. */
export type Changes = readonly (readonly [minute: number, alarm: boolean])[];

function changesOf({ values, threshold }: Rule): Changes {
  const parsed = parseAlarm(
    'AWS::CloudWatch::Alarm',
    {
      AlarmName: 'High',
      Namespace: 'Bench',
      MetricName: 'm',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
    { arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:High', logicalId: 'High' },
  );
  if (!parsed.ok) throw new Error(parsed.errors.map(({ path, message }) => `${path} ${message}`).join());
  const timestamps = Float64Array.from(values, (_, minute) => START + minute * MINUTE);
  const metric = { namespace: 'Bench', metricName: 'm', dimensions: {} };
  const source = new MemorySource().addColumns(metric, {
    length: values.length,
    timestamps,
    values: Float64Array.from(values),
  });
  const { transitions } = simulate({
    alarms: [parsed.alarm],
    source,
    from: START,
    to: START + values.length * MINUTE,
  });
  return transitions
    .filter(({ to, from }) => to === 'ALARM' || from === 'ALARM')
    .map(({ at, to }) => [(at - START) / MINUTE - 1, to === 'ALARM']);
}

const [file] = process.argv.slice(2);
if (file !== undefined) console.log(JSON.stringify(changesOf(JSON.parse(readFileSync(file, 'utf8')))));
