import type { LintRule, Observation } from '../types.ts';

const PUT_METRIC_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

/**
 * What the parser of the simulator refuses. `lintAlarms` leaves out what another rule has reported on the same property.
 */
export const notEvaluable: LintRule = {
  code: 'IW1000',
  name: 'cannot-be-evaluated',
  severity: 'warning',
  title:
    'The alarm cannot be evaluated offline: CloudWatch would refuse it, or the simulator does not know a part of it',
  source: PUT_METRIC_ALARM,
  check: ({ alarm }) =>
    alarm.problems.map(
      ({ path, message }): Observation => ({
        // What is wrong between alarms is told with the logical id in front.
        path: path.startsWith(`${alarm.logicalId}.`) ? path.slice(alarm.logicalId.length + 1) : path,
        message,
        fix: 'correct it; as long as it stays, this alarm can be neither tested nor run on history',
      }),
    ),
};

/** An update of one takes the other's place: "the name must be unique within the Region of an account". */
export const takenName: LintRule = {
  code: 'IW1007',
  name: 'name-already-taken',
  severity: 'error',
  title: 'Two alarms of one account and Region have the same name',
  source: PUT_METRIC_ALARM,
  check: (subject, { subjects }) => {
    const { alarm } = subject;
    // A name with a part that only a deployment knows may still become another one.
    if (alarm.name.includes('<')) return [];
    const first = subjects.find(
      ({ alarm: { name, accountId, region } }) =>
        name === alarm.name && accountId === alarm.accountId && region === alarm.region,
    );
    if (first === undefined || first === subject) return [];
    return [
      {
        path: 'AlarmName',
        message: `${JSON.stringify(alarm.name)} is the name of ${first.alarm.logicalId} too: names are unique in an account and Region`,
        fix: 'give each alarm its own name',
      },
    ];
  },
};
