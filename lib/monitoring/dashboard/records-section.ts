import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type DashboardContext, graph, heading, line, type Section, watchedBy } from './section.ts';
import { SIZES } from './sizes.ts';

/** Operations of the result table that the pipeline uses. */
export const TABLE_OPERATIONS = ['PutItem', 'GetItem'] as const;

/** The records: table, queue, dead letters. */
export function recordsSection(context: DashboardContext): Section {
  const rows = [tableRow(context), queueRow(context)].filter((row) => row.length > 0);
  return rows.length === 0 ? [] : [[heading('Records')], ...rows];
}

function tableRow(context: DashboardContext): IWidget[] {
  const { table } = context.watched;
  if (table === undefined) return [];
  return [
    graph({
      title: 'Table latency',
      size: SIZES.half,
      unit: 'ms',
      series: TABLE_OPERATIONS.map((operation) => line(table.latency(operation, { label: operation }))),
    }),
    graph({
      title: 'Table throttles',
      size: SIZES.half,
      series: [
        watchedBy(context, 'tableThrottles', 'reads and writes', (reading) => table.throttles(reading)),
        line(table.readThrottles({ label: 'reads' })),
        line(table.writeThrottles({ label: 'writes' })),
      ],
    }),
  ];
}

function queueRow(context: DashboardContext): IWidget[] {
  const { recordQueue: queue, deadLetterQueue: deadLetters } = context.watched;
  const depth = [
    ...(queue ? [line(queue.visible({ label: 'waiting' })), line(queue.inFlight({ label: 'being written' }))] : []),
    ...(deadLetters
      ? [watchedBy(context, 'recordDeadLetters', 'undeliverable', (reading) => deadLetters.visible(reading))]
      : []),
  ];
  if (depth.length === 0) return [];
  const widgets = [graph({ title: 'Records waiting and undeliverable', size: SIZES.half, series: depth })];
  if (queue !== undefined) {
    const age = watchedBy(context, 'recordQueueAge', 'oldest record', (reading) => queue.oldestAge(reading));
    widgets.push(graph({ title: 'Age of the oldest waiting record', size: SIZES.half, unit: 's', series: [age] }));
  }
  return widgets;
}
