/**
 * Boundaries of periods on the clock of a time zone: whole minutes, five minutes, hours, days and weeks.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */

const MINUTE = 60_000;
const WEEK = 604_800_000;
/** Monday 5 January 1970. AWS does not say on which day its calendar week starts (*undocumented*). */
const MONDAY = 4 * 86_400_000;
/** No time zone changes its offset off a quarter of an hour. */
const QUARTER = 15 * MINUTE;

const OFFSET = /^(?:UTC)?([+-])(\d{2}):(\d{2})$/;

type OffsetAt = (time: number) => number;

function ianaOffset(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER) * QUARTER;
    let offset = known.get(quarter);
    if (offset === undefined) {
      const parts = new Map(format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      const date = [part('year'), part('month') - 1, part('day')] as const;
      offset = Date.UTC(...date, part('hour'), part('minute'), part('second')) - quarter;
      known.set(quarter, offset);
    }
    return offset;
  };
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function offsetOf(timeZone: string): OffsetAt {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? [];
  if (sign === undefined) return ianaOffset(timeZone);
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return () => offset;
}

export class WallClock {
  readonly #offsetAt: OffsetAt;
  /** Milliseconds. */
  readonly #length: number;
  readonly #anchor: number;

  /**
   * @param timeZone an IANA name, `+05:30`, or `UTC+05:30`
   * @param period seconds: 60, 300, 3600, 86400 or 604800
   * @throws RangeError if there is no such time zone
   */
  constructor(timeZone: string, period: number) {
    this.#offsetAt = offsetOf(timeZone);
    this.#length = period * 1000;
    this.#anchor = this.#length === WEEK ? MONDAY : 0;
  }

  /** The newest boundary at or before an instant. */
  boundary(time: number): number {
    const offset = this.#offsetAt(time);
    const local = Math.floor((time + offset - this.#anchor) / this.#length) * this.#length + this.#anchor;
    const guess = local - offset;
    const offsetThere = this.#offsetAt(guess);
    if (offsetThere === offset) return guess;
    // The clocks changed since. A midnight that they skipped is the instant at which they did.
    return Math.min(local - offsetThere, time);
  }

  /** Starts of the newest `count` periods that end at a boundary, oldest first. A day may have 23 or 25 hours. */
  starts(end: number, count: number): number[] {
    const starts: number[] = [];
    for (let at = end; starts.length < count; ) {
      at = this.boundary(at - 1);
      starts.push(at);
    }
    return starts.reverse();
  }
}
