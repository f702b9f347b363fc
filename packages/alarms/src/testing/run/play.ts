import { MemorySource, type Simulation, simulate } from '../../../../alarm-simulator/src/index.ts';
import type { BoundTest } from './bind.ts';

/** What the alarms of a test do with its series. */
export function play({ alarms, series, from, to }: BoundTest): Simulation {
  const source = new MemorySource();
  for (const { metric, samples } of series) source.add(metric, samples);
  return simulate({ alarms, source, from, to });
}
