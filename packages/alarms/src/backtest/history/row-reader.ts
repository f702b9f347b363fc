import type { MetricIdentity } from '../../../../alarm-simulator/src/index.ts';
import type { Layout } from './columns.ts';
import { type HistoryRow, SeriesBuilder } from './series-builder.ts';
import { parseTimestamp } from './timestamp.ts';
import type { HistorySeries, SeriesForm, SeriesSettings } from './types.ts';

/** A field as a file has it: text in CSV, a number or text in Parquet; `null` where there is nothing. */
export type Field = string | number | null;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A broken row is told by throwing inside this folder alone: a million rows make no million results. */
export class RowError extends Error {
  readonly code = 'BROKEN_ROW';
}

function numberOf(field: Field | undefined, name: string): number {
  if (typeof field === 'number') {
    if (Number.isFinite(field)) return field;
    throw new RowError(`${name} is ${field}: CloudWatch takes finite numbers only`);
  }
  const text = (field ?? '').trim();
  if (text === '') throw new RowError(`${name} is empty: leave the row out where there is no data`);
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new RowError(`${name} ${JSON.stringify(text)} is no number: write it like 12.5 or 1e3`);
}

function timeOf(field: Field | undefined): number {
  const text = String(field ?? '').trim();
  if (text === '') throw new RowError('timestamp is empty');
  const time = parseTimestamp(text);
  if (time.ok) return time.value;
  throw new RowError(`timestamp ${JSON.stringify(text)} ${time.message}`);
}

function countOf(field: Field | undefined, name: string): number {
  const count = numberOf(field, name);
  if (count > 0) return count;
  throw new RowError(`${name} ${count} is not above 0: leave the row out where there is no data`);
}

/** `Name=Value;Name=Value`; a value may have an equals sign, but no semicolon. */
export function parseDimensions(text: string): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    const separator = part.indexOf('=');
    if (separator < 1) {
      throw new RowError(`dimensions ${JSON.stringify(text)} are not written Name=Value;Name=Value`);
    }
    const name = part.slice(0, separator).trim();
    if (Object.hasOwn(dimensions, name)) throw new RowError(`dimension ${name} stands there twice`);
    dimensions[name] = part.slice(separator + 1).trim();
  }
  return dimensions;
}

interface OpenSeries {
  readonly builder: SeriesBuilder;
  readonly metric: MetricIdentity;
  readonly unit: string | undefined;
}

/** Puts the rows of one file into series: one for each metric and unit that the file names. */
export class RowReader {
  readonly #layout: Layout;
  readonly #settings: SeriesSettings;
  readonly #series = new Map<string, OpenSeries>();
  readonly #row: HistoryRow = { timestamp: 0, value: 0, count: 1, minimum: Number.NaN, maximum: Number.NaN };
  /** Fields that name the metric, mostly the same from row to row. */
  #lastKey: string | undefined;
  #last: OpenSeries | undefined;
  rows = 0;

  constructor(layout: Layout, settings: SeriesSettings) {
    this.#layout = layout;
    this.#settings = settings;
  }

  /** @throws RowError if a field is not what its column says */
  add(fields: readonly Field[]): void {
    const { index, form, width } = this.#layout;
    if (fields.length !== width) throw new RowError(`has ${fields.length} fields instead of ${width}`);
    const row = this.#row;
    row.timestamp = timeOf(fields[index.timestamp ?? -1]);
    if (form === 'values') {
      row.value = numberOf(fields[index.value ?? -1], 'value');
      row.count = index.count === undefined ? 1 : countOf(fields[index.count], 'count');
    } else {
      this.#readSet(fields);
    }
    this.#seriesOf(fields).builder.add(row);
    this.rows++;
  }

  #readSet(fields: readonly Field[]): void {
    const { index } = this.#layout;
    const row = this.#row;
    row.count = countOf(fields[index.sample_count ?? -1], 'sample_count');
    row.value = numberOf(fields[index.sum ?? -1], 'sum');
    row.minimum = numberOf(fields[index.minimum ?? -1], 'minimum');
    row.maximum = numberOf(fields[index.maximum ?? -1], 'maximum');
    if (row.minimum > row.maximum) {
      throw new RowError(`minimum ${row.minimum} is above maximum ${row.maximum}`);
    }
  }

  #seriesOf(fields: readonly Field[]): OpenSeries {
    const { index } = this.#layout;
    const always = index.metric === undefined && index.unit === undefined;
    if (always && this.#last !== undefined) return this.#last;
    const text = (column: number | undefined) => (column === undefined ? '' : String(fields[column] ?? '').trim());
    const key = `${text(index.namespace)}\n${text(index.metric)}\n${text(index.dimensions)}\n${text(index.unit)}`;
    if (this.#last !== undefined && key === this.#lastKey) return this.#last;
    let open = this.#series.get(key);
    if (open === undefined) {
      const unit = text(index.unit);
      open = {
        builder: new SeriesBuilder(),
        metric: this.#metricOf(text(index.namespace), text(index.metric), text(index.dimensions)),
        unit: unit === '' ? this.#settings.unit : unit,
      };
      this.#series.set(key, open);
    }
    this.#lastKey = key;
    this.#last = open;
    return open;
  }

  #metricOf(namespace: string, metricName: string, dimensions: string): MetricIdentity {
    const { metric } = this.#settings;
    if (this.#layout.index.metric === undefined) {
      if (metric === undefined) throw new Error('a file without the column metric was opened without its metric');
      return metric;
    }
    if (namespace === '' || metricName === '') throw new RowError('namespace or metric is empty');
    return { namespace, metricName, dimensions: parseDimensions(dimensions) };
  }

  /** What was read. Nothing may be added afterwards. */
  finish(origin: string): readonly HistorySeries[] {
    const { statistic, period } = this.#settings;
    const form: SeriesForm =
      this.#layout.form === 'sets'
        ? { type: 'sets' }
        : statistic === undefined
          ? { type: 'values' }
          : { type: 'statistic', statistic };
    return [...this.#series.values()].map(({ builder, metric, unit }) => ({
      metric,
      form,
      ...(period === undefined ? {} : { period }),
      ...(unit === undefined ? {} : { unit }),
      columns: builder.columns(unit),
      origin,
    }));
  }
}
