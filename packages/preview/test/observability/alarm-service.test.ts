import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { AlarmService } from '../../src/observability/alarm-service.ts';
import { Inbox } from '../../src/observability/inbox.ts';
import { MetricStore } from '../../src/observability/metric-store.ts';
import type { TemplateResource } from '../../src/observability/types.ts';
import { ACCOUNT, resource, resources } from '../services/support.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:critical`;

const arnOf = (name: string) => `arn:aws:cloudwatch:eu-central-1:${ACCOUNT}:alarm:${name}`;

const TOPIC_RESOURCES = [
  resource('AWS::SNS::Topic', 'Topic', {}, { arn: TOPIC, physicalId: TOPIC }),
  resource('AWS::SNS::Subscription', 'Email', { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'on-call@example.com' }),
  resource('AWS::SNS::Subscription', 'Phone', { TopicArn: TOPIC, Protocol: 'sms', Endpoint: '+4915112345678' }),
];

const LATENCY = {
  AlarmName: 'High-Latency-Alarm',
  AlarmDescription: 'Requests are slow.',
  Namespace: 'InferencePipeline',
  MetricName: 'LatencyMs',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 2,
  DatapointsToAlarm: 2,
  Threshold: 2000,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [TOPIC],
  OKActions: [TOPIC],
};

const LATENCY_METRIC = { namespace: LATENCY.Namespace, metricName: LATENCY.MetricName, dimensions: {} };

const alarm = (properties: Record<string, unknown>, logicalId = 'Latency') =>
  resource('AWS::CloudWatch::Alarm', logicalId, properties, {
    physicalId: `Stack-${logicalId}`,
    arn: arnOf(String(properties.AlarmName ?? `Stack-${logicalId}`)),
  });

const composite = (AlarmName: string, AlarmRule: string, extra: Record<string, unknown> = {}) =>
  resource('AWS::CloudWatch::CompositeAlarm', AlarmName, { AlarmName, AlarmRule, ...extra }, { arn: arnOf(AlarmName) });

function prepare(...alarms: readonly TemplateResource[]) {
  const clock = createManualClock();
  const metrics = new MetricStore();
  const inbox = new Inbox();
  const service = new AlarmService({ assembly: resources(...TOPIC_RESOURCES, ...alarms), metrics, inbox, clock });
  service.start();
  const publish = (value: number, metricName = 'LatencyMs') =>
    metrics.publish({ namespace: 'InferencePipeline', metricName, dimensions: {}, timestamp: clock.now(), value });
  /** One value in each of so many minutes. */
  const minutesOf = async (count: number, value: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      publish(value);
      await clock.advance(MINUTE);
    }
  };
  const changes = () => service.history.map(({ alarm: { name }, from, to }) => `${name}: ${from} -> ${to}`);
  return { clock, metrics, inbox, service, publish, minutesOf, changes };
}

