import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { lintAlarms } from '../../src/lint/lint-alarms.ts';
import { loaded } from '../source/source-files.ts';
import { foundOn, mathAlarm, messageOn, type Properties } from './support.ts';

const TWO = [{ id: 'm1' }, { id: 'm2', name: 'Other' }];
const codes = (expression: string, changes: Properties = {}) =>
  foundOn(mathAlarm(expression, TWO, changes)).map((found) => found.split(' ')[0]);

describe('SEARCH', () => {
  it.each(["SEARCH('{App} Errors', 'Sum', 60)", "SUM(SEARCH('{App} Errors', 'Sum', 60))", "FILL(search ('x'), 0)"])(
    'is found in %s, and the parser does not tell it again',
    (expression) => {
      expect(codes(expression)).toEqual(['IW3001']);
    },
  );

  it('is named with its place', () => {
    expect(messageOn(mathAlarm("MAX(SEARCH('a', 'Sum', 60))", TWO))).toMatch(/^SEARCH at character 5:/);
  });
});

describe('a function that aggregates', () => {
  it.each(['m1 - AVG(m1)', 'm1 / MAX(m1)', 'm1 > SUM(m2) / 5', 'm1 - STDDEV(m1 + m2)'])(
    'makes a number of one time series in %s',
    (expression) => {
      expect(codes(expression)).toEqual(['IW3002']);
    },
  );

  it.each(['AVG([m1, m2])', 'SUM(METRICS())', 'MAX([m1, m2 * 2])', 'm1 / m2'])(
    'gives a time series in %s',
    (expression) => {
      expect(codes(expression)).toEqual([]);
    },
  );

  it('is typed through other expressions', () => {
    const alarm = mathAlarm('m1 - AVG(e2)', TWO) as { Properties: { Metrics: object[] } };
    const { Properties } = alarm;
    const Metrics = [...Properties.Metrics, { Id: 'e2', Expression: 'm1 + m2', ReturnData: false }];

    expect(foundOn({ ...alarm, Properties: { ...Properties, Metrics } })).toEqual(['IW3002 Metrics[0].Expression']);
  });
});

describe('a function that depends on what was fetched', () => {
  it.each(['REMOVE_EMPTY(m1)', 'RUNNING_SUM(m1)', 'm1 + 0 * DATAPOINT_COUNT(m1)'])('is found in %s', (expression) => {
    expect(codes(expression)).toContain('IW3003');
  });

  it('is no word in a text', () => {
    expect(codes("METRICS('RUNNING_SUM(') + m1")).not.toContain('IW3003');
  });
});

describe('FILL', () => {
  it.each([
    [1, 1, ['IW3004']],
    [3, undefined, ['IW3004']],
    [3, 2, []],
  ])('with %s periods of which %s must breach', (EvaluationPeriods, DatapointsToAlarm, expected) => {
    expect(codes('FILL(m1, 0)', { EvaluationPeriods, DatapointsToAlarm })).toEqual(expected);
  });

  it.each(['FILL(m1, REPEAT)', 'm1 / FILL(m2, 1)'])('is found in %s', (expression) => {
    expect(codes(expression, { DatapointsToAlarm: 3 })).toEqual(['IW3004']);
  });
});

describe('the period that a MathExpression forces', () => {
  const alarm = {
    ...mathAlarm(
      'm1 / m2',
      TWO.map((entry) => ({ ...entry, period: 300 })),
    ),
  };
  const resource = { ...alarm, Metadata: { 'aws:cdk:path': 'App/Alarm/Resource' } };
  const warning = (data: string) => ({ '/App/Alarm': [{ type: 'aws:cdk:warning', data }] });
  const OVERRIDDEN =
    "Periods of metrics in 'usingMetrics' for Math expression 'm1 / m2' have been overridden to 300 seconds.";

  const codesIn = (builder: AssemblyBuilder) =>
    lintAlarms(loaded(builder.directory).alarms).findings.map(({ code, path }) => `${code} ${path}`);

  it('is known from the metadata in the manifest', () => {
    const builder = new AssemblyBuilder().stack('App', { Resources: { Alarm: resource } });
    builder.artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'App.template.json' },
      metadata: warning(OVERRIDDEN),
    });

    expect(codesIn(builder)).toEqual(['IW3005 Metrics[1].MetricStat.Period']);
  });

  it('is known from the metadata in a file of its own', () => {
    const builder = new AssemblyBuilder().stack('App', { Resources: { Alarm: resource } });
    builder.file('App.metadata.json', JSON.stringify(warning(OVERRIDDEN)));
    builder.artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'App.template.json' },
      additionalMetadataFile: 'App.metadata.json',
    });

    expect(codesIn(builder)).toEqual(['IW3005 Metrics[1].MetricStat.Period']);
  });

  it('is not guessed: five minutes may be meant', () => {
    expect(foundOn(resource)).toEqual([]);
  });

  it('is not read out of another warning', () => {
    const builder = new AssemblyBuilder().stack('App', { Resources: { Alarm: resource } });
    builder.artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'App.template.json' },
      metadata: warning('nobody will be told when an alarm fires'),
    });

    expect(codesIn(builder)).toEqual([]);
  });
});
