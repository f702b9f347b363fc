import { CloudWatchClient, type PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { DIMENSION_SETS, METRIC_NAMESPACE, METRICS } from '../../../contract/metrics.ts';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { PutMetricDataMetrics } from '../../../lambda/shared/put-metric-data-metrics.ts';
import { awsError, clientOf, never, type Reply, startLoopback } from '../helpers/loopback.ts';
import { ManualClock, START } from '../helpers/manual-clock.ts';
import { MemoryLog, MemoryMetrics } from '../helpers/memory-ports.ts';

const DONE: Reply = { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
/** Milliseconds: longer than the busiest machine takes. */
const GENEROUS_MS = 20_000;
const REFUSED = awsError(500, 'InternalServiceFault');

/** Metrics whose CloudWatch gives these replies in order; the last one is repeated. */
async function withMetrics(
  replies: readonly Reply[],
  act: (metrics: PutMetricDataMetrics, clock: ManualClock, flush: (ms?: number) => Promise<void>) => Promise<void>,
) {
  await using server = await startLoopback((_request, count) => replies[Math.min(count, replies.length) - 1] ?? never);
  const client = new CloudWatchClient(clientOf(server.url));
  const log = new MemoryLog();
  const clock = new ManualClock();
  const fallback = new MemoryMetrics();
  const metrics = new PutMetricDataMetrics('digits', client, fallback, log, clock, GENEROUS_MS);
  await act(metrics, clock, (ms = GENEROUS_MS) => metrics.flush(Deadline.after(clock, ms)));
  client.destroy();
  const requests: PutMetricDataInput[] = server.received.map(({ body }) => JSON.parse(body.toString()));
  return { requests, log, diverted: fallback, datums: requests.flatMap(({ MetricData }) => MetricData ?? []) };
}

describe('metrics by PutMetricData', () => {
  it('carry the contract: namespace, unit, and both dimension sets', async () => {
    const { requests } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      metrics.record({ LatencyMs: 12.5 }, 'a', START);
      await flush();
    });

    const datum = {
      MetricName: 'LatencyMs',
      Unit: 'Milliseconds',
      Timestamp: START / 1000,
      Values: [12.5],
      Counts: [1],
    };
    expect(requests).toEqual([
      {
        Namespace: METRIC_NAMESPACE,
        MetricData: [
          { ...datum, Dimensions: [] },
          { ...datum, Dimensions: [{ Name: 'EndpointName', Value: 'digits' }] },
        ],
      },
    ]);
  });

  it('have every metric of the contract in every dimension set', async () => {
    const values = Object.fromEntries(Object.keys(METRICS).map((name) => [name, 1]));

    const { datums } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      metrics.record(values, 'a', START);
      await flush();
    });

    expect(datums).toHaveLength(Object.keys(METRICS).length * DIMENSION_SETS.length);
  });

  it('keep each value with its count, because percentiles need them', async () => {
    const { datums } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      for (const LatencyMs of [10, 20, 10]) {
        metrics.record({ LatencyMs }, 'a', START);
      }
      await flush();
    });

    expect(datums[0]).toMatchObject({ Values: [10, 20], Counts: [2, 1] });
  });

  it('keep seconds apart', async () => {
    const { datums } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      metrics.record({ SuccessCount: 1 }, 'a', START);
      metrics.record({ SuccessCount: 1 }, 'b', START + 1500);
      await flush();
    });

    expect(datums.map(({ Timestamp }) => Timestamp)).toEqual(
      [START, START, START + 1000, START + 1000].map((ms) => ms / 1000),
    );
  });

  it('have 150 values a datum and 1000 datums a request at most', async () => {
    const { requests } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      for (let index = 0; index < 600; index += 1) {
        metrics.record({ LatencyMs: index }, 'a', START);
        metrics.record({ SuccessCount: 1 }, 'a', START + 1000 * (index + 1));
      }
      await flush();
    });

    // The requests go out side by side, so either may arrive first.
    const datums = requests.map(({ MetricData }) => MetricData?.length ?? 0);
    expect(datums.toSorted((first, second) => second - first)).toEqual([1000, 208]);
    expect(
      Math.max(...requests.flatMap((one) => (one.MetricData ?? []).map(({ Values }) => Values?.length ?? 0))),
    ).toBe(150);
  });

  it('leave out what CloudWatch refuses', async () => {
    const { requests } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      metrics.record({ LatencyMs: Number.NaN, OverheadMs: Number.POSITIVE_INFINITY }, 'a', START);
      await flush();
    });

    expect(requests).toEqual([]);
  });

  it('send nothing when there is nothing', async () => {
    const { requests } = await withMetrics([DONE], async (_metrics, _clock, flush) => flush());

    expect(requests).toEqual([]);
  });

  it('are sent once', async () => {
    const { requests } = await withMetrics([DONE], async (metrics, _clock, flush) => {
      metrics.record({ SuccessCount: 1 }, 'a', START);
      await flush();
      await flush();
    });

    expect(requests).toHaveLength(1);
  });
});

describe('when CloudWatch refuses the metrics', () => {
  it('the request does not fail, and they become log lines', async () => {
    const { diverted } = await withMetrics([REFUSED], async (metrics, _clock, flush) => {
      metrics.record({ SuccessCount: 1, LatencyMs: 12 }, 'a', START);
      await flush();
    });

    expect(diverted.recorded).toEqual([{ SuccessCount: 1, LatencyMs: 12 }]);
  });

  it('those of a pause become log lines too, and none is sent twice', async () => {
    const { datums, diverted } = await withMetrics([REFUSED, DONE], async (metrics, clock, flush) => {
      for (const SuccessCount of [1, 2, 3]) {
        metrics.record({ SuccessCount }, 'a', START);
        await flush();
        clock.advance(SuccessCount === 1 ? 10 : 1000);
      }
    });

    expect(diverted.recorded).toEqual([{ SuccessCount: 1 }, { SuccessCount: 2 }]);
    expect(datums.at(-1)).toMatchObject({ Values: [3], Counts: [1] });
  });

  it('no request waits for it again until a pause is over', async () => {
    const { requests } = await withMetrics([REFUSED], async (metrics, clock, flush) => {
      metrics.record({ SuccessCount: 1 }, 'a', START);
      for (const pause of [0, 999, 0]) {
        metrics.record({ SuccessCount: 1 }, 'a', START);
        await flush();
        clock.advance(pause);
      }
    });

    expect(requests).toHaveLength(1);
  });

  it('it is logged when it begins and when it is over, with how often it failed', async () => {
    const { log } = await withMetrics([REFUSED, REFUSED, DONE], async (metrics, clock, flush) => {
      for (let index = 0; index < 3; index += 1) {
        metrics.record({ SuccessCount: 1 }, 'a', START);
        await flush();
        clock.advance(60_000);
      }
    });

    expect(log.lines).toMatchObject([
      { level: 'error', message: 'metrics not sent', fields: { cause: { name: 'InternalServiceFault' } } },
      { level: 'warn', message: 'metrics sent again', fields: { failedFlushes: 2, divertedRequests: 2 } },
    ]);
  });

  it('it is given up at the deadline when it does not answer at all', async () => {
    const { log } = await withMetrics([never], async (metrics, _clock, flush) => {
      metrics.record({ SuccessCount: 1 }, 'a', START);
      await flush(30);
    });

    expect(log.lines).toMatchObject([{ fields: { cause: { name: 'DeadlineExceededError' } } }]);
  });
});
