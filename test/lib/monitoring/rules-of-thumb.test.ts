import { existsSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { DIMENSION_SETS, METRIC_NAMESPACE, METRICS } from '../../../contract/metrics.ts';
import { EMITTED_GROUPS } from '../../../lib/monitoring/metrics/emitted-metrics.ts';
import { PLANNED_MAINTENANCE } from '../../../lib/monitoring/metrics/operator-metrics.ts';
import type { MonitoringTargets } from '../../../lib/monitoring/targets.ts';
import {
  type AlarmProperties,
  allAlarms,
  fullTargets,
  functionOnly,
  metricAlarms,
  metricsOf,
  synthesize,
  type WatchedMetric,
} from './support.ts';

/** Parts that are made by another stack, so that their names are references. */
function builtTargets(stack: Stack): MonitoringTargets {
  const pipeline = new Stack(stack.node.scope, 'Pipeline', { env: { account: stack.account, region: stack.region } });
  const table = new Table(pipeline, 'Results', { partitionKey: { name: 'requestId', type: AttributeType.STRING } });
  return { ...fullTargets(stack), table };
}

/** The four rules hold whatever is watched and however it is set. */
const CONFIGURATIONS = [
  ['everything watched', {}],
  ['a function alone', { targets: functionOnly }],
  ['parts of another stack', { targets: builtTargets }],
  ['a prefix and published runbooks', { prefix: 'team', runbookBaseUrl: 'https://runbooks.example.com/ml/' }],
  ['only the health alarm sends', { notifications: 'health-only' }],
  ['every alarm on', { alarms: { noTraffic: { enabled: true } } }],
] as const;

type EmittedSet = readonly [namespace: string, metricName: string, dimensions: string];

const emitted = new Set(
  [
    ...Object.keys(METRICS).flatMap((name) =>
      DIMENSION_SETS.map((set): EmittedSet => [METRIC_NAMESPACE, name, [...set].sort().join()]),
    ),
    ...EMITTED_GROUPS.flatMap(({ namespace, dimensions, metrics }) =>
      Object.keys(metrics).map((name): EmittedSet => [namespace, name, [...dimensions].sort().join()]),
    ),
    [PLANNED_MAINTENANCE.namespace, PLANNED_MAINTENANCE.metricName, PLANNED_MAINTENANCE.dimension] as const,
  ].map((set) => set.join('|')),
);

const setOf = ({ namespace, metricName, dimensions }: WatchedMetric) =>
  [namespace, metricName, dimensions.join()].join('|');

const severityOf = ({ Tags }: AlarmProperties) => Tags?.find(({ Key }) => Key === 'severity')?.Value;

describe.each(CONFIGURATIONS)('%s', (_name, props) => {
  const { template } = synthesize(props);

  it('links each alarm to a runbook that exists', () => {
    const without = allAlarms(template).filter(({ AlarmDescription }) => {
      const page = /Runbook: \S*?([A-Za-z0-9-]+\.md)$/.exec(AlarmDescription)?.[1];
      return page === undefined || !existsSync(`docs/runbooks/${page}`);
    });

    expect(without).toEqual([]);
  });

  it('says of each metric alarm what missing data means', () => {
    const without = metricAlarms(template).filter(({ TreatMissingData }) => TreatMissingData === undefined);

    expect(without).toEqual([]);
  });

  it('gives each alarm a severity, in its tags and in its description', () => {
    const wrong = allAlarms(template).filter((alarm) => {
      const severity = severityOf(alarm);
      return severity === undefined || !alarm.AlarmDescription.startsWith(`[${severity}] `);
    });

    expect(wrong).toEqual([]);
  });

  it('watches only metrics that somebody emits, with exactly their dimensions', () => {
    const unknown = metricAlarms(template)
      .flatMap(metricsOf)
      .map(setOf)
      .filter((set) => !emitted.has(set));

    expect(unknown).toEqual([]);
  });

  it('keeps each description within what CloudWatch takes', () => {
    const longest = Math.max(...allAlarms(template).map(({ AlarmDescription }) => AlarmDescription.length));

    expect(longest).toBeLessThanOrEqual(1024);
  });

  it('writes out a period of whole minutes on each metric', () => {
    const periods = metricAlarms(template)
      .flatMap(metricsOf)
      .map(({ period }) => period);

    expect(periods.every((period) => period > 0 && period % 60 === 0)).toBe(true);
  });
});
