import type { MetricSink } from '../types.ts';
import type { ApiConfig } from './api-config.ts';
import type { Exchange } from './exchange.ts';

const NAMESPACE = 'AWS/ApiGateway';

/**
 * Publishes the metrics of one request by API and by stage, and by route where the stage has detailed metrics. They bear
 * the time of the answer.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function publishApiMetrics(sink: MetricSink, api: ApiConfig, exchange: Exchange): void {
  const { response, stage, route, endedAt: timestamp } = exchange;
  const byApi = { ApiId: api.id };
  const byStage = { ...byApi, Stage: stage.name };
  const dimensionSets: Record<string, string>[] = [byApi, byStage];
  if (stage.detailedMetrics && route) {
    const [method = route.key, resource = route.key] = route.key.split(' ');
    dimensionSets.push({ ...byStage, Method: method, Resource: resource });
  }
  const values: [metricName: string, value: number, unit: string][] = [
    ['Count', 1, 'Count'],
    ['4xx', response.status >= 400 && response.status < 500 ? 1 : 0, 'Count'],
    ['5xx', response.status >= 500 ? 1 : 0, 'Count'],
    ['Latency', exchange.latencyMs, 'Milliseconds'],
    ['DataProcessed', exchange.bytes, 'Bytes'],
  ];
  if (exchange.integration) values.push(['IntegrationLatency', exchange.integration.latencyMs, 'Milliseconds']);
  for (const dimensions of dimensionSets) {
    for (const [metricName, value, unit] of values) {
      sink.publish({ namespace: NAMESPACE, metricName, dimensions, timestamp, value, unit });
    }
  }
}
