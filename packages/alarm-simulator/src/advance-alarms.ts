import { type BlockAlarm, BlockEvaluation } from './block-evaluation.ts';
import type { Advance, BlockTask, MetricEvaluator } from './metric-evaluation.ts';
import type { SampleSource } from './sample-types.ts';

/**
 * Evaluations that are done of each alarm before many are done of any. The engine's compiler has then seen all kinds of
 * alarms when it begins, and need not begin again at each new one.
 */
const FIRST_BLOCK = 128;

/**
 * Brings metric alarms up to date. Those that watch the same datapoints are evaluated side by side, so that the
 * datapoints of each block are made once; each alarm's changes are told in order of time, those of different alarms in
 * any order.
 */
export function advanceAlarms(source: SampleSource, advances: Iterable<readonly [MetricEvaluator, Advance]>): void {
  const alone: BlockTask[] = [];
  const together = new Map<string, BlockTask & { readonly alarms: BlockAlarm[] }>();
  for (const [evaluator, advance] of advances) {
    const task = evaluator.advance(source, advance);
    if (task === undefined) continue;
    const { datapoints, run, alarm } = task;
    if (datapoints.key === undefined) {
      alone.push(task);
      continue;
    }
    const key = `${datapoints.key} ${run.first} ${run.last}`;
    const group = together.get(key);
    if (group === undefined) together.set(key, { ...task, alarms: [alarm] });
    else group.alarms.push(alarm);
  }
  const evaluations = [
    ...alone.map(({ datapoints, run, alarm }) => new BlockEvaluation(source, datapoints, run, [alarm])),
    ...[...together.values()].map(({ datapoints, run, alarms }) => {
      return new BlockEvaluation(source, datapoints, run, alarms);
    }),
  ];
  for (const evaluation of evaluations) evaluation.advance(FIRST_BLOCK);
  for (const evaluation of evaluations) evaluation.finish();
}
