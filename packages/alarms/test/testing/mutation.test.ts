import { describe, expect, it } from 'vitest';
import type { LoadedAlarm } from '../../src/source/types.ts';
import { type MutationReport, mutate } from '../../src/testing/mutation/mutate.ts';
import { testReport } from '../../src/testing/report/json.ts';
import { mutationLines } from '../../src/testing/report/mutation-text.ts';
import { definitionsOf } from '../../src/testing/session.ts';
import { EITHER, ERRORS, LATENCY, ready, TOPIC, workbench } from './support.ts';

const { alarms, file } = workbench();
const shop = alarms({ High: LATENCY, Errors: ERRORS, Either: EITHER });

/** Kills everything of Errors but what is named. */
const STRONG = `tests:
  - name: fires
    series:
      - { namespace: Shop, metric: Errors, values: { n: 3, values: constant(0), times: 9 } }
      - { namespace: Shop, metric: Errors, values: 0x2 1 0x4 }
    expect:
      Errors: { transitions: [OK: 0m, ALARM: 4m, OK: 5m] }
`;

async function check(
  yaml: string,
  loaded: readonly LoadedAlarm[] = shop.filter(({ logicalId }) => logicalId === 'Errors'),
): Promise<MutationReport> {
  return mutate([{ alarms: loaded, tests: ready(file(yaml), definitionsOf(loaded)) }]);
}

const survivors = ({ outcomes }: MutationReport) =>
  outcomes.filter(({ status }) => status === 'survived').map(({ mutant }) => mutant.text);

describe('the mutation check', () => {
  it('finds that a good test notices every change', async () => {
    const report = await check(`nonNegative: [{ namespace: Shop, metric: Errors }]\n${STRONG}`);

    expect(survivors(report)).toEqual([]);
    expect(report).toMatchObject({ survived: 0, equivalent: 2, score: 1 });
  });

  it('finds what a weak test does not notice', async () => {
    const report = await check(
      'tests: [{ name: a, series: [{ namespace: Shop, metric: Errors, values: 0x2 5 0x4 }], expect: { Errors: { firesWithin: 10m } } }]',
    );

    expect(survivors(report)).toEqual(
      expect.arrayContaining([
        'Threshold 0 -> 1',
        'ComparisonOperator GreaterThanThreshold -> GreaterThanOrEqualToThreshold',
        'TreatMissingData notBreaching -> missing',
      ]),
    );
    expect(report.score).toBeLessThan(1);
  });

  it('does not take a series that follows the alarm for one that notices its dimensions', async () => {
    const tests = (target: string) =>
      `tests: [{ name: a, series: [{ ${target}, values: 3000x9 }], expect: { High-Latency: { firesWithin: 10m } } }]`;
    const high = shop.filter(({ logicalId }) => logicalId === 'High');
    const dimensions = async (target: string) =>
      survivors(await check(tests(target), high)).filter((text) => text.includes('dimension'));

    expect(await dimensions('metricOf: High-Latency')).toEqual([
      'without the dimension Service',
      'dimension Service checkout -> another-value',
    ]);
    expect(await dimensions('namespace: Shop, metric: Latency, dimensions: { Service: "*" }')).toEqual([
      'dimension Service checkout -> another-value',
    ]);
    expect(await dimensions('namespace: Shop, metric: Latency, dimensions: { Service: checkout }')).toEqual([]);
  });

  it('counts a test of a composite alarm for the alarms below it', async () => {
    const report = await check(
      'tests: [{ name: both, series: [{ namespace: Shop, metric: Errors, values: 0x2 1 0x4 }], expect: { Either: { transitions: [OK: 0m, ALARM: 4m, OK: 5m] } } }]',
      shop,
    );
    const killed = report.outcomes.filter(
      ({ status, mutant }) => status === 'killed' && mutant.original.name === 'Errors',
    );

    expect(killed.map(({ mutant }) => mutant.text)).toContain('Threshold 0 -> 1');
    expect(killed[0]).toMatchObject({ test: 'both' });
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const abort = new AbortController();
    const seen: [number, number][] = [];
    const errors = shop.filter(({ logicalId }) => logicalId === 'Errors');
    const report = await mutate([{ alarms: errors, tests: ready(file(STRONG), definitionsOf(errors)) }], {
      signal: abort.signal,
      progress: (done, all) => {
        seen.push([done, all]);
        if (done === 3) abort.abort();
      },
    });

    expect(seen.map(([done]) => done)).toEqual([0, 1, 2, 3]);
    expect(report.outcomes).toHaveLength(3);
  });

  it('of nothing is full', async () => {
    expect(await mutate([])).toMatchObject({ score: 1, outcomes: [] });
  });
});

describe('the result of the mutation check', () => {
  const options = { width: 80, paint: (_: unknown, text: string) => text };

  it('lists what no test notices, with the test that would, and what is left out, with the proof', async () => {
    const report = await check(STRONG);
    const text = mutationLines(report, { ...options, minimum: 0.99 }).join('\n');

    expect(text).toContain('  Errors\n    Statistic Sum -> Maximum\n      would show in: several values');
    expect(text).toContain('Left out, because no data can show them\n  Average is Sum divided by a positive count');
    expect(text).toMatch(/\d+ of \d+ changes are noticed: 9\d\.\d %, at least 99 % asked for \(\d+\.\d\d s\)$/);
  });

  it('says of an alarm without a test only that', async () => {
    const report = await check(STRONG, shop);

    expect(mutationLines(report, options).join('\n')).toMatch(
      /High-Latency\n {4}no test is about it: \d+ changes \(threshold, operator/,
    );
  });

  it('says none where there is none, and rounds the score down', async () => {
    const report = await check(`nonNegative: [{ namespace: Shop, metric: Errors }]\n${STRONG}`);

    expect(mutationLines(report, options)).toContain('  none');
    expect(mutationLines({ ...report, score: 0.8996 }, options).at(-1)).toContain('89.9 %');
  });

  it('is part of the JSON', async () => {
    expect(testReport([], await check(STRONG)).mutation).toMatchObject({
      survived: [{ alarm: 'Errors', kind: 'statistic', change: 'Statistic Sum -> Maximum' }],
      equivalent: [
        { alarm: 'Errors', change: 'Statistic Sum -> Average', proof: expect.stringContaining('positive count') },
      ],
    });
  });

  it('knows an alarm that calls something', async () => {
    const loud = alarms({ Errors: { ...ERRORS, AlarmActions: [TOPIC] } });

    expect(survivors(await check(STRONG, loud))).toContain('without AlarmActions');
    expect(
      survivors(await check(STRONG.replace('{ transitions', '{ calls: { ALARM: critical }, transitions'), loud)),
    ).not.toContain('without AlarmActions');
  });
});
