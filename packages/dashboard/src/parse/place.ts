import type { Place } from '../model.ts';
import type { ObjectReader } from './reader.ts';

/**
 * The grid of 24 columns. `width` and `height` are 6 without a value (documented).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Widgets-Structure
 */
export const COLUMNS = 24;
const DEFAULT_SIZE = 6;
const MAX_HEIGHT = 1000;
/** The page allows "any integer, 0 or higher"; a page of a million rows would be no use to anybody. */
const MAX_ROW = 100_000;

/**
 * Places widgets. One without `x` and `y` comes to "the next available position" (documented); which one that is AWS does
 * not say: here from left to right behind the widget before it, and in a new row below everything when it does not fit
 * (*inferred*). With only one of the two, the other is that of this position (*inferred*).
 */
export class Grid {
  #nextX = 0;
  #rowY = 0;
  #bottom = 0;

  place(reader: ObjectReader, index: number): Place {
    const width = reader.number('width', { min: 1, max: COLUMNS, whole: true }) ?? DEFAULT_SIZE;
    const height = reader.number('height', { min: 1, max: MAX_HEIGHT, whole: true }) ?? DEFAULT_SIZE;
    const givenX = reader.number('x', { min: 0, max: COLUMNS - 1, whole: true });
    const givenY = reader.number('y', { min: 0, max: MAX_ROW, whole: true });
    if (givenX === undefined && givenY === undefined && this.#nextX + width > COLUMNS) {
      this.#nextX = 0;
      this.#rowY = this.#bottom;
    }
    const wantedX = givenX ?? Math.min(this.#nextX, COLUMNS - width);
    const x = Math.min(wantedX, COLUMNS - width);
    if (x !== wantedX) {
      reader.problem('x', `${wantedX} with a width of ${width} is outside the ${COLUMNS} columns: ${x} is used`);
    }
    const y = givenY ?? this.#rowY;
    this.#nextX = x + width;
    this.#rowY = y;
    this.#bottom = Math.max(this.#bottom, y + height);
    return { index, x, y, width, height };
  }
}
