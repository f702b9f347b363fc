import { readFileSync } from 'node:fs';

/** Processor time of the whole machine since it started, in ticks of the system's clock. */
export interface ProcessorTimes {
  readonly total: number;
  readonly stolen: number;
}

/** Fields of the first line of `/proc/stat` that add up to all time; those behind them are parts of the first two. */
const FIELDS = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Undefined where the system does not tell (anything but Linux). */
export function processorTimes(): ProcessorTimes | undefined {
  try {
    return readProcessorTimes(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param stat text of `/proc/stat`
 * @returns undefined if it does not begin with the sum of all processors, or is of a system too old to know stolen time
 * @see https://man7.org/linux/man-pages/man5/proc_stat.5.html
 */
export function readProcessorTimes(stat: string): ProcessorTimes | undefined {
  const [name, ...values] = (stat.split('\n', 1)[0] ?? '').split(/\s+/);
  const ticks = values.slice(0, FIELDS.length).map(Number);
  const stolen = ticks[FIELDS.indexOf('steal')];
  if (name !== 'cpu' || stolen === undefined || !ticks.every(Number.isFinite)) return undefined;
  return { total: ticks.reduce((sum, tick) => sum + tick, 0), stolen };
}

/**
 * Share of the processors that the host of a virtual machine gave to others although they were wanted here: while that
 * happens, everything here stands still. Undefined if the system does not tell.
 */
export function stolenShare(before: ProcessorTimes | undefined, after: ProcessorTimes | undefined): number | undefined {
  if (before === undefined || after === undefined || after.total <= before.total) return undefined;
  return (after.stolen - before.stolen) / (after.total - before.total);
}
