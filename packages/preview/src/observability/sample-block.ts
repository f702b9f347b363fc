/** Equal values this close together are stored as one with a count, in milliseconds; no alarm period is shorter. */
const MERGE_MS = 10_000;

/** Samples at the end of a block that a new one is compared with: a few values that take turns become as many samples. */
const COMPARED = 8;

/** Samples of a block before it is condensed. */
export const BLOCK_CAPACITY = 16_384;

/** Values between one and its double that are told apart in a block that was condensed, at first. */
const CELLS_PER_OCTAVE = 512;

const FIRST_SIZE = 8;

/** A sample as it is kept, without its identity. */
export interface StoredSample {
  /** Virtual milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
  /** How often the value was published within 10 s. */
  readonly count: number;
  readonly unit?: string;
}

/**
 * Samples of one metric in one minute, in columns: a quarter of the memory of an object each, and nothing for the garbage
 * collector to walk through.
 *
 * Memory is bounded. A block that is full is condensed: within each 10 s, values that differ by less than 0.2 % become one
 * with their mean and their count (by twice as much, if the block stays more than half full then). Counts and sums stay
 * what they were, and so do the lowest and the highest value; a percentile is afterwards so much off.
 */
export class SampleBlock {
  #timestamps = new Float64Array(FIRST_SIZE);
  #values = new Float64Array(FIRST_SIZE);
  #counts = new Float64Array(FIRST_SIZE);
  #units = new Uint8Array(FIRST_SIZE);
  /** What the numbers in the column stand for. */
  readonly #unitNames: (string | undefined)[] = [];
  #size = 0;
  #cellsPerOctave = CELLS_PER_OCTAVE;

  get size(): number {
    return this.#size;
  }

  add(timestamp: number, value: number, count: number, unit: string | undefined): void {
    const unitIndex = this.#indexOf(unit);
    const same = this.#findEqual(timestamp, value, unitIndex);
    if (same >= 0) {
      this.#counts[same] = (this.#counts[same] ?? 0) + count;
      return;
    }
    if (this.#size >= BLOCK_CAPACITY) this.#condense();
    this.#push(timestamp, value, count, unitIndex);
  }

  /** Samples in `[fromMs, toMs)`. */
  *samples(fromMs: number, toMs: number): Generator<StoredSample> {
    // The block may be condensed while somebody reads it: the columns of the beginning are read to their end.
    const [timestamps, values, counts, units] = [this.#timestamps, this.#values, this.#counts, this.#units];
    const size = this.#size;
    for (let index = 0; index < size; index += 1) {
      const timestamp = timestamps[index] ?? 0;
      if (timestamp < fromMs || timestamp >= toMs) continue;
      const unit = this.#unitNames[units[index] ?? 0];
      yield { timestamp, value: values[index] ?? 0, count: counts[index] ?? 0, unit };
    }
  }

  /** Gives back the memory that no sample uses; for a minute that is over. */
  trim(): void {
    if (this.#size < this.#values.length) this.#resize(this.#size);
  }

  #findEqual(timestamp: number, value: number, unit: number): number {
    const moment = Math.floor(timestamp / MERGE_MS);
    const last = Math.max(0, this.#size - COMPARED);
    for (let index = this.#size - 1; index >= last; index -= 1) {
      if (this.#values[index] !== value || this.#units[index] !== unit) continue;
      if (Math.floor((this.#timestamps[index] ?? 0) / MERGE_MS) === moment) return index;
    }
    return -1;
  }

  #indexOf(unit: string | undefined): number {
    const known = this.#unitNames.indexOf(unit);
    return known >= 0 ? known : this.#unitNames.push(unit) - 1;
  }

  #push(timestamp: number, value: number, count: number, unit: number): void {
    if (this.#size === this.#values.length) this.#resize(Math.max(FIRST_SIZE, 2 * this.#size));
    this.#timestamps[this.#size] = timestamp;
    this.#values[this.#size] = value;
    this.#counts[this.#size] = count;
    this.#units[this.#size] = unit;
    this.#size += 1;
  }

  #resize(length: number): void {
    const kept = <T extends Float64Array | Uint8Array>(from: T, to: T): T => {
      to.set(from.subarray(0, this.#size));
      return to;
    };
    this.#timestamps = kept(this.#timestamps, new Float64Array(length));
    this.#values = kept(this.#values, new Float64Array(length));
    this.#counts = kept(this.#counts, new Float64Array(length));
    this.#units = kept(this.#units, new Uint8Array(length));
  }

  #condense(): void {
    do {
      const samples = [...this.samples(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)];
      this.#size = 0;
      // New columns: somebody may still read the old ones.
      this.#resize(BLOCK_CAPACITY);
      for (const { timestamp, value, count, unit } of condensed(samples, this.#cellsPerOctave)) {
        this.#push(timestamp, value, count, this.#indexOf(unit));
      }
      if (this.#size > BLOCK_CAPACITY / 2) this.#cellsPerOctave /= 2;
    } while (this.#size > BLOCK_CAPACITY / 2);
  }
}

/** Samples of the same 10 s and unit with values in the same cell as one each; the extremes stay by themselves. */
function condensed(samples: readonly StoredSample[], cellsPerOctave: number): Iterable<StoredSample> {
  const lowest = Math.min(...samples.map(({ value }) => value));
  const highest = Math.max(...samples.map(({ value }) => value));
  const cells = new Map<string, StoredSample>();
  for (const sample of samples) {
    const { timestamp, value, count, unit } = sample;
    const extreme = value === lowest || value === highest;
    const cell = extreme ? `=${value}` : cellOf(value, cellsPerOctave);
    const key = `${Math.floor(timestamp / MERGE_MS)} ${unit} ${cell}`;
    const same = cells.get(key);
    if (same === undefined) cells.set(key, sample);
    else {
      const together = same.count + count;
      cells.set(key, { ...same, count: together, value: (same.value * same.count + value * count) / together });
    }
  }
  return cells.values();
}

/** Cells grow with the values: each is as wide as the others in percent. */
function cellOf(value: number, cellsPerOctave: number): string {
  if (value === 0) return '0';
  return `${Math.sign(value)}:${Math.floor(Math.log2(Math.abs(value)) * cellsPerOctave)}`;
}
