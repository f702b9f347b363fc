import { setTimeout as sleep } from 'node:timers/promises';
import { Awake } from './awake.ts';
import type { GeneratorOffer } from './generator-process.ts';
import { openHandles } from './open-handles.ts';
import type { PreviewOffer, PreviewOrder } from './preview-process.ts';
import { Remote } from './remote.ts';
import type { Reading, Sample } from './results.ts';
import type { Caller } from './samples.ts';
import type { LoadOrder, LoadOutcome } from './types.ts';

export interface SessionOptions extends PreviewOrder {
  /** Folder that takes the preview's processor profiles. @default - none are made */
  readonly cpuProf?: string;
  /** Keeps the processors from sleeping until the end. */
  readonly awake: boolean;
}

/** Requests under way at once before more are dropped: far beyond what a preview that keeps up ever sees. */
const MAX_IN_FLIGHT = 5000;

/** Requests that the model's own time is measured with. */
const MODEL_REQUESTS = 1000;

/**
 * A collection stops the preview for some tens of milliseconds, and what came meanwhile needs every environment there is: only
 * each so many samples ask for one, so that one that nobody else needs is stopped in between.
 */
const COLLECT_EACH = 12;

/** A preview and a generator, each in a process of its own. */
export class Session {
  readonly preview: Remote<PreviewOffer>;
  readonly #generator: Remote<GeneratorOffer>;
  readonly #target: { readonly url: string; readonly caller: Caller };
  /** The sample model's own time for a request, milliseconds. */
  readonly modelMs: number;
  readonly #awake: Awake | undefined;

  private constructor(
    preview: Remote<PreviewOffer>,
    generator: Remote<GeneratorOffer>,
    target: { readonly url: string; readonly caller: Caller },
    modelMs: number,
    awake: Awake | undefined,
  ) {
    this.preview = preview;
    this.#generator = generator;
    this.#target = target;
    this.modelMs = modelMs;
    this.#awake = awake;
  }

  static async start({ cpuProf, awake: keepAwake, ...order }: SessionOptions): Promise<Session> {
    const awake = keepAwake ? new Awake() : undefined;
    const profiling = cpuProf === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProf}`];
    const generator = new Remote<GeneratorOffer>({ script: './generator-process.ts' });
    const preview = new Remote<PreviewOffer>({
      script: './preview-process.ts',
      execArgv: ['--expose-gc', ...profiling],
    });
    try {
      // Before anything else goes on.
      const modelMs = await generator.call('modelTime', MODEL_REQUESTS);
      const target = await preview.call('start', order);
      return new Session(preview, generator, target, modelMs, awake);
    } catch (error) {
      await Promise.all([preview.dispose(), generator.dispose()]);
      awake?.dispose();
      throw error;
    }
  }

  /** Sends a load to its end, and looks at the preview's process now and then. */
  async load(
    order: Omit<LoadOrder, 'url' | 'caller' | 'maxInFlight'>,
    sampleMs: number,
    onSample: (sample: Sample) => void,
    collects: boolean,
  ): Promise<LoadOutcome> {
    const ended = new AbortController();
    const sampling = this.#sampleUntil(ended.signal, sampleMs, onSample, collects);
    try {
      return await this.#generator.call('run', { ...order, ...this.#target, maxInFlight: MAX_IN_FLIGHT });
    } finally {
      ended.abort();
      await sampling;
    }
  }

  async #sampleUntil(
    signal: AbortSignal,
    sampleMs: number,
    onSample: (sample: Sample) => void,
    collects: boolean,
  ): Promise<void> {
    const startedAt = performance.now();
    for (let count = 1; !signal.aborted; count += 1) {
      await sleep(sampleMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      const reading = await this.read(collects && count % COLLECT_EACH === 0);
      onSample({ at: performance.now() - startedAt, ...reading });
    }
  }

  /** Leaves the preview alone for a while, and tells what it holds then. */
  async rest(restMs: number, sampleMs: number, signal: AbortSignal): Promise<Reading> {
    for (let left = restMs; left > 0; left -= sampleMs) {
      await sleep(Math.min(left, sampleMs), undefined, { signal });
      await this.preview.call('settle', undefined);
    }
    return this.read(true);
  }

  async read(collect: boolean): Promise<Reading> {
    await this.preview.call('settle', undefined);
    const { rss, heapUsed, external } = await this.preview.call('memory', { collect });
    return { rss, handles: openHandles(this.preview.pid), held: collect ? heapUsed + external : undefined };
  }

  /** Ends the load early; what is under way is still answered. */
  stop(): void {
    void this.#generator.call('stop', undefined).catch(() => {});
  }

  async dispose(): Promise<void> {
    await this.preview.call('stop', undefined).catch(() => {});
    await Promise.all([this.preview.dispose(), this.#generator.dispose()]);
    this.#awake?.dispose();
  }
}
