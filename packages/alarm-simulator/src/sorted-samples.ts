/** Up to so many entries are moved one by one, which is quicker than asking for it. */
const FEW = 24;

/** In more than so many, two moves at once are quicker than a move of what lies between, one by one. */
const SOME = 256;

function isBefore(value: number, count: number, other: number, otherCount: number): boolean {
  return value < other || (value === other && count < otherCount);
}

/**
 * Values with their counts in ascending order, kept so while a window slides over them. Equal values are ordered by
 * their counts, so that what is computed from them does not depend on the order of arrival, to the last bit.
 */
export class SortedSamples {
  values = new Float64Array(16);
  counts = new Float64Array(16);
  length = 0;
  /** How many entries have a count other than 1: while there are none, the rank of a value is its place. */
  #uneven = 0;

  get even(): boolean {
    return this.#uneven === 0;
  }

  /** Sum of the counts, added up anew so that a window that slid here has the same sum as one that began here. */
  get total(): number {
    if (this.#uneven === 0) return this.length;
    let total = 0;
    for (let index = 0; index < this.length; index++) total += this.counts[index] ?? 0;
    return total;
  }

  clear(): void {
    this.length = 0;
    this.#uneven = 0;
  }

  add(value: number, count: number): void {
    if (this.length === this.values.length) this.#grow();
    const { values, counts, length } = this;
    let place = length;
    if (length <= FEW) {
      for (; place > 0 && isBefore(value, count, values[place - 1] ?? 0, counts[place - 1] ?? 0); place--) {
        values[place] = values[place - 1] ?? 0;
        counts[place] = counts[place - 1] ?? 0;
      }
    } else {
      place = this.#find(value, count);
      values.copyWithin(place + 1, place, length);
      counts.copyWithin(place + 1, place, length);
    }
    values[place] = value;
    counts[place] = count;
    this.length = length + 1;
    if (count !== 1) this.#uneven++;
  }

  /** Takes out one entry that was added with this value and count. */
  remove(value: number, count: number): void {
    const { values, counts } = this;
    const last = this.length - 1;
    if (last <= FEW) {
      let place = 0;
      while (place < last && isBefore(values[place] ?? 0, counts[place] ?? 0, value, count)) place++;
      for (; place < last; place++) {
        values[place] = values[place + 1] ?? 0;
        counts[place] = counts[place + 1] ?? 0;
      }
    } else {
      const place = this.#find(value, count);
      values.copyWithin(place, place + 1, this.length);
      counts.copyWithin(place, place + 1, this.length);
    }
    this.length = last;
    if (count !== 1) this.#uneven--;
  }

  /** Takes out one entry and adds another: what lies between their places moves by one. */
  replace(value: number, count: number, next: number, nextCount: number): void {
    if (this.length > SOME) {
      this.remove(value, count);
      this.add(next, nextCount);
      return;
    }
    const { values, counts } = this;
    const last = this.length - 1;
    let place = last > FEW ? this.#find(value, count) : 0;
    while (place < last && isBefore(values[place] ?? 0, counts[place] ?? 0, value, count)) place++;
    for (; place < last && isBefore(values[place + 1] ?? 0, counts[place + 1] ?? 0, next, nextCount); place++) {
      values[place] = values[place + 1] ?? 0;
      counts[place] = counts[place + 1] ?? 0;
    }
    for (; place > 0 && isBefore(next, nextCount, values[place - 1] ?? 0, counts[place - 1] ?? 0); place--) {
      values[place] = values[place - 1] ?? 0;
      counts[place] = counts[place - 1] ?? 0;
    }
    values[place] = next;
    counts[place] = nextCount;
    this.#uneven += (nextCount === 1 ? 0 : 1) - (count === 1 ? 0 : 1);
  }

  /** The first place whose entry is not smaller than (value, count). */
  #find(value: number, count: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.values[middle] ?? 0, this.counts[middle] ?? 0, value, count)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const values = new Float64Array(this.values.length * 2);
    values.set(this.values);
    const counts = new Float64Array(values.length);
    counts.set(this.counts);
    this.values = values;
    this.counts = counts;
  }
}
