import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../packages/preview/src/clock.ts';
import { LogStore } from '../../packages/preview/src/observability/log-store.ts';
import { MetricStore } from '../../packages/preview/src/observability/metric-store.ts';
import { Ledger } from '../../scripts/load/ledger.ts';

const MINUTE = 60_000;

function setUp() {
  const clock = createManualClock();
  const metrics = new MetricStore({ historyMs: 2 * MINUTE });
  const logs = new LogStore({ metrics, clock });
  const ledger = new Ledger({ clock, metrics, logs }, 'Pipeline');
  const publish = (metricName: string, dimensions: Record<string, string> = {}, namespace = 'Pipeline') =>
    metrics.publish({ namespace, metricName, dimensions, timestamp: clock.now(), value: 1 });
  return { clock, metrics, logs, ledger, publish };
}

describe('the ledger', () => {
  it('sums the stored samples by metric and dimensions', () => {
    // Prepare
    const { ledger, publish } = setUp();

    // Act
    for (const endpoint of ['a', 'b']) publish('SuccessCount', { EndpointName: endpoint });
    publish('SuccessCount');
    publish('Invocations', {}, 'AWS/Lambda');

    // Assess
    expect(ledger.counts().metrics).toEqual({ SuccessCount: 1, 'SuccessCount by EndpointName': 2 });
  });

  it('counts the requests of the API once, although stage and route count them too', () => {
    const { ledger, publish } = setUp();
    publish('Count', { ApiId: 'x' }, 'AWS/ApiGateway');
    publish('Count', { ApiId: 'x', Stage: '$default' }, 'AWS/ApiGateway');
    expect(ledger.counts().apiRequests).toBe(1);
  });

  it('remembers what the store has forgotten', async () => {
    // Prepare
    const { ledger, publish, clock } = setUp();

    // Act: ten minutes, of which the store keeps two
    for (let minute = 0; minute < 10; minute += 1) {
      publish('SuccessCount');
      await clock.advance(MINUTE);
      ledger.settle();
    }

    // Assess
    expect(ledger.counts().metrics).toEqual({ SuccessCount: 10 });
  });

  it('counts the lines that tell an inference', () => {
    const { ledger, logs } = setUp();
    logs.write('g', 's', 0, '{"level":"INFO","message":"inference","requestId":"1"}');
    logs.write('g', 's', 0, 'START RequestId: 1');
    expect(ledger.counts().inferenceLines).toBe(1);
  });
});
