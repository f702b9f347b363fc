import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../packages/preview/src/index.ts';
import { NO_FAULTS } from '../../../packages/preview/src/types.ts';
import {
  allClear,
  ask,
  drained,
  expectAlarms,
  incident,
  logged,
  OUTAGE,
  recordsOf,
  startFaulty,
  tally,
  whatHappened,
} from './incident.ts';

const MINUTE = 60_000;
const STORED = { lost: 0, pending: 0 };

/** Inferences that the metrics tell of. Each one that was counted has a record too, so that the two must be equal. */
function counted({ metrics, clock }: Preview): number {
  const identity = { namespace: 'InferencePipeline', metricName: 'SuccessCount', dimensions: {} };
  return metrics.statistics(identity, 0, clock.now() + MINUTE).reduce((sum, { sampleCount }) => sum + sampleCount, 0);
}

describe('metrics by PutMetricData', () => {
  const start = () => startFaulty({ variables: { METRICS_TRANSPORT: 'put-metric-data' } });

  it('that CloudWatch refuses are not lost: alarms see through, and the log tells of it', async () => {
    await using preview = await start();
    const faults = { metricApiErrorRate: 1, modelErrorRate: 1 };
    const { answers, ...happened } = await incident(preview, { faults });

    expect(tally(answers)).toEqual({ '502 model-error': 8 });
    expect(counted(preview)).toBe((await preview.records.count()).stored);
    expect(logged(preview, 'metrics not sent').length).toBeGreaterThan(0);
    expectAlarms(happened, [...OUTAGE, 'Api-Server-Errors-Alarm', 'Endpoint-5xx-Alarm']);
  });

  it('that CloudWatch never takes cost no request its answer or much of its time, and are not lost', async () => {
    await using preview = await start();
    const { answers, ...happened } = await incident(preview, { faults: { metricApiHangRate: 1 } });

    expect(tally(answers)).toEqual({ 200: 8 });
    expect(JSON.stringify(logged(preview, 'metrics not sent'))).toContain('no answer within 250 ms');
    expect(counted(preview)).toBe((await preview.records.count()).stored);
    expectAlarms(happened, []);
  });
});

describe('metrics in log lines', () => {
  it('that arrive cut off ring the alarm for it, and cost neither answers nor records', async () => {
    await using preview = await startFaulty();

    const { answers, ...happened } = await incident(preview, { faults: { metricLineCutRate: 1 } });

    expect(tally(answers)).toEqual({ 200: 8 });
    expect(await recordsOf(preview, answers)).toMatchObject(STORED);
    expectAlarms(happened, ['Metric-Format-Errors-Alarm']);
  });
});

describe('a function whose clock is off', () => {
  const createdAt = (preview: Preview) =>
    logged(preview, 'inference').map(({ callTime }) => Date.parse(String(callTime)) - Date.now());

  /** A failing request in each of some virtual minutes, every one of them in real time, where a skew is what it says. */
  const failFor = async (preview: Preview, minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      preview.clock.setPace({ speed: 120, paused: false });
      await preview.clock.sleep(MINUTE);
      preview.clock.setPace({ speed: 1, paused: false });
      await ask(preview);
    }
  };

  it.each([
    ['behind', -10],
    ['ahead', 10],
  ])('ten minutes %s answers and stores all the same: refused signatures are made anew', async (_words, minutes) => {
    await using preview = await startFaulty({ speed: 1 });
    const since = preview.clock.now();

    Object.assign(preview.faults, { functionClockSkewMs: minutes * MINUTE });
    const answers = [await ask(preview), await ask(preview)];
    const skew = createdAt(preview).at(-1) ?? 0;

    expect(Math.abs(skew - minutes * MINUTE)).toBeLessThan(MINUTE);
    expect(tally(answers)).toEqual({ 200: 2 });
    expect(await recordsOf(preview, answers)).toMatchObject(STORED);
    expect(logged(preview, 'record queued')).toEqual([]);
    expectAlarms(whatHappened(preview, since), []);
  });

  it('and whose model fails still pages, by the metrics that the services stamp themselves', async () => {
    await using preview = await startFaulty({ speed: 1 });
    const since = preview.clock.now();

    Object.assign(preview.faults, { functionClockSkewMs: -10 * MINUTE, modelErrorRate: 1 });
    await failFor(preview, 4);
    Object.assign(preview.faults, NO_FAULTS);
    await drained(preview);
    await allClear(preview);

    expectAlarms(whatHappened(preview, since), ['Api-Server-Errors-Alarm', 'Endpoint-5xx-Alarm']);
  });
});
