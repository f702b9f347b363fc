import type { MetricIdentity, Sample, SampleSource } from '../../../alarm-simulator/src/index.ts';
import { metricKey } from '../../../alarm-simulator/src/index.ts';

/** How a made-up metric behaves. */
interface Shape {
  /** In the middle of its day. */
  readonly level: number;
  /** How far the day moves it, as a share of the level. */
  readonly swing: number;
  /** How far each minute strays, as a share of the level. */
  readonly noise: number;
  /** Share of minutes that have a value above zero. */
  readonly presence: number;
  readonly unit: string;
  readonly whole: boolean;
}

/** Guessed from the name, first match wins: nothing more is known of a metric that a body names. */
const SHAPES: readonly (readonly [RegExp, Shape])[] = [
  [
    /error|fault|5xx|4xx|throttl|dead|fail|reject/i,
    { level: 2, swing: 0.2, noise: 0.8, presence: 0.06, unit: 'Count', whole: true },
  ],
  [/utili[sz]ation|percent|rate/i, { level: 45, swing: 0.4, noise: 0.15, presence: 1, unit: 'Percent', whole: false }],
  [
    /latency|duration|time|age/i,
    { level: 180, swing: 0.25, noise: 0.2, presence: 1, unit: 'Milliseconds', whole: false },
  ],
  [/bytes|size|memory/i, { level: 5e6, swing: 0.3, noise: 0.1, presence: 1, unit: 'Bytes', whole: true }],
];

const COUNT: Shape = { level: 120, swing: 0.5, noise: 0.15, presence: 1, unit: 'Count', whole: true };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Values for a dashboard that has no application behind it, so that its layout can be seen. Made up, the same for the
 * same metric and minute, and said to be made up wherever they are shown.
 */
export class MadeUpMetrics implements SampleSource {
  readonly #until: () => number;

  /** @param until milliseconds since the epoch: nothing is known of later minutes */
  constructor(until: () => number) {
    this.#until = until;
  }

  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<Sample> {
    const shape = SHAPES.find(([name]) => name.test(metric.metricName))?.[1] ?? COUNT;
    const seed = hash(metricKey(metric));
    const end = Math.min(toMs, this.#until());
    for (let timestamp = Math.ceil(fromMs / MINUTE) * MINUTE; timestamp < end; timestamp += MINUTE) {
      const value = valueAt(shape, seed, timestamp);
      if (value !== undefined) yield { timestamp, value, unit: shape.unit };
    }
  }

  settledBefore(_metric: MetricIdentity, asOfMs: number): number {
    return asOfMs;
  }
}

function valueAt({ level, swing, noise, presence, whole }: Shape, seed: number, timestamp: number): number | undefined {
  const minute = timestamp / MINUTE;
  if (noiseAt(seed + 1, minute) >= presence) return presence < 1 ? 0 : undefined;
  const phase = ((timestamp % DAY) / DAY + (seed % 24) / 24) * 2 * Math.PI;
  const value = level * (1 + swing * Math.sin(phase) + noise * (2 * noiseAt(seed, minute) - 1));
  return whole ? Math.max(0, Math.round(value)) : Math.max(0, value);
}

/** A number in [0, 1) from two whole numbers (a mixing function of the murmur kind). */
function noiseAt(seed: number, minute: number): number {
  let bits = Math.imul(seed ^ Math.imul(minute, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 0x1_0000_0000;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
