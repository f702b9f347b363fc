import { describe, expect, it } from 'vitest';
import { ALARM_IDS, type AlarmOverrides } from '../../../lib/monitoring/alarm-ids.ts';
import { ALARM_CATALOGUE } from '../../../lib/monitoring/alarms/catalogue.ts';
import {
  alarmNamed,
  allAlarms,
  compositeAlarms,
  functionOnly,
  metricsOf,
  resolve,
  synthesize,
  validationErrors,
} from './support.ts';

const { template } = synthesize();

describe('the catalogue', () => {
  it('has one entry for each id that can be set', () => {
    expect(ALARM_CATALOGUE.map(({ id }) => id).sort()).toEqual([...ALARM_IDS].sort());
  });

  it('names each alarm once', () => {
    const names = ALARM_CATALOGUE.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it('has the two alarms that the product promises by name', () => {
    expect(ALARM_CATALOGUE.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['High-Latency-Alarm', 'Inference-Error-Alarm']),
    );
  });
});

describe('without any setting', () => {
  it('High-Latency-Alarm fires when LatencyMs p90 is above 2000 ms in three of five minutes', () => {
    expect(alarmNamed(template, 'High-Latency-Alarm')).toMatchObject({
      Namespace: 'InferencePipeline',
      MetricName: 'LatencyMs',
      ExtendedStatistic: 'p90',
      Threshold: 2000,
      ComparisonOperator: 'GreaterThanThreshold',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: 'evaluate',
    });
  });

  it('Inference-Error-Alarm fires with the first error', () => {
    expect(alarmNamed(template, 'Inference-Error-Alarm')).toMatchObject({
      MetricName: 'ErrorCount',
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
    });
  });

  it('the error rate is computed over minutes, not over the five minutes that CDK would set', () => {
    const periods = metricsOf(alarmNamed(template, 'Inference-Error-Rate-Alarm')).map(({ period }) => period);

    expect(periods).toEqual([60, 60]);
  });

  it('every alarm on one metric is in the classic form, whose e-mail carries the metric', () => {
    const withoutMath = ['High-Latency-Alarm', 'Inference-Error-Alarm', 'Function-Errors-Alarm', 'Endpoint-5xx-Alarm'];

    for (const name of withoutMath) expect(alarmNamed(template, name).Metrics).toBeUndefined();
  });

  it('the model latency is judged in milliseconds', () => {
    const { Metrics, Threshold } = alarmNamed(template, 'Model-Latency-Alarm');

    expect(Threshold).toBe(1500);
    expect(Metrics?.[0]?.Expression).toBe('modelLatency_p90_1m / 1000');
  });

  it('the near-timeout alarm is drawn against the timeout of the function', () => {
    expect(alarmNamed(template, 'Function-Near-Timeout-Alarm').Threshold).toBe(24_000);
  });

  it('the heartbeat is off', () => {
    expect(allAlarms(template).map(({ AlarmName }) => AlarmName)).not.toContain('No-Traffic-Alarm');
  });

  it('reads the metrics of the endpoint that is watched', () => {
    expect(alarmNamed(template, 'High-Latency-Alarm')).toMatchObject({
      Dimensions: [{ Name: 'EndpointName', Value: 'digits' }],
    });
  });
});

describe('who sends', () => {
  const topicOf = (severity: string) => ({ Ref: expect.stringContaining(`Topics${severity}`) });

  it('a critical alarm sends to the critical topic, on ALARM and on OK', () => {
    const topic = [topicOf('Critical')];

    expect(alarmNamed(template, 'High-Latency-Alarm')).toMatchObject({ AlarmActions: topic, OKActions: topic });
  });

  it('a warning sends to the warning topic, on ALARM and on OK', () => {
    const topic = [topicOf('Warning')];

    expect(alarmNamed(template, 'Inference-Error-Alarm')).toMatchObject({ AlarmActions: topic, OKActions: topic });
  });

  it('parts of a composite and the health alarm send nothing, when each alarm sends for itself', () => {
    const silent = allAlarms(template).filter(({ AlarmActions, OKActions }) => !AlarmActions && !OKActions);

    expect(silent.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'Availability-Fast-Burn-Long-Window-Alarm',
      'Availability-Fast-Burn-Short-Window-Alarm',
      'Availability-Slow-Burn-Long-Window-Alarm',
      'Availability-Slow-Burn-Short-Window-Alarm',
      'Inference-Health-Alarm',
    ]);
  });

  it('only the health alarm sends, when it alone is to', () => {
    const healthOnly = synthesize({ notifications: 'health-only' }).template;

    const senders = allAlarms(healthOnly).filter(({ AlarmActions }) => AlarmActions !== undefined);

    expect(senders.map(({ AlarmName }) => AlarmName)).toEqual(['Inference-Health-Alarm']);
  });

  it('an alarm whose severity is changed sends to the other topic and says so', () => {
    const changed = synthesize({ alarms: { inferenceError: { severity: 'critical' } } }).template;

    expect(alarmNamed(changed, 'Inference-Error-Alarm')).toMatchObject({
      AlarmActions: [topicOf('Critical')],
      AlarmDescription: expect.stringMatching(/^\[critical\]/),
      Tags: [{ Key: 'severity', Value: 'critical' }],
    });
  });
});

