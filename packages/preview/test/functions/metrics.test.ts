import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { deployCode, type Harness } from './harness.ts';

const CODE =
  'exports.handler = async ({ fail, waitMs = 0 }) => { await new Promise((r) => setTimeout(r, waitMs)); if (fail) throw new Error("x"); };';

const valuesOf = ({ metrics }: Harness, name: string) =>
  metrics.filter(({ metricName }) => metricName === name).map(({ value }) => value);

describe('metrics of a function', () => {
  it('count each invocation under its name', async () => {
    // Prepare
    const harness = deployCode(CODE);

    // Act
    await harness.invoke();

    // Assess
    expect(harness.metrics.map(({ metricName, unit }) => [metricName, unit]).toSorted()).toEqual([
      ['ConcurrentExecutions', 'Count'],
      ['Duration', 'Milliseconds'],
      ['Errors', 'Count'],
      ['Invocations', 'Count'],
      ['Throttles', 'Count'],
    ]);
    for (const { namespace, dimensions } of harness.metrics) {
      expect({ namespace, dimensions }).toEqual({
        namespace: 'AWS/Lambda',
        dimensions: { FunctionName: 'under-test' },
      });
    }
  });

  it('count an error as 1 and a success as 0, so that rates work', async () => {
    // Prepare
    const harness = deployCode(CODE);

    // Act
    await harness.invoke({ fail: true });
    await harness.invoke({ fail: false });

    // Assess
    expect(valuesOf(harness, 'Errors')).toEqual([1, 0]);
    expect(valuesOf(harness, 'Invocations')).toEqual([1, 1]);
  });

  it('count a throttled invocation as nothing else', async () => {
    // Prepare
    const harness = deployCode(CODE, { ReservedConcurrentExecutions: 0 });

    // Act
    await harness.invoke();

    // Assess
    expect(harness.metrics).toMatchObject([{ metricName: 'Throttles', value: 1 }]);
  });

  it('measure real milliseconds, also of a timeout', async () => {
    // Prepare
    const harness = deployCode(CODE, { Timeout: 1 });

    // Act
    await harness.invoke({ waitMs: 200 });
    await harness.invoke({ waitMs: 60_000 });

    // Assess
    const [short = 0, long = 0] = valuesOf(harness, 'Duration');
    expect(short).toBeGreaterThanOrEqual(199);
    expect(short).toBeLessThan(1000);
    expect(long).toBeGreaterThanOrEqual(1000);
  });

  it('give a timeout the whole time limit, though a timer may fire a little early', async () => {
    // Prepare: no time passes that could be measured
    const harness = deployCode(CODE, { Timeout: 1 });
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
    onTestFinished(() => clock.mockRestore());

    // Act
    await harness.invoke({ waitMs: 60_000 });

    // Assess
    expect(valuesOf(harness, 'Duration')).toEqual([1000]);
  });

  it('count how many run at once', async () => {
    // Prepare
    const harness = deployCode(CODE);

    // Act
    await Promise.all([1, 2, 3].map(() => harness.invoke({ waitMs: 100 })));

    // Assess
    expect(valuesOf(harness, 'ConcurrentExecutions')).toEqual([1, 2, 3]);
  });

  it('bear the virtual end less the real duration', async () => {
    // Prepare
    const harness = deployCode(CODE);
    const end = harness.clock.now();

    // Act
    await harness.invoke({ waitMs: 100 });

    // Assess
    const duration = harness.metrics.find(({ metricName }) => metricName === 'Duration');
    expect(duration?.timestamp).toBeCloseTo(end - (duration?.value ?? 0), 3);
  });
});
