import type { Machine } from '../../bench/machine.ts';
import type { ModeName, ModePlan } from './plan.ts';
import type { LoadOutcome, Percentiles } from './types.ts';

/** Something that was promised, and whether it holds. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** One rate. */
export interface Step {
  readonly rate: number;
  readonly load: Omit<LoadOutcome, 'recordedIds'>;
  /** What the preview and the function add to the sample model's own time. */
  readonly overheadMs: Percentiles;
  /** Processor milliseconds of the preview for a request, everything in its process together. */
  readonly previewCpuMs: number;
  /** Processor milliseconds of the generator for a request. */
  readonly generatorCpuMs: number;
  /** Share of the machine's processors that its host gave to others meanwhile; undefined where the system does not tell. */
  readonly stolenShare?: number;
  /** Bytes of the preview's process at the end. */
  readonly rss: number;
  /** Each request is answered as it should be, and none pile up, however long an answer takes. */
  readonly keepsUp: boolean;
  /** Why the preview does not hold this rate; empty if it does. */
  readonly problems: readonly string[];
}

/** The preview's process at an instant, bytes. */
export interface Reading {
  readonly rss: number;
  /** Open file handles; undefined where the system does not tell. */
  readonly handles?: number;
  /** Heap and buffers of the main thread after a collection; left out where none was asked for. */
  readonly held?: number;
}

/** A reading under load. */
export interface Sample extends Reading {
  /** Real milliseconds since the beginning of this rate's load, or of the one that nothing is measured of. */
  readonly at: number;
}

/** What the preview holds when nothing has been asked of it for a while. */
export interface Rest {
  readonly before: Reading;
  readonly after: Reading;
  /** Real milliseconds of load between the two. */
  readonly loadMs: number;
}

export interface ModeResult {
  readonly mode: ModeName;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly quick: boolean;
  readonly speed: number;
  readonly arrivals: string;
  /** Whether the processors were kept from sleeping. */
  readonly awake: boolean;
  readonly machine: Machine;
  readonly plan: ModePlan;
  /** The sample model's own time for a request, milliseconds. */
  readonly modelMs: number;
  readonly steps: readonly Step[];
  readonly samples: readonly Sample[];
  /** Left out for a mode that does not rest. */
  readonly rest?: Rest;
  readonly checks: readonly Check[];
}
