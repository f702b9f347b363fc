import { describe, expect, it } from 'vitest';
import { type ApiHarness, type ApiOptions, startApi } from './harness.ts';

const ROUTES: ApiOptions = { routes: { 'GET /pets/{id}': {} } };

const values = ({ metrics, apiId }: ApiHarness, name: string) =>
  metrics
    .filter(
      ({ metricName, dimensions }) =>
        metricName === name && Object.keys(dimensions).join() === 'ApiId' && dimensions.ApiId === apiId,
    )
    .map(({ value }) => value);

describe('metrics of an API', () => {
  it('are published by API and by stage', async () => {
    // Prepare
    const harness = await startApi(ROUTES);

    // Act
    await harness.fetch('/pets/1');

    // Assess
    const { apiId, metrics } = harness;
    const counts = metrics.filter(({ metricName }) => metricName === 'Count');
    expect(counts).toEqual([
      {
        namespace: 'AWS/ApiGateway',
        metricName: 'Count',
        dimensions: { ApiId: apiId },
        timestamp: harness.clock.now(),
        value: 1,
        unit: 'Count',
      },
      expect.objectContaining({ dimensions: { ApiId: apiId, Stage: '$default' } }),
    ]);
    expect(new Set(metrics.map(({ metricName }) => metricName))).toEqual(
      new Set(['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency', 'DataProcessed']),
    );
  });

  it('are published by route too where the stage has detailed metrics', async () => {
    // Prepare
    const { fetch, metrics, apiId } = await startApi({
      ...ROUTES,
      stages: { $default: { DefaultRouteSettings: { DetailedMetricsEnabled: true } } },
    });

    // Act
    await fetch('/pets/1');

    // Assess
    expect(metrics.map(({ dimensions }) => dimensions)).toContainEqual({
      ApiId: apiId,
      Stage: '$default',
      Method: 'GET',
      Resource: '/pets/{id}',
    });
  });

  it.each([
    ['an answer', () => ({ statusCode: 200 }), '/pets/1', [0, 0]],
    ["the caller's fault", () => ({ statusCode: 422 }), '/pets/1', [1, 0]],
    ["the function's fault", () => ({ statusCode: 502 }), '/pets/1', [0, 1]],
    ['an unknown route', () => ({ statusCode: 200 }), '/other', [1, 0]],
  ])('count %s', async (_name, handler, path, expected) => {
    // Prepare
    const harness = await startApi(ROUTES, handler);

    // Act
    await harness.fetch(path);

    // Assess
    expect([...values(harness, '4xx'), ...values(harness, '5xx')]).toEqual(expected);
  });

  it('measure real milliseconds', async () => {
    // Prepare
    const harness = await startApi(ROUTES, () => new Promise((resolve) => setTimeout(resolve, 100, null)));

    // Act
    await harness.fetch('/pets/1');

    // Assess
    const [latency = 0] = values(harness, 'Latency');
    const [integrationLatency = 0] = values(harness, 'IntegrationLatency');
    expect(integrationLatency).toBeGreaterThanOrEqual(99);
    expect(latency).toBeGreaterThanOrEqual(integrationLatency);
  });

  it('have no integration latency where no function was asked', async () => {
    // Prepare
    const harness = await startApi(ROUTES);

    // Act
    await harness.fetch('/other');

    // Assess
    expect(values(harness, 'IntegrationLatency')).toEqual([]);
  });
});
