import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

/** Requests at the handler in `npm test`; the preview gets a tenth. */
export const QUICK_RUNS = 5000;
/** In `npm run test:fuzz`. */
export const WHOLE_RUNS = 100_000;
export const RUNS_VARIABLE = 'INFERWATCH_FUZZ_RUNS';
export const SEED_VARIABLE = 'INFERWATCH_FUZZ_SEED';

/** Looks at the heap, and lines of progress, in a whole run. */
const WINDOWS = 20;
/** Requests between two of them at least. */
const SMALLEST_WINDOW = 250;

/** Characters: some requests are large. */
const LONGEST_REPORT = 4000;

export interface FuzzSettings {
  readonly runs: number;
  /** A run with the same seed and number sends the same. */
  readonly seed: number;
}

export interface FuzzProgress extends FuzzSettings {
  readonly done: number;
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Megabytes of the heap after a collection, by window. */
  readonly heap: readonly number[];
}

export interface FuzzOptions {
  /** Megabytes of the heap after a collection. @default - nobody looks */
  readonly heap?: () => number | Promise<number>;
  readonly onWindow?: (progress: FuzzProgress) => void;
  /** By how much the number in the environment is larger than that of these requests. @default 1 */
  readonly scale?: number;
}

/** A number from the environment. @throws Error for what is none */
function numberFrom(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is ${text}: write a number`);
  return Number(text);
}

/** How many and which requests; a seed is made up where none is given. */
export function readFuzzSettings(env: NodeJS.ProcessEnv, otherwise: number): FuzzSettings {
  const seed = numberFrom(env, SEED_VARIABLE) ?? Math.floor(Math.random() * 1_000_000_000);
  return { runs: numberFrom(env, RUNS_VARIABLE) ?? otherwise, seed };
}

let collect: (() => void) | undefined;

/** Megabytes that live on after a full collection; in this process. */
export function heapMegabytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc');
  }
  collect?.();
  collect?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/**
 * Sends what the generator makes and notes statuses and heap.
 *
 * @param send answers with the status; throws for what must not be
 * @throws Error with the seed and the smallest request that fails
 */
export async function fuzz<Request>(
  requests: fc.Arbitrary<Request>,
  send: (request: Request) => Promise<number>,
  settings: FuzzSettings,
  options: FuzzOptions = {},
): Promise<FuzzProgress> {
  const { runs, seed } = settings;
  const statuses = new Map<number, number>();
  const heap: number[] = [];
  let done = 0;
  const size = Math.max(SMALLEST_WINDOW, Math.ceil(runs / WINDOWS));
  for (let window = 0; done < runs; window += 1) {
    const numRuns = Math.min(size, runs - done);
    const property = fc.asyncProperty(requests, async (request) => {
      const status = await send(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    const details = await fc.check(property, { numRuns, seed: seed + window });
    if (details.failed) {
      const replay = `${RUNS_VARIABLE}=${runs * (options.scale ?? 1)} ${SEED_VARIABLE}=${seed}`;
      const report = await fc.asyncDefaultReportMessage(details);
      throw new Error(`${String(details.errorInstance)}\nreplay with ${replay}\n${report?.slice(0, LONGEST_REPORT)}`);
    }
    done += numRuns;
    if (options.heap) heap.push(await options.heap());
    options.onWindow?.({ ...settings, done, statuses, heap });
  }
  return { ...settings, done, statuses, heap };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Windows below which nothing can be said about growth. */
const FEW = 8;

/** Megabytes by which the heap has grown between the second and the last quarter; the first is warming up. */
export function heapGrowth(heap: readonly number[]): number {
  if (heap.length < FEW) return 0;
  const quarter = Math.floor(heap.length / 4);
  return median(heap.slice(-quarter)) - median(heap.slice(quarter, 2 * quarter));
}
