import { type DashboardContext, graph, heading, line, type Section, watchedBy } from './section.ts';
import { SIZES } from './sizes.ts';

/** The HTTP API: answers by class, and time. */
export function apiSection(context: DashboardContext): Section {
  const { api } = context.watched;
  if (api === undefined) return [];
  return [
    [heading('API')],
    [
      graph({
        title: 'API 4xx and 5xx',
        size: SIZES.half,
        series: [
          line(api.clientErrors({ label: '4xx' })),
          watchedBy(context, 'apiServerErrors', '5xx', (reading) => api.serverErrors(reading)),
        ],
        right: [line(api.requests({ label: 'Requests' }))],
      }),
      graph({
        title: 'API latency',
        size: SIZES.half,
        unit: 'ms',
        series: [
          line(api.latency({ statistic: 'p50', label: 'p50' })),
          line(api.latency({ statistic: 'p90', label: 'p90' })),
          line(api.latency({ statistic: 'p99', label: 'p99' })),
          line(api.integrationLatency({ statistic: 'p90', label: 'p90 of it in the function' })),
        ],
      }),
    ],
  ];
}
