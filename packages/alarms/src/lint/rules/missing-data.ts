import type { AlarmState } from '../../../../alarm-simulator/src/index.ts';
import { type MetricAlarmView, nameOf, type ReadMetric, watchedMetric } from '../alarm-view.ts';
import { boundsOf, breaches } from '../bounds.ts';
import { callsIn } from '../expressions.ts';
import { firesOn, runnable, stateInSilence } from '../proof.ts';
import { serviceMetric } from '../service-metrics.ts';
import type { LintContext, LintRule, Observation, Subject } from '../types.ts';

const MISSING_DATA = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html';

/** Names under which people count what goes wrong. */
const TROUBLE = /error|fail|fault|throttl|reject|exception|timeout|denied|dropped|5xx|4xx|dead.?letter/i;

/** Names under which people say that something is still there. */
const HEARTBEAT = /heart.?beat|alive|keep.?alive/i;

/** Why a metric has no datapoints while all is well; undefined if it has, or nobody knows. */
function whySparse(metric: ReadMetric, { facts }: Subject, { contracts }: LintContext): string | undefined {
  const { namespace = '', metricName = '', statistic } = metric;
  const name = nameOf(metric);
  const { published } = serviceMetric(namespace, metricName) ?? {};
  if (published === 'occurrence') return `${name} is published only when it happens`;
  if (published === 'event' && TROUBLE.test(metricName)) return `${name} is published only with a request`;
  if (namespace.startsWith('AWS/')) return undefined;
  const filter = facts.filterMetrics.find((one) => one.namespace === namespace && one.metricName === metricName);
  if (filter !== undefined) {
    return filter.publishesDefault ? undefined : `${name} comes from a metric filter without DefaultValue`;
  }
  // A contract says that it is emitted, and with each request at best.
  const counts = statistic === 'Sum' || statistic === 'SampleCount' || statistic === 'Maximum';
  if (!counts || !TROUBLE.test(metricName)) return undefined;
  const known = contracts.some(
    (contract) => contract.namespace === namespace && Object.hasOwn(contract.metrics, metricName),
  );
  return known
    ? `${name} is published only with a request`
    : `${name}, by its name, is published when something goes wrong`;
}

