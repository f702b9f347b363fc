import { LogQueryVisualizationType, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { LATEST_ERRORS } from '../log-queries.ts';
import { functionLogGroupName } from '../metrics/watched-metrics.ts';
import { alarmed, type DashboardContext, graph, heading, type Section, watchedBy } from './section.ts';
import { SIZES } from './sizes.ts';

/** The monitoring of the monitoring, and the latest errors in words. */
export function operationsSection(context: DashboardContext): Section {
  return [
    [heading('Operations')],
    [
      graph({
        title: 'Log lines whose metrics were lost',
        size: SIZES.half,
        series: [
          watchedBy(context, 'metricFormatErrors', 'log lines', (reading) =>
            context.watched.functionLogs.formatErrors(reading),
          ),
        ],
      }),
      graph({
        title: 'Planned maintenance (1 = announced)',
        size: SIZES.half,
        series: [alarmed(context.health.maintenance)],
      }),
    ],
    [
      new LogQueryWidget({
        ...SIZES.log,
        title: 'Latest errors',
        view: LogQueryVisualizationType.TABLE,
        logGroupNames: [functionLogGroupName(context.targets)],
        queryLines: [...LATEST_ERRORS],
      }),
    ],
  ];
}
