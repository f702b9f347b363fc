import { type DashboardContext, graph, heading, line, type Section, watchedBy } from './section.ts';
import { SIZES } from './sizes.ts';

const TIMEOUT_COLOR = '#7f7f7f';

/** The function: calls, faults, time against its timeout, concurrency. */
export function functionSection(context: DashboardContext): Section {
  const { contract, function: lambda } = context.watched;
  const timeout = context.targets.function.timeout.toMilliseconds();
  return [
    [heading('Function')],
    [
      graph({
        title: 'Invocations, errors, throttles',
        size: SIZES.third,
        series: [
          line(lambda.invocations({ label: 'Invocations' })),
          watchedBy(context, 'functionErrors', 'Errors', (reading) => lambda.errors(reading)),
          watchedBy(context, 'functionThrottles', 'Throttles', (reading) => lambda.throttles(reading)),
        ],
      }),
      graph({
        title: 'Duration against timeout',
        size: SIZES.third,
        unit: 'ms',
        series: [
          line(lambda.duration({ statistic: 'p50', label: 'Duration p50' })),
          watchedBy(context, 'functionNearTimeout', 'Duration, slowest calls', (reading) => lambda.duration(reading)),
          line(contract.overhead({ label: 'OverheadMs p90' })),
        ],
        lines: [{ value: timeout, label: 'timeout', color: TIMEOUT_COLOR }],
      }),
      graph({
        title: 'Concurrency',
        size: SIZES.third,
        series: [line(lambda.concurrency({ label: 'concurrent executions' }))],
      }),
    ],
  ];
}
