import type { ModePlan } from '../../scripts/load/plan.ts';
import type { ModeResult, Step } from '../../scripts/load/results.ts';
import type { LoadOutcome, Percentiles } from '../../scripts/load/types.ts';

export const LATENCY: Percentiles = { p50: 4, p90: 6, p99: 9, p999: 15, max: 30 };

export const PLAN: ModePlan = { rates: [100, 200], durationMs: 20_000, warmUpMs: 10_000, sampleMs: 5000 };

/** A stretch of load in which all went well. */
export const load = (changes: Partial<LoadOutcome> = {}): Omit<LoadOutcome, 'recordedIds'> => ({
  sent: 100,
  dropped: 0,
  byStatus: { '200': 100 },
  ok: 100,
  failed: 0,
  inFlightAtEnd: 1,
  answeredPerSecond: 100,
  latencyMs: LATENCY,
  latenessMs: { p50: 0.5, p90: 0.8, p99: 1.2, p999: 2, max: 4 },
  measured: 80,
  cpuMs: 50,
  ...changes,
});

export const step = (rate: number): Step => ({
  rate,
  load: load(),
  overheadMs: LATENCY,
  previewCpuMs: 3.5,
  generatorCpuMs: 0.5,
  stolenShare: 0.025,
  rss: 300e6,
  keepsUp: true,
  problems: [],
});

/** What a mode found. */
export const modeResult = (changes: Partial<ModeResult> = {}): ModeResult => ({
  mode: 'curve',
  startedAt: '2026-03-01T10:00:00.000Z',
  quick: false,
  speed: 10,
  arrivals: 'even',
  awake: false,
  machine: {
    processor: 'A Processor',
    cores: 2,
    memoryGb: 16,
    node: 'v20.20.2',
    system: 'Linux 6.1',
    loadBefore: 0.1,
  },
  plan: PLAN,
  modelMs: 1,
  steps: [step(100)],
  samples: [],
  checks: [{ what: 'the curve', holds: true, detail: 'holds 100' }],
  ...changes,
});
