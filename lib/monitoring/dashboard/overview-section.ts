import { AlarmStatusWidget, AlarmStatusWidgetSortBy, SingleValueWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { endpointLogGroupName } from '../../shared/names.ts';
import { runbookLink } from '../alarms/runbooks.ts';
import { ConsoleLinks } from '../console-links.ts';
import { functionLogGroupName } from '../metrics/watched-metrics.ts';
import { alarmsOf, type DashboardContext, graph, heading, type Section } from './section.ts';
import { SIZES } from './sizes.ts';

/** Green and red of the numbers. */
const GOOD = '#2ca02c';
const BAD = '#d62728';

/** Header with links, the state of every alarm, and the four numbers that say how it goes. */
export function overviewSection(scope: IConstruct, context: DashboardContext, runbookBaseUrl?: string): Section {
  const { contract } = context.watched;
  const number = (title: string, metric: SingleValueWidget['metrics'][number], wholeRange: boolean) =>
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
      graph({
        title: 'LatencyMs',
        size: SIZES.main,
        unit: 'ms',
        metrics: [
          contract.latency({ statistic: 'p50', label: 'p50' }),
          contract.latency({ statistic: 'p90', label: 'p90' }),
          contract.latency({ statistic: 'p99', label: 'p99' }),
          contract.latency({ statistic: 'Average', label: 'average' }),
        ],
        alarms: alarmsOf(context, 'highLatency'),
      }),
      graph({
        title: 'Requests: succeeded, failed, rejected',
        size: SIZES.side,
        metrics: [
          contract.successes({ label: 'SuccessCount', color: GOOD }),
          contract.rejections({ label: 'RejectedCount' }),
          contract.persistFailures({ label: 'PersistFailureCount' }),
        ],
        alarms: alarmsOf(context, 'inferenceError', 'noTraffic'),
      }),
    ],
    [
      graph({
        title: 'Error rate',
        size: SIZES.third,
        unit: '%',
        metrics: [contract.errorRate({ label: 'Error rate' })],
        alarms: alarmsOf(context, 'errorRate'),
      }),
      ...context.burnRates.map(({ burn, long, short }) =>
        graph({
          title: `Error budget burning ${burn.rate} times too fast`,
          size: SIZES.third,
          unit: '%',
          metrics: [],
          alarms: [long, short],
        }),
      ),
    ],
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