describe('overrides', () => {
  it('change the alarm', () => {
    const changed = synthesize({
      alarms: { highLatency: { threshold: 500, statistic: 'p99', evaluationPeriods: 3, datapointsToAlarm: 2 } },
    }).template;

    expect(alarmNamed(changed, 'High-Latency-Alarm')).toMatchObject({
      Threshold: 500,
      ExtendedStatistic: 'p99',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  it('change the period inside metric math too', () => {
    const changed = synthesize({ alarms: { errorRate: { period: 300 } } }).template;

    const periods = metricsOf(alarmNamed(changed, 'Inference-Error-Rate-Alarm')).map(({ period }) => period);

    expect(periods).toEqual([300, 300]);
  });

  it('switch an alarm off', () => {
    const changed = synthesize({ alarms: { highLatency: { enabled: false } } }).template;

    expect(allAlarms(changed).map(({ AlarmName }) => AlarmName)).not.toContain('High-Latency-Alarm');
  });

  it('switch the heartbeat on, which fires when there is nothing', () => {
    const changed = synthesize({ alarms: { noTraffic: { enabled: true } } }).template;

    expect(alarmNamed(changed, 'No-Traffic-Alarm')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Statistic: 'SampleCount',
      TreatMissingData: 'breaching',
    });
  });

  it('that are unknown stop synthesis and suggest the nearest', () => {
    const typo = { highLatncy: { threshold: 500 } } as AlarmOverrides;

    expect(validationErrors({ alarms: typo })).toEqual([
      'alarms.highLatncy is unknown: did you mean alarms.highLatency?',
    ]);
    expect(() => synthesize({ alarms: typo })).toThrow(/highLatncy is unknown/);
  });

  it('with nothing to apply to stop synthesis', () => {
    const errors = validationErrors({ targets: functionOnly, alarms: { tableThrottles: { threshold: 5 } } });

    expect(errors).toEqual(['alarms.tableThrottles is set, but there is nothing to watch: no table among the targets']);
  });

  it('that cannot work stop synthesis, all of them at once', () => {
    const errors = validationErrors({
      alarms: { highLatency: { datapointsToAlarm: 9 }, errorRate: { statistic: 'p90' } },
    });

    expect(errors.map((error) => error.split(' ')[0])).toEqual([
      'alarms.highLatency.datapointsToAlarm',
      'alarms.errorRate.statistic',
    ]);
  });
});

describe('a prefix', () => {
  const prefixed = synthesize({ prefix: 'team' }).template;

  it('stands in front of every alarm', () => {
    expect(allAlarms(prefixed).filter(({ AlarmName }) => !AlarmName.startsWith('team-'))).toEqual([]);
  });

  it('tells the maintenance of two deployments apart', () => {
    const [unprefixed, team] = [template, prefixed].map(
      (of) =>
        metricsOf(allAlarms(of).find(({ AlarmName }) => AlarmName.endsWith('Planned-Maintenance-Alarm'))!)[0]?.values,
    );

    expect(unprefixed).toEqual(['default']);
    expect(team).toEqual(['team']);
  });
});

describe('with a function alone', () => {
  const least = synthesize({ targets: functionOnly }).template;

  it('has no alarm on what is not watched', () => {
    const names = allAlarms(least).map(({ AlarmName }) => AlarmName);

    expect(names.filter((name) => /^(Endpoint|Model|Table|Api|Record-(Queue|Dead))/.test(name))).toEqual([]);
  });

  it("reads the pipeline's metrics over all endpoints", () => {
    expect(alarmNamed(least, 'High-Latency-Alarm')).not.toHaveProperty('Dimensions');
  });
});

describe('Inference-Health-Alarm', () => {
  const rule = (of: typeof template) => String(resolve(alarmNamed(of, 'Inference-Health-Alarm').AlarmRule, of));

  it('is in ALARM while any critical alarm is', () => {
    const children = [...rule(template).matchAll(/ALARM\("[^"]*:alarm:([^"]+)"\)/g)].map(([, name]) => name);

    expect(children.sort()).toEqual([
      'Api-Server-Errors-Alarm',
      'Availability-Fast-Burn-Alarm',
      'Function-Errors-Alarm',
      'Function-Throttles-Alarm',
      'High-Latency-Alarm',
      'Inference-Error-Rate-Alarm',
      'Record-Log-Only-Alarm',
    ]);
    expect(rule(template)).not.toContain(' AND ');
  });

  it('takes in an alarm that was made critical', () => {
    const changed = synthesize({ alarms: { recordDeadLetters: { severity: 'critical' } } }).template;

    expect(rule(changed)).toContain('Record-Dead-Letters-Alarm');
  });

  it('acts on nothing during planned maintenance', () => {
    const health = alarmNamed(template, 'Inference-Health-Alarm');

    expect(String(resolve(health.ActionsSuppressor, template))).toMatch(/:alarm:Planned-Maintenance-Alarm$/);
  });

  it('waits after maintenance until the alarms have had time to recover', () => {
    const { EvaluationPeriods, Period } = alarmNamed(template, 'High-Latency-Alarm');

    expect(alarmNamed(template, 'Inference-Health-Alarm')).toMatchObject({
      ActionsSuppressorExtensionPeriod: EvaluationPeriods * Number(Period),
      ActionsSuppressorWaitPeriod: 10,
    });
  });
});

it('Planned-Maintenance-Alarm keeps its state until somebody publishes another value', () => {
  expect(alarmNamed(template, 'Planned-Maintenance-Alarm')).toMatchObject({
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'ignore',
  });
});

it('there are no composites but health and the two burn rates', () => {
  expect(compositeAlarms(template)).toHaveLength(3);
});