/** Why an alarm on trouble has nothing to evaluate while all is well. */
function whySilent(subject: Subject, context: LintContext): string | undefined {
  const { view } = subject;
  if (view.kind !== 'metric' || view.direction !== 'above' || view.metrics.length === 0) return undefined;
  // FILL makes datapoints of its own where the metric has none.
  if (view.expressions.some(({ text }) => callsIn(text).some(({ name }) => name === 'FILL'))) return undefined;
  const reasons = view.metrics.map((metric) => whySparse(metric, subject, context));
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

/** Where the simulator can run the alarm, it has the last word on what happens without data. */
function settlesIn({ alarm }: Subject, expected: AlarmState): boolean {
  const definition = runnable(alarm.definition);
  return definition === undefined || stateInSilence(definition) === expected;
}

const written = ({ raw, missingData }: MetricAlarmView): string =>
  raw.TreatMissingData === undefined
    ? 'TreatMissingData is not set, which is missing'
    : `TreatMissingData is ${missingData}`;

/** An alarm on trouble that has no state while there is none. */
export const stuckWithoutData: LintRule = {
  code: 'IW4001',
  name: 'stuck-in-insufficient-data',
  severity: 'warning',
  title: 'An alarm on errors treats missing data as missing, and there is data only while there are errors',
  source: MISSING_DATA,
  check: (subject, context) => {
    const { view } = subject;
    if (view.kind !== 'metric' || view.missingData !== 'missing') return [];
    const reason = whySilent(subject, context);
    if (reason === undefined || !settlesIn(subject, 'INSUFFICIENT_DATA')) return [];
    return [
      {
        path: 'TreatMissingData',
        message: `${written(view)}, and ${reason}: without any, the alarm settles in INSUFFICIENT_DATA instead of OK`,
        fix: 'write TreatMissingData: notBreaching',
      },
    ];
  },
};

/** An alarm on absence for which absence is good. */
export const deafToSilence: LintRule = {
  code: 'IW4002',
  name: 'absence-never-alarms',
  severity: 'error',
  title: 'An alarm on too little does not treat missing data as breaching, and too little shows only as missing data',
  source: MISSING_DATA,
  check: (subject, context) => {
    const { view, alarm } = subject;
    if (view.kind !== 'metric' || view.direction !== 'below') return [];
    if (view.missingData === 'breaching' || view.missingData === 'unknown') return [];
    const metric = watchedMetric(view);
    const reason = metric === undefined ? undefined : whyOnlyMissing(metric, view, context);
    if (metric === undefined || reason === undefined) return [];
    const definition = runnable(alarm.definition);
    const lowest = boundsOf(metric, context.contracts)?.lowest ?? 1;
    if (definition !== undefined && firesOn(definition, lowest)) return [];
    return [
      {
        path: 'TreatMissingData',
        message: `${written(view)}, and ${reason}: the alarm never fires, however long nothing is published`,
        fix: 'write TreatMissingData: breaching',
      },
    ];
  },
};

/** Why a lack of this shows only as missing data. */
function whyOnlyMissing(metric: ReadMetric, view: MetricAlarmView, { contracts }: LintContext): string | undefined {
  const bounds = boundsOf(metric, contracts);
  if (bounds !== undefined && view.threshold !== undefined && !breaches(view, bounds).some) return bounds.because;
  const { threshold, operator } = view;
  const one = operator === 'LessThanThreshold' ? threshold === 1 : threshold === 0;
  const counts = metric.statistic === 'Sum' || metric.statistic === 'Maximum';
  if (bounds !== undefined || !one || !counts || !HEARTBEAT.test(metric.metricName ?? '')) return undefined;
  return `a heartbeat such as ${nameOf(metric)} publishes nothing when it stops`;
}

/** An alarm on trouble for which silence is trouble: it fires at night. */
export const alarmInSilence: LintRule = {
  code: 'IW4005',
  name: 'alarms-in-silence',
  severity: 'warning',
  title: 'An alarm on errors treats missing data as breaching, and there is no data while there are no errors',
  source: MISSING_DATA,
  check: (subject, context) => {
    const { view } = subject;
    if (view.kind !== 'metric' || view.missingData !== 'breaching') return [];
    const reason = whySilent(subject, context);
    if (reason === undefined || !settlesIn(subject, 'ALARM')) return [];
    return [
      {
        path: 'TreatMissingData',
        message: `TreatMissingData is breaching, and ${reason}: without any, the alarm fires`,
        fix: 'write TreatMissingData: notBreaching',
      },
    ];
  },
};

const watchesDynamoDb = ({ metrics }: MetricAlarmView): boolean =>
  metrics.some(({ namespace }) => namespace === 'AWS/DynamoDB');

/** AWS's texts on DynamoDB contradict each other, so that only two settings mean the same in all of them. */
export const dynamoDbTreatment: LintRule = {
  code: 'IW4004',
  name: 'dynamodb-missing-data',
  severity: 'warning',
  title: 'An alarm on AWS/DynamoDB relies on a treatment of missing data that DynamoDB may not follow',
  source: MISSING_DATA,
  check: ({ view }) => {
    if (view.kind !== 'metric' || !watchesDynamoDb(view)) return [];
    const setting = view.raw.TreatMissingData;
    if (setting === 'ignore' || setting === 'notBreaching' || view.missingData === 'unknown') return [];
    const bad = setting === undefined ? 'is not set' : `is ${view.missingData}`;
    return [
      {
        path: 'TreatMissingData',
        message: `TreatMissingData ${bad}: AWS says that alarms on AWS/DynamoDB ignore missing data, in one text always and in another by default`,
        fix: 'write TreatMissingData: ignore, or notBreaching',
      },
    ];
  },
};

/** The default is rarely a decision. */
export const implicitTreatment: LintRule = {
  code: 'IW4003',
  name: 'implicit-missing-data',
  severity: 'info',
  title: 'TreatMissingData is not set',
  source: MISSING_DATA,
  check: (subject, context) => {
    const { view } = subject;
    if (view.kind !== 'metric' || view.raw.TreatMissingData !== undefined) return [];
    // One fault, one finding: these say more of the same property.
    const told: readonly Observation[] = [stuckWithoutData, deafToSilence, dynamoDbTreatment].flatMap((rule) => [
      ...rule.check(subject, context),
    ]);
    if (told.length > 0 || view.metrics.length === 0) return [];
    return [
      {
        path: 'TreatMissingData',
        message:
          'TreatMissingData is not set: without data the alarm goes to INSUFFICIENT_DATA, which runs neither its alarm nor its OK actions',
        fix: 'write breaching, notBreaching, ignore, or missing if that is meant',
      },
    ];
  },
};
