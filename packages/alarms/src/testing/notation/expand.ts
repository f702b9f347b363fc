import type { Sample, StatisticSet } from '../../../../alarm-simulator/src/index.ts';
import { draw } from './distribution.ts';
import { createRandom, hashText } from './random.ts';
import type { Segment } from './segment.ts';

export interface ExpandOptions {
  /** Milliseconds since the epoch at which the first interval begins. */
  readonly start: number;
  /** Milliseconds from one value to the next. */
  readonly interval: number;
  /** CloudWatch's `StandardUnit`. @default None */
  readonly unit?: string;
  /** Decides the random values, together with the interval's number: the same text gives the same series. */
  readonly seed: string;
}

/** The samples that a series stands for, oldest first; each value is stamped with the beginning of its interval. */
export function expandSeries(segments: readonly Segment[], options: ExpandOptions): (Sample | StatisticSet)[] {
  const samples: (Sample | StatisticSet)[] = [];
  let index = 0;
  for (const segment of segments) {
    for (let nth = 0; nth < segment.length; nth++, index++) addInterval(samples, segment, nth, index, options);
  }
  return samples;
}

function addInterval(
  samples: (Sample | StatisticSet)[],
  segment: Segment,
  nth: number,
  index: number,
  { start, interval, unit, seed }: ExpandOptions,
): void {
  const timestamp = start + index * interval;
  const inUnit = unit === undefined ? {} : { unit };
  switch (segment.type) {
    case 'missing':
      return;
    case 'line':
      samples.push({ timestamp, value: segment.from + nth * segment.step, ...inUnit });
      return;
    case 'statistics':
      samples.push({ timestamp, ...segment.set, ...inUnit });
      return;
    case 'samples': {
      if (segment.of.type === 'constant') {
        samples.push({ timestamp, value: segment.of.value, count: segment.count, ...inUnit });
        return;
      }
      const random = createRandom(hashText(`${seed}\n${index}`));
      for (let sample = 0; sample < segment.count; sample++) {
        const offset = Math.floor((sample * interval) / segment.count);
        samples.push({ timestamp: timestamp + offset, value: draw(segment.of, random), ...inUnit });
      }
    }
  }
}
