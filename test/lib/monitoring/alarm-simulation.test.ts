import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../packages/alarm-simulator/src/index.ts';
import { emitted, HOUR, MINUTE, START, simulate, timesOf, traffic } from './simulation.ts';
import { alarmNamed, metricsOf, synthesize } from './support.ts';

const { template } = synthesize();
const BAD_FROM = START + HOUR;

describe('Inference-Error-Alarm', () => {
  it('goes to ALARM with one error and back to OK a minute later', () => {
    const requests = traffic(START, START + 30 * MINUTE, 2, (_at, index) => ({ failed: index === 20 }));

    const transitions = simulate(template, emitted(requests), {
      until: START + 30 * MINUTE,
      only: ['Inference-Error-Alarm'],
    });

    const [page] = timesOf(transitions, 'Inference-Error-Alarm', 'ALARM');
    expect(page).toBe(START + 11 * MINUTE);
    expect(timesOf(transitions, 'Inference-Error-Alarm', 'OK')).toContain(Number(page) + MINUTE);
  });
});

describe('Inference-Error-Rate-Alarm', () => {
  const only = ['Inference-Error-Rate-Alarm'];
  const until = START + 2 * HOUR;
  const pagesAt = (perMinute: number, fails: (at: number, index: number) => boolean) => {
    const requests = traffic(START, until, perMinute, (at, index) => ({ failed: fails(at, index) }));
    return timesOf(simulate(template, emitted(requests), { until, only }), 'Inference-Error-Rate-Alarm', 'ALARM');
  };

  it.each([1, 60])('pages within five minutes when all requests fail, at %i a minute', (perMinute) => {
    const [page] = pagesAt(perMinute, (at) => at >= BAD_FROM);

    expect(Number(page) - BAD_FROM).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('does not page for a single failure, though it is all requests of its minute', () => {
    expect(pagesAt(1, (_at, index) => index === 60)).toEqual([]);
  });

  it('does not page for one failure in a hundred', () => {
    expect(pagesAt(60, (_at, index) => index % 100 === 0)).toEqual([]);
  });
});

describe('the burn-rate alarms', () => {
  const names = ['Fast', 'Slow'].flatMap((key) =>
    ['', 'Long-Window-', 'Short-Window-'].map((part) => `Availability-${key}-Burn-${part}Alarm`),
  );
  const run = (
    hours: number,
    perMinute: number,
    fails: (at: number, index: number) => boolean,
    trafficEnds = hours,
  ) => {
    const requests = traffic(START, START + trafficEnds * HOUR, perMinute, (at, index) => ({
      failed: fails(at, index),
    }));
    return simulate(template, emitted(requests), { until: START + hours * HOUR, only: names });
  };

  it('fast: a total outage pages within ten minutes', () => {
    const [page] = timesOf(
      run(2, 10, (at) => at >= BAD_FROM),
      'Availability-Fast-Burn-Alarm',
      'ALARM',
    );

    expect(Number(page) - BAD_FROM).toBeLessThanOrEqual(10 * MINUTE);
  });

  it('fast: it ends soon after the outage, although the hour is still full of failures', () => {
    const goodFrom = BAD_FROM + 20 * MINUTE;
    const transitions = run(3, 10, (at) => at >= BAD_FROM && at < goodFrom);

    const [end] = timesOf(transitions, 'Availability-Fast-Burn-Alarm', 'OK');
    expect(Number(end) - goodFrom).toBeLessThanOrEqual(6 * MINUTE);
    expect(timesOf(transitions, 'Availability-Fast-Burn-Long-Window-Alarm', 'OK')[0]).toBeGreaterThan(
      Number(end) + 20 * MINUTE,
    );
  });

  it('fast: it ends after the outage even if nobody calls any more', () => {
    const goodFrom = BAD_FROM + 20 * MINUTE;
    const transitions = run(4, 10, (at) => at >= BAD_FROM, (goodFrom - START) / HOUR);

    expect(timesOf(transitions, 'Availability-Fast-Burn-Alarm', 'OK')).not.toEqual([]);
  });

  it.each([0.05, 0.2, 1])('neither pages for one or two failures at %f requests a minute', (perMinute) => {
    const transitions = run(9, perMinute, (_at, index) => index === 3 || index === 5);

    expect(transitions.filter(({ to, alarm }) => to === 'ALARM' && alarm.kind === 'composite')).toEqual([]);
  });

  it('slow: eight failures in a hundred are told within six hours, and are too few for the fast one', () => {
    const transitions = run(8, 10, (at, index) => at >= BAD_FROM && index % 100 < 8);

    const [page] = timesOf(transitions, 'Availability-Slow-Burn-Alarm', 'ALARM');
    expect(Number(page) - BAD_FROM).toBeLessThanOrEqual(6 * HOUR);
  });

  it('neither pages while the objective is met', () => {
    const transitions = run(8, 20, (_at, index) => index % 200 === 0);

    expect(transitions.filter(({ to, alarm }) => to === 'ALARM' && alarm.kind === 'composite')).toEqual([]);
  });
});

describe('No-Traffic-Alarm, when it is switched on', () => {
  const on = synthesize({ alarms: { noTraffic: { enabled: true } } }).template;
  const pagesFor = (perMinute: number, silentFrom: number) => {
    const source = emitted(traffic(START, silentFrom, perMinute));
    return timesOf(
      simulate(on, source, { until: START + 3 * HOUR, only: ['No-Traffic-Alarm'] }),
      'No-Traffic-Alarm',
      'ALARM',
    );
  };

  it('fires after a quarter of an hour of silence, and before half an hour', () => {
    const [page] = pagesFor(10, BAD_FROM);

    expect(Number(page) - BAD_FROM).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(Number(page) - BAD_FROM).toBeLessThanOrEqual(30 * MINUTE);
  });

  it('is quiet with one request every five minutes', () => {
    expect(pagesFor(0.2, START + 4 * HOUR)).toEqual([]);
  });
});

describe('Table-Throttles-Alarm', () => {
  it.each(['notBreaching', 'ignore'] as const)(
    'ends after the throttling, also where missing data is %s',
    (treatMissingData) => {
      const changed = synthesize({ alarms: { tableThrottles: { treatMissingData } } }).template;
      const table = (metricName: string) => ({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensions: { TableName: 'results' },
      });
      const minutes = Array.from({ length: 60 }, (_, minute) => START + minute * MINUTE);
      const source = new MemorySource()
        .add(
          table('ConsumedWriteCapacityUnits'),
          minutes.map((timestamp) => ({ timestamp, value: 5 })),
        )
        .add(
          table('WriteThrottleEvents'),
          minutes.slice(20, 24).map((timestamp) => ({ timestamp, value: 3 })),
        );

      const transitions = simulate(changed, source, { until: START + HOUR, only: ['Table-Throttles-Alarm'] });

      expect(timesOf(transitions, 'Table-Throttles-Alarm', 'ALARM')).toHaveLength(1);
      expect(timesOf(transitions, 'Table-Throttles-Alarm', 'OK')).toHaveLength(1);
    },
  );
});

describe('planned maintenance', () => {
  const healthOnly = synthesize({ notifications: 'health-only' }).template;
  const begins = START + 10 * MINUTE;
  const ends = START + 3 * HOUR;
  const until = START + 5 * HOUR;
  const [metric] = metricsOf(alarmNamed(healthOnly, 'Planned-Maintenance-Alarm'));
  const announced = {
    namespace: metric!.namespace,
    metricName: metric!.metricName,
    dimensions: { Deployment: 'default' },
  };
  /** All requests fail in the middle of the maintenance, and still for some minutes after it. */
  const failing = (badUntil: number) =>
    emitted(traffic(START, until, 10, (at) => ({ failed: at >= START + HOUR && at < badUntil })));
  const maintained = (badUntil: number) =>
    failing(badUntil).add(announced, [
      { timestamp: begins, value: 1 },
      { timestamp: ends, value: 0 },
    ]);
  const sent = (source: MemorySource) =>
    simulate(healthOnly, source, { until }).filter(({ actions }) => actions.length > 0);

  it('lasts from the one value that begins it to the one that ends it', () => {
    const transitions = simulate(healthOnly, maintained(START), { until, only: ['Planned-Maintenance-Alarm'] });

    const changes = transitions.map(({ to, at }) => [to, at]);
    expect(changes).toEqual([
      ['ALARM', begins + MINUTE],
      ['OK', ends + MINUTE],
    ]);
  });

  it('keeps the health alarm quiet', () => {
    const pages = sent(maintained(START + 2 * HOUR)).filter(({ to }) => to === 'ALARM');

    expect(pages).toEqual([]);
  });

  it('is told of what is still wrong when it is over', () => {
    const pages = sent(maintained(ends + HOUR)).filter(({ to }) => to === 'ALARM');

    expect(pages.map(({ alarm }) => alarm.name)).toEqual(['Inference-Health-Alarm']);
    expect(pages[0]?.at).toBeGreaterThanOrEqual(ends + 5 * MINUTE);
  });

  it('without it, the same failures are one message at the beginning and one at the end', () => {
    const messages = sent(failing(START + 2 * HOUR)).filter(({ from }) => from !== 'INSUFFICIENT_DATA');

    expect(messages.map(({ alarm, to }) => [alarm.name, to])).toEqual([
      ['Inference-Health-Alarm', 'ALARM'],
      ['Inference-Health-Alarm', 'OK'],
    ]);
  });
});