describe('the alarms of the templates', () => {
  it('change state with the metrics, minute by minute', async () => {
    // Prepare
    const { minutesOf, changes, service } = prepare(alarm(LATENCY));

    // Act
    await minutesOf(3, 100);
    await minutesOf(2, 5000);
    await minutesOf(2, 100);

    // Assess
    expect(changes()).toEqual([
      'High-Latency-Alarm: INSUFFICIENT_DATA -> OK',
      'High-Latency-Alarm: OK -> ALARM',
      'High-Latency-Alarm: ALARM -> OK',
    ]);
    expect(service.states().get('High-Latency-Alarm')?.state).toBe('OK');
  });

  it('say when and why they changed', async () => {
    // Prepare
    const { minutesOf, service, clock } = prepare(alarm(LATENCY));
    const start = clock.now();

    // Act
    await minutesOf(2, 100);
    await minutesOf(2, 5000);

    // Assess
    const change = service.history.at(-1);
    expect(change).toMatchObject({ at: start + 4 * MINUTE, to: 'ALARM', certainty: 'documented' });
    expect(change?.reason).toMatch(/^Threshold Crossed: 2 out of the last 2 datapoints \[5000\.0/);
  });

  it('are told to listeners as they change', async () => {
    // Prepare
    const { minutesOf, service } = prepare(alarm(LATENCY));
    const heard: string[] = [];
    service.subscribe(({ to }) => heard.push(to));

    // Act
    await minutesOf(2, 5000);

    // Assess
    expect(heard.at(-1)).toBe('ALARM');
  });

  it('stop with the service', async () => {
    // Prepare
    const { minutesOf, service } = prepare(alarm(LATENCY));
    await minutesOf(2, 100);
    const before = service.history.length;

    // Act
    service.dispose();
    await minutesOf(3, 5000);

    // Assess
    expect(service.history).toHaveLength(before);
  });

  it('are evaluated every ten seconds if one has a short period', async () => {
    // Prepare
    const short = { ...LATENCY, AlarmName: 'Short', Period: 10, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    const { clock, publish, service } = prepare(alarm(short));
    const start = clock.now();
    await clock.advance(20 * SECOND);
    publish(5000);

    // Act
    await clock.advance(10 * SECOND);

    // Assess
    expect(service.history.at(-1)).toMatchObject({ to: 'ALARM', at: start + 30 * SECOND });
  });

  it('without a name have the name that Ref gives', () => {
    // Prepare
    const { AlarmName, ...unnamed } = LATENCY;

    // Act
    const { service } = prepare(alarm(unnamed));

    // Assess
    expect([...service.states().keys()]).toEqual(['Stack-Latency']);
  });

  it('lengthen the history of their own metrics to what they look back', () => {
    // Prepare
    const long = { ...LATENCY, Period: 3600, EvaluationPeriods: 6, DatapointsToAlarm: 6 };

    // Act
    const { metrics } = prepare(alarm(long));

    // Assess
    expect(metrics.historyOf(LATENCY_METRIC)).toBeGreaterThanOrEqual(8 * HOUR);
    expect(metrics.historyOf({ ...LATENCY_METRIC, metricName: 'Another' })).toBe(3 * HOUR);
  });
});

describe('what people are sent', () => {
  it('is one e-mail and one SMS for each change with actions', async () => {
    // Prepare
    const { minutesOf, inbox } = prepare(alarm({ ...LATENCY, OKActions: [] }));

    // Act
    await minutesOf(4, 5000);

    // Assess
    expect(inbox.messages).toMatchObject([
      {
        channel: 'email',
        to: 'on-call@example.com',
        subject: 'ALARM: "High-Latency-Alarm" in EU (Frankfurt)',
        body: expect.stringContaining('- Name:'),
        topicArn: TOPIC,
      },
      { channel: 'sms', to: '+4915112345678', subject: '', body: 'ALARM: "High-Latency-Alarm" in EU (Frankfurt)' },
    ]);
  });

  it('tells recovery too, if the alarm has an action for it', async () => {
    // Prepare
    const { minutesOf, inbox } = prepare(alarm(LATENCY));

    // Act
    await minutesOf(2, 5000);
    await minutesOf(3, 100);

    // Assess
    const subjects = inbox.messages.filter(({ channel }) => channel === 'email').map(({ subject }) => subject);
    expect(subjects.at(-1)).toMatch(/^OK: "High-Latency-Alarm"/);
  });

  it('is nothing while the actions of the alarm are off', async () => {
    // Prepare
    const { minutesOf, inbox, service } = prepare(alarm({ ...LATENCY, ActionsEnabled: false }));

    // Act
    await minutesOf(3, 5000);

    // Assess
    expect(service.states().get('High-Latency-Alarm')?.state).toBe('ALARM');
    expect(inbox.messages).toEqual([]);
  });

  it('is nothing for an action that is no topic of the templates', async () => {
    // Prepare
    const actions = [`arn:aws:lambda:eu-central-1:${ACCOUNT}:function:f`];
    const { minutesOf, inbox } = prepare(alarm({ ...LATENCY, AlarmActions: actions, OKActions: actions }));

    // Act
    await minutesOf(3, 5000);

    // Assess
    expect(inbox.messages).toEqual([]);
  });

  it('comes from a composite alarm as well', async () => {
    // Prepare
    const quiet = { ...LATENCY, AlarmActions: [], OKActions: [] };
    const health = composite('Health', `ALARM("${LATENCY.AlarmName}")`, { AlarmActions: [TOPIC] });
    const { minutesOf, inbox } = prepare(alarm(quiet), health);

    // Act
    await minutesOf(3, 5000);

    // Assess
    const emails = inbox.messages.filter(({ channel }) => channel === 'email');
    expect(emails.map(({ subject }) => subject)).toEqual(['ALARM: "Health" in EU (Frankfurt)']);
  });

  it('comes after the wait for a suppressor, without a second change in the history', async () => {
    // Prepare
    const maintenance = alarm(
      { ...LATENCY, AlarmName: 'Maintenance', MetricName: 'None', AlarmActions: [], OKActions: [] },
      'Maintenance',
    );
    const health = composite('Health', `ALARM("${LATENCY.AlarmName}")`, {
      AlarmActions: [TOPIC],
      ActionsSuppressor: arnOf('Maintenance'),
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 60,
    });
    const { minutesOf, inbox, changes } = prepare(
      alarm({ ...LATENCY, AlarmActions: [], OKActions: [] }),
      maintenance,
      health,
    );
    await minutesOf(2, 5000);
    const before = inbox.messages.length;

    // Act
    await minutesOf(2, 5000);

    // Assess
    expect(before).toBe(0);
    expect(inbox.messages.filter(({ channel }) => channel === 'email')).toHaveLength(1);
    expect(changes().filter((change) => change.startsWith('Health') && change.endsWith('ALARM'))).toHaveLength(1);
  });
});

describe('alarms that cannot be evaluated', () => {
  it('are left out and named, and the others work', async () => {
    // Prepare
    const broken = alarm({ ...LATENCY, AlarmName: 'Broken', ComparisonOperator: 'Near' }, 'Broken');
    const orphan = composite('Orphan', 'ALARM("Broken")');
    const { service, minutesOf } = prepare(alarm(LATENCY), broken, orphan);

    // Act
    await minutesOf(3, 5000);

    // Assess
    expect(service.problems).toEqual([
      { stack: 'Stack', logicalId: 'Broken', message: expect.stringContaining('ComparisonOperator') },
      { stack: 'Stack', logicalId: 'Orphan', message: expect.stringContaining('"Broken"') },
    ]);
    expect([...service.states().keys()]).toEqual(['High-Latency-Alarm']);
    expect(service.states().get('High-Latency-Alarm')?.state).toBe('ALARM');
  });
});
