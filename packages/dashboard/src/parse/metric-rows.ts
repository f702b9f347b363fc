import { parseStatistic } from '../../../alarm-simulator/src/index.ts';
import type { MetricRow } from '../model.ts';
import { isObject, ObjectReader, type Problems, shown } from './reader.ts';

/**
 * Rows of `metrics`: `[namespace, name, (dimension name, value)*, {rendering}?]` or `[{expression, …}]`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metrics-Array-Format
 */

/** Metrics of one graph, as CloudWatch limits them. */
export const MAX_ROWS = 500;

/** CloudWatch allows 30 dimensions a metric. */
const MAX_DIMENSIONS = 30;

const DAY = 86_400;

/** Ids of metric math begin with a lowercase letter. */
const ID = /^[a-z][A-Za-z0-9_]*$/;

/** What rows take from their widget, and the dimensions whose values a dashboard variable sets. */
export interface RowDefaults {
  readonly period: number;
  readonly stat: string;
  readonly dimensionValues: ReadonlyMap<string, string>;
}

/**
 * Seconds: 1, 5, 10, 20, 30, 60 or a multiple of 60 (documented); another value is rounded up to the next of them, which
 * CloudWatch would refuse.
 */
export function readPeriod(reader: ObjectReader): number | undefined {
  const period = reader.number('period', { min: 1, max: DAY * 30 });
  if (period === undefined) return undefined;
  const valid = [1, 5, 10, 20, 30].find((each) => period <= each) ?? Math.ceil(period / 60) * 60;
  if (valid !== period) {
    reader.problem('period', `${period} is not 1, 5, 10, 20, 30 or a multiple of 60 seconds: ${valid} is used`);
  }
  return valid;
}

export function readStat(reader: ObjectReader): string | undefined {
  const stat = reader.text('stat');
  if (stat === undefined) return undefined;
  const parsed = parseStatistic(stat);
  if (parsed.ok) return stat;
  reader.problem('stat', parsed.errors[0]?.message ?? `unknown statistic ${shown(stat)}`);
  return undefined;
}

/**
 * Writes the shorthand out: `"."` is the item in the same place of the row before, `"..."` as many items of it as make
 * both rows equally long. Both are documented at the start of a row; `"..."` between other items is *inferred*.
 */
function expand(items: readonly string[], before: readonly string[]): readonly string[] | undefined {
  const gap = items.indexOf('...');
  let written = items;
  if (gap >= 0) {
    const after = items.slice(gap + 1);
    const repeated = before.slice(gap, Math.max(gap, before.length - after.length));
    written = [...items.slice(0, gap), ...repeated, ...after];
  }
  const expanded = written.map((item, place) => (item === '.' ? before[place] : item));
  return expanded.every((item) => item !== undefined) ? expanded : undefined;
}

/** Reads the rows of one widget in order, because each may refer to the one before it. */
export class RowsReader {
  readonly #path: string;
  readonly #problems: Problems;
  readonly #defaults: RowDefaults;
  readonly #ids = new Set<string>();
  #before: readonly string[] = [];

  constructor(path: string, problems: Problems, defaults: RowDefaults) {
    this.#path = path;
    this.#problems = problems;
    this.#defaults = defaults;
  }

  read(rows: readonly unknown[], limit: number): MetricRow[] {
    if (rows.length > limit) {
      this.#problems.add(
        this.#path,
        `${rows.length} rows are more than the ${limit} that can be drawn: the rest is left out`,
      );
    }
    return rows.slice(0, limit).flatMap((row, index) => this.#row(row, index) ?? []);
  }

  #row(row: unknown, index: number): MetricRow | undefined {
    const path = `${this.#path}[${index}]`;
    if (!Array.isArray(row)) {
      this.#problems.add(path, `${shown(row)} is no row: write [namespace, metric name, dimension, value, …, {…}]`);
      return undefined;
    }
    const last: unknown = row.at(-1);
    const rendering = isObject(last) ? last : {};
    const items: readonly unknown[] = isObject(last) ? row.slice(0, -1) : row;
    const reader = new ObjectReader(rendering, `${path}[${items.length}]`, this.#problems);
    const source = items.length === 0 ? this.#expression(reader, path) : this.#metric(items, path);
    return source === undefined ? undefined : this.#rendered(source, reader, index);
  }

  #expression(reader: ObjectReader, path: string): MetricRow['source'] | undefined {
    const text = reader.text('expression');
    if (text !== undefined && text.trim() !== '') return { type: 'expression', text };
    this.#problems.add(path, 'the row names neither a metric nor an expression');
    return undefined;
  }

  #metric(items: readonly unknown[], path: string): MetricRow['source'] | undefined {
    const texts = items.filter((item) => typeof item === 'string');
    if (texts.length < items.length) {
      const place = items.findIndex((item) => typeof item !== 'string');
      this.#problems.add(`${path}[${place}]`, `${shown(items[place])} is not usable here: write text`);
      return undefined;
    }
    const expanded = expand(texts, this.#before);
    if (expanded === undefined) {
      this.#problems.add(path, '"." repeats an item that the row before does not have');
      return undefined;
    }
    const [namespace, metricName, ...pairs] = expanded;
    if (namespace === undefined || metricName === undefined || pairs.length % 2 === 1) {
      this.#problems.add(
        path,
        `${expanded.length} items are no namespace, metric name and pairs of dimension and value`,
      );
      return undefined;
    }
    this.#before = expanded;
    if (pairs.length > 2 * MAX_DIMENSIONS) {
      this.#problems.add(path, `${pairs.length / 2} dimensions are more than ${MAX_DIMENSIONS}`);
      return undefined;
    }
    return { type: 'metric', namespace, metricName, dimensions: this.#dimensions(pairs) };
  }

  #dimensions(pairs: readonly string[]): Record<string, string> {
    const entries: (readonly [string, string])[] = [];
    for (let place = 0; place < pairs.length; place += 2) {
      const name = pairs[place] ?? '';
      entries.push([name, this.#defaults.dimensionValues.get(name) ?? pairs[place + 1] ?? '']);
    }
    // From entries, so that a dimension called __proto__ is one like any other.
    return Object.fromEntries(entries);
  }

  #rendered(source: MetricRow['source'], reader: ObjectReader, index: number): MetricRow {
    const [label, color] = [reader.text('label'), reader.color('color')];
    const [accountId, region] = [reader.text('accountId'), reader.text('region')];
    return {
      id: this.#id(reader) ?? `row-${index}`,
      source,
      ...(label === undefined ? {} : { label }),
      ...(color === undefined ? {} : { color }),
      stat: readStat(reader) ?? this.#defaults.stat,
      period: readPeriod(reader) ?? this.#defaults.period,
      visible: reader.flag('visible') ?? true,
      axis: reader.oneOf('yAxis', ['left', 'right']) ?? 'left',
      ...(accountId === undefined ? {} : { accountId }),
      ...(region === undefined ? {} : { region }),
    };
  }

  #id(reader: ObjectReader): string | undefined {
    const id = reader.text('id');
    if (id === undefined) return undefined;
    if (!ID.test(id)) {
      reader.problem('id', `${shown(id)} is no id: write a lowercase letter, then letters, digits and underscores`);
      return undefined;
    }
    if (this.#ids.has(id)) {
      reader.problem('id', `${shown(id)} is the id of a row above: expressions mean that one`);
      return undefined;
    }
    this.#ids.add(id);
    return id;
  }
}
