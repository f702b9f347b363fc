import { type BlockAlarm, evaluateBlocks } from './block-evaluation.ts';
import type { Advance, BlockTask, MetricEvaluator } from './metric-evaluation.ts';
import type { SampleSource } from './sample-types.ts';

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
  for (const { datapoints, run, alarm } of alone) evaluateBlocks(source, datapoints, run, [alarm]);
  for (const { datapoints, run, alarms } of together.values()) evaluateBlocks(source, datapoints, run, alarms);
}
