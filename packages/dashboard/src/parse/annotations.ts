import type { HorizontalAnnotation, VerticalAnnotation } from '../model.ts';
import { parseInstant } from '../time.ts';
import { isObject, ObjectReader, shown } from './reader.ts';

/**
 * Lines and bands on a graph. A band is a pair: two objects in an array, of which the first says colour, fill and axis.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Annotation-Format
 */

/** No graph can show more; a body must not fill the memory. */
const MAX_ANNOTATIONS = 100;

const ANY_NUMBER = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

/** One line, or both edges of a band. */
type Edges = readonly [ObjectReader, ObjectReader?];

/** The members of a list as readers; what is neither a line nor a band is said and left out. */
function edgesOf(reader: ObjectReader, key: string): Edges[] {
  const list = reader.list(key) ?? [];
  if (list.length > MAX_ANNOTATIONS) {
    reader.problem(key, `${list.length} annotations are more than ${MAX_ANNOTATIONS}: the rest is left out`);
  }
  return list.slice(0, MAX_ANNOTATIONS).flatMap((item: unknown, index): Edges[] => {
    const path = `${reader.pathOf(key)}[${index}]`;
    const at = (object: Readonly<Record<string, unknown>>, place: string) =>
      new ObjectReader(object, `${path}${place}`, reader.problems);
    if (isObject(item)) return [[at(item, '')]];
    if (Array.isArray(item) && item.length === 2) {
      const [first, second]: readonly unknown[] = item;
      if (isObject(first) && isObject(second)) return [[at(first, '[0]'), at(second, '[1]')]];
    }
    reader.problems.add(
      path,
      `${shown(item)} is no annotation: write {value, …}, or two of them in an array for a band`,
    );
    return [];
  });
}

/** `visible` is true without a value; either edge hides the whole. */
function isVisible([first, second]: Edges): boolean {
  return (first.flag('visible') ?? true) && (second?.flag('visible') ?? true);
}

export function readHorizontal(annotations: ObjectReader): HorizontalAnnotation[] {
  return edgesOf(annotations, 'horizontal').flatMap((edges): HorizontalAnnotation[] => {
    const [first, second] = edges;
    const value = required(first, first.number('value', ANY_NUMBER));
    const to = second && required(second, second.number('value', ANY_NUMBER));
    if (value === undefined || (second !== undefined && to === undefined) || !isVisible(edges)) return [];
    const [label, toLabel, color] = [first.text('label'), second?.text('label'), first.color('color')];
    return [
      {
        value,
        ...(to === undefined ? {} : { to }),
        ...(label === undefined ? {} : { label }),
        ...(toLabel === undefined ? {} : { toLabel }),
        ...(color === undefined ? {} : { color }),
        fill: first.oneOf('fill', ['above', 'below', 'none']) ?? 'none',
        axis: first.oneOf('yAxis', ['left', 'right']) ?? 'left',
      },
    ];
  });
}

export function readVertical(annotations: ObjectReader): VerticalAnnotation[] {
  return edgesOf(annotations, 'vertical').flatMap((edges): VerticalAnnotation[] => {
    const [first, second] = edges;
    const at = instant(first);
    const to = second && instant(second);
    if (at === undefined || (second !== undefined && to === undefined) || !isVisible(edges)) return [];
    const [label, color] = [first.text('label'), first.color('color')];
    return [
      {
        at,
        ...(to === undefined ? {} : { to }),
        ...(label === undefined ? {} : { label }),
        ...(color === undefined ? {} : { color }),
        fill: first.oneOf('fill', ['before', 'after', 'none']) ?? 'none',
      },
    ];
  });
}

function required<T>(reader: ObjectReader, value: T | undefined): T | undefined {
  if (reader.raw('value') === undefined) reader.problem('value', 'is missing: the annotation has no place');
  return value;
}

function instant(reader: ObjectReader): number | undefined {
  const text = required(reader, reader.text('value'));
  const time = text === undefined ? undefined : parseInstant(text);
  if (text !== undefined && time === undefined) {
    reader.problem('value', `${shown(text)} is no time: write an instant such as 2026-01-31T12:00:00Z`);
  }
  return time;
}
