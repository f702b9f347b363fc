import {
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  type IMetric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { endpointLogGroupName } from '../../shared/names.ts';
import { runbookLink } from '../alarms/runbooks.ts';
import { ConsoleLinks } from '../console-links.ts';
import { functionLogGroupName } from '../metrics/watched-metrics.ts';
import {
  alarmed,
  type DashboardContext,
  graph,
  heading,
  line,
  type Section,
  type Series,
  watchedBy,
} from './section.ts';
import { SIZES } from './sizes.ts';

/** Green and red of the numbers. */
const GOOD = '#2ca02c';
const BAD = '#d62728';

/** Header with links, the state of every alarm, and the four numbers that say how it goes. */
export function overviewSection(scope: IConstruct, context: DashboardContext, runbookBaseUrl?: string): Section {
  const { contract } = context.watched;
  const number = (title: string, metric: IMetric, wholeRange: boolean) =>
    new SingleValueWidget({
      ...SIZES.number,
      title,
      metrics: [metric],
      setPeriodToTimeRange: wholeRange,
      sparkline: !wholeRange,
    });
  return [
    [new TextWidget({ ...SIZES.header, markdown: header(scope, context, runbookBaseUrl) })],
    [
      new AlarmStatusWidget({
        ...SIZES.alarms,
        title: 'Alarms',
        alarms: context.registry.alarms.map(({ alarm }) => alarm),
        sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
      }),
    ],
    [
      number('Total SuccessCount', contract.successes({ label: 'SuccessCount', color: GOOD }), true),
      number('Total ErrorCount', contract.errors({ label: 'ErrorCount', color: BAD }), true),
      number('Error rate (%)', contract.errorRate({ label: 'Error rate', color: BAD }), true),
      number('Requests a minute', contract.requestsPerMinute({ label: 'Requests a minute' }), false),
    ],
  ];
}

/** What callers see: how long it takes and how often it fails. */
export function inferenceSection(context: DashboardContext): Section {
  const { contract } = context.watched;
  return [
    [heading('Inferences')],
    [
      graph({ title: 'LatencyMs', size: SIZES.main, unit: 'ms', series: latencySeries(context) }),
      graph({
        title: 'Requests: succeeded, failed, rejected',
        size: SIZES.side,
        series: [
          line(contract.successes({ label: 'SuccessCount', color: GOOD })),
          watchedBy(context, 'inferenceError', 'ErrorCount', (reading) => contract.errors(reading)),
          line(contract.rejections({ label: 'RejectedCount' })),
          watchedBy(context, 'persistFailures', 'PersistFailureCount', (reading) => contract.persistFailures(reading)),
          watchedBy(context, 'logOnlyRecords', 'LogOnlyRecordCount', (reading) => contract.logOnlyRecords(reading)),
        ],
      }),
    ],
    [
      graph({
        title: 'Error rate',
        size: SIZES.third,
        unit: '%',
        series: [watchedBy(context, 'errorRate', 'Error rate', (reading) => contract.errorRate(reading))],
      }),
      ...context.burnRates.map(({ burn, long, short }) =>
        graph({
          title: `Error budget burning ${burn.rate} times too fast`,
          size: SIZES.third,
          unit: '%',
          series: [alarmed(long), alarmed(short)],
        }),
      ),
    ],
    ...heartbeatRow(context),
  ];
}

/** The usual statistics, and the one that the alarm reads if it is none of them. */
function latencySeries({ watched: { contract }, registry }: DashboardContext): Series[] {
  const alarm = registry.find('highLatency');
  const statistics = ['p50', 'p90', 'p99', 'Average'].filter((statistic) => statistic !== alarm?.rule.statistic);
  const lines = statistics.map((statistic) => line(contract.latency({ statistic, label: statistic })));
  return alarm === undefined ? lines : [...lines, alarmed(alarm, alarm.rule.statistic)];
}

/** Drawn only for those who switched the alarm on: without it, the requests are on the graph above. */
function heartbeatRow({ registry }: DashboardContext): Section {
  const alarm = registry.find('noTraffic');
  if (alarm === undefined) return [];
  return [
    [graph({ title: 'Requests in each period of No-Traffic-Alarm', size: SIZES.half, series: [alarmed(alarm)] })],
  ];
}

function header(scope: IConstruct, { targets, registry }: DashboardContext, runbookBaseUrl?: string): string {
  const links = new ConsoleLinks(scope);
  const logs = [`[function log](${links.logGroup(functionLogGroupName(targets))})`];
  if (targets.endpoint !== undefined) {
    logs.push(`[endpoint log](${links.logGroup(endpointLogGroupName(targets.endpoint.endpointName))})`);
  }
  const runbooks =
    runbookBaseUrl === undefined
      ? `\`${runbookLink('<Alarm-Name>')}\` in the repository that this stack was deployed from`
      : registry.alarms.map(({ text }) => `[${text.name}](${runbookLink(text.name, runbookBaseUrl)})`).join(' · ');
  return [
    `# Inference pipeline${targets.endpoint === undefined ? '' : `: ${targets.endpoint.endpointName}`}`,
    `**Logs:** ${logs.join(' · ')} · [saved queries](${links.logsInsights()}) · **State:** [alarms](${links.alarms()})`,
    `**Runbooks:** ${runbooks}`,
  ].join('\n\n');
}
