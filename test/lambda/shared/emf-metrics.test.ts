import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSION_SETS, METRIC_NAMESPACE, METRICS } from '../../../contract/metrics.ts';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { EmfMetrics } from '../../../lambda/shared/emf-metrics.ts';
import type { Metrics, MetricValues } from '../../../lambda/shared/ports.ts';
import { ManualClock, START } from '../helpers/manual-clock.ts';
import { REQUEST_ID } from '../helpers/records.ts';

function linesOf(values: MetricValues, endpoint = 'digits'): string[] {
  const lines: string[] = [];
  new EmfMetrics(endpoint, (line) => lines.push(line)).record(values, REQUEST_ID, START);
  return lines;
}
const documentOf = (values: MetricValues, endpoint?: string) => JSON.parse(linesOf(values, endpoint)[0] ?? '');

describe('metrics in the embedded format', () => {
  it('are one line', () => {
    expect(linesOf({ SuccessCount: 1, ErrorCount: 0 })).toEqual([expect.stringMatching(/^\{[^\n]*\}\n$/)]);
  });

  it('carry the contract: namespace, both dimension sets, and each unit', () => {
    const document = documentOf({ LatencyMs: 12.5, SuccessCount: 1 });

    expect(document._aws).toEqual({
      Timestamp: START,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: DIMENSION_SETS,
          Metrics: [
            { Name: 'LatencyMs', Unit: 'Milliseconds' },
            { Name: 'SuccessCount', Unit: 'Count' },
          ],
        },
      ],
    });
  });

  it('have every value and every dimension at the root, as the format asks', () => {
    const values = Object.fromEntries(Object.keys(METRICS).map((name, index) => [name, index + 0.25]));

    const document = documentOf(values);

    expect(document).toMatchObject({ ...values, EndpointName: 'digits', requestId: REQUEST_ID });
  });

  it('leave out a metric that has no value', () => {
    const document = documentOf({ SuccessCount: 1, RejectedCount: undefined });

    expect(JSON.stringify(document)).not.toContain('RejectedCount');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'leave out %s, for which the whole line would be refused',
    (value) => {
      const document = documentOf({ LatencyMs: value, SuccessCount: 1 });

      expect(JSON.stringify(document)).not.toContain('LatencyMs');
    },
  );

  it('are no line at all without a value', () => {
    expect(linesOf({})).toEqual([]);
    expect(linesOf({ LatencyMs: Number.NaN })).toEqual([]);
  });

  it('are valid for any finite value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(documentOf({ LatencyMs: value }).LatencyMs).toBeCloseTo(value);
      }),
    );
  });

  it('are valid for any name of an endpoint', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '\u2028', 'é', '🌍', '\ud83d') });

    fc.assert(
      fc.property(name, (name) => {
        expect(documentOf({ SuccessCount: 1 }, name).EndpointName).toBe(name);
      }),
    );
  });

  it('change their directive with the metrics that a request has', () => {
    const lines: string[] = [];
    const metrics = new EmfMetrics('digits', (line) => lines.push(line));

    metrics.record({ RejectedCount: 1 }, 'a', START);
    metrics.record({ SuccessCount: 1 }, 'b', START);
    metrics.record({ RejectedCount: 1 }, 'c', START);

    const names = lines.map((line) => JSON.parse(line)._aws.CloudWatchMetrics[0].Metrics[0].Name);
    expect(names).toEqual(['RejectedCount', 'SuccessCount', 'RejectedCount']);
  });

  it('have nothing to flush', async () => {
    const metrics: Metrics = new EmfMetrics('digits', () => {});

    await expect(metrics.flush(Deadline.after(new ManualClock(), 0))).resolves.toBeUndefined();
  });
});
