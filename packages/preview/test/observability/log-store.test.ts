import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { LOG_GROUP_CAPACITY, LogStore } from '../../src/observability/log-store.ts';
import { MetricStore } from '../../src/observability/metric-store.ts';
import type { LogEvent } from '../../src/observability/types.ts';

const MINUTE = 60_000;

function prepare(virtualNow = Date.UTC(2030, 0, 1, 0, 0, 42)) {
  const metrics = new MetricStore();
  const clock = createManualClock({ startAt: virtualNow });
  return { metrics, clock, logs: new LogStore({ metrics, clock }) };
}

const embedded = (root: Record<string, unknown>, metric: Record<string, unknown> = {}) =>
  JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['d']], Metrics: [{ Name: 'm', ...metric }] }],
    },
    ...root,
  });

const all = (metrics: MetricStore, namespace: string, metricName: string, dimensions: Record<string, string>) => [
  ...metrics.samples({ namespace, metricName, dimensions }, 0, Number.MAX_SAFE_INTEGER),
];

describe('reading', () => {
  it('gives the newest events in the order of their times', () => {
    // Prepare
    const { logs } = prepare();
    for (const [timestamp, message] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b'],
    ] as const)
      logs.write('/g', 's', timestamp, message);

    // Act
    const events = logs.read({ logGroup: '/g', limit: 2 });

    // Assess
    expect(events.map(({ message }) => message)).toEqual(['b', 'c']);
  });

  it('spans all groups unless one is named', () => {
    // Prepare
    const { logs } = prepare();
    logs.write('/g', 's', 1, 'a');
    logs.write('/h', 't', 2, 'b');

    // Act
    const everything = logs.read();
    const stream = logs.read({ logStream: 't' });

    // Assess
    expect(everything.map(({ message }) => message)).toEqual(['a', 'b']);
    expect(stream.map(({ message }) => message)).toEqual(['b']);
    expect(logs.groups).toEqual(['/g', '/h']);
  });

  it('of a group that is not there gives nothing', () => {
    // Prepare
    const { logs } = prepare();

    // Act
    const events = logs.read({ logGroup: '/none' });

    // Assess
    expect(events).toEqual([]);
  });

  it('with a limit of none gives nothing', () => {
    // Prepare
    const { logs } = prepare();
    logs.write('/g', 's', 1, 'a');

    // Act
    const events = logs.read({ limit: 0 });

    // Assess
    expect(events).toEqual([]);
  });
});

describe('capacity', () => {
  it('drops the oldest events of a group and keeps the others', () => {
    // Prepare
    const { logs } = prepare();
    logs.write('/other', 's', 0, 'kept');

    // Act
    for (let index = 0; index < 2 * LOG_GROUP_CAPACITY; index += 1) logs.write('/g', 's', index, `${index}`);

    // Assess
    const events = logs.read({ logGroup: '/g', limit: Number.MAX_SAFE_INTEGER });
    expect(events.length).toBeGreaterThanOrEqual(LOG_GROUP_CAPACITY);
    expect(events.length).toBeLessThan(1.2 * LOG_GROUP_CAPACITY);
    expect(events.at(-1)?.message).toBe(`${2 * LOG_GROUP_CAPACITY - 1}`);
    expect(logs.read({ logGroup: '/other' })).toHaveLength(1);
  });
});

describe('listeners', () => {
  it('hear each event until they are disposed of', () => {
    // Prepare
    const { logs } = prepare();
    const heard: LogEvent[] = [];
    const subscription = logs.subscribe((event) => heard.push(event));
    logs.write('/g', 's', 1, 'a');

    // Act
    subscription[Symbol.dispose]();
    logs.write('/g', 's', 2, 'b');

    // Assess
    expect(heard).toEqual([{ logGroup: '/g', logStream: 's', timestamp: 1, message: 'a' }]);
  });
});

describe('embedded metrics', () => {
  it('are published in virtual time, under their minute', () => {
    // Prepare
    const { logs, metrics, clock } = prepare();

    // Act
    logs.write('/g', 's', clock.now(), embedded({ d: 'x', m: 7 }));

    // Assess
    const minute = Math.floor(clock.now() / MINUTE) * MINUTE;
    expect(all(metrics, 'N', 'm', { d: 'x' })).toMatchObject([{ timestamp: minute, value: 7, unit: 'None' }]);
  });

  it('of high resolution are published under their second', () => {
    // Prepare
    const { logs, metrics, clock } = prepare();

    // Act
    logs.write('/g', 's', clock.now(), embedded({ d: 'x', m: 7 }, { StorageResolution: 1 }));

    // Assess
    expect(all(metrics, 'N', 'm', { d: 'x' })).toMatchObject([{ timestamp: clock.now() }]);
  });

  it('that cannot be parsed count as EMFParsingErrors of the group', () => {
    // Prepare
    const { logs, metrics } = prepare();

    // Act
    logs.write('/g', 's', 1, embedded({ d: 'x', m: 7 }).slice(0, -1));

    // Assess
    expect(all(metrics, 'AWS/Logs', 'EMFParsingErrors', { LogGroupName: '/g' })).toMatchObject([{ value: 1 }]);
    expect(metrics.list()).toHaveLength(1);
  });

  it('that break a rule count as EMFValidationErrors of the group', () => {
    // Prepare
    const { logs, metrics } = prepare();

    // Act
    logs.write('/g', 's', 1, embedded({ d: 5, m: 'x' }));

    // Assess
    expect(all(metrics, 'AWS/Logs', 'EMFValidationErrors', { LogGroupName: '/g' })).toMatchObject([{ value: 2 }]);
    expect(metrics.list()).toHaveLength(1);
  });

  it('leave the line in the log', () => {
    // Prepare
    const { logs } = prepare();
    const message = embedded({ d: 'x', m: 7 });

    // Act
    logs.write('/g', 's', 1, message);

    // Assess
    expect(logs.read()).toMatchObject([{ message }]);
  });
});
