import * as z from 'zod';
import { DISTRIBUTION_HINT, parseDistribution } from '../notation/distribution.ts';
import { parseSeries } from '../notation/parse-series.ts';
import { lengthOf, MAX_INTERVALS, type Segment } from '../notation/segment.ts';
import { block, span, text, unionError } from './schema-parts.ts';
import type { TestSeries } from './types.ts';

/** Samples of one interval; more would not make a percentile more meaningful. */
const MAX_SAMPLES = 10_000;
/** Samples of one series: what fits into memory with ease. */
const MAX_SERIES_SAMPLES = 5_000_000;

const NOTATION_HINT = 'write values such as 1+2x5 _x3, or a list of them and of samples';
const COUNT_HINT = `write a whole number from 1 to ${MAX_SAMPLES}`;
const TIMES_HINT = `write for how many intervals, from 1 to ${MAX_INTERVALS}`;
const SAMPLES_HINT = 'write values, or samples such as { n: 40, values: normal(200, 30), times: 10 }';
const NUMBER_HINT = 'write a number';

const notation = z.union([z.string(), z.number()]).transform((value, context): readonly Segment[] => {
  const parsed = parseSeries(String(value));
  if (parsed.ok) return parsed.segments;
  context.issues.push({ code: 'custom', input: value, message: parsed.message });
  return z.NEVER;
});

const distribution = z.string(DISTRIBUTION_HINT).transform((value, context) => {
  const parsed = parseDistribution(value);
  if (parsed.ok) return parsed.distribution;
  context.issues.push({ code: 'custom', input: value, message: parsed.message });
  return z.NEVER;
});

/**
 * To YAML, the comma in `{ n: 40, values: normal(200, 30) }` ends the value: what follows it is a key without a value.
 * Everybody writes it so, and it can mean only one thing.
 */
function joinDistribution(block: unknown): unknown {
  if (typeof block !== 'object' || block === null || !('values' in block)) return block;
  const { values, ...rest } = block;
  if (typeof values !== 'string' || !/^[a-z]+\([^)]*$/.test(values)) return block;
  const tail = Object.entries(rest).find(([key, value]) => value === null && /^[^()]*\)$/.test(key));
  if (tail === undefined) return block;
  return Object.fromEntries([
    ...Object.entries(rest).filter(([key]) => key !== tail[0]),
    ['values', `${values}, ${tail[0]}`],
  ]);
}

const number = z.number(NUMBER_HINT).optional();

/** What an interval holds: samples, or a statistic set. */
const content = z.preprocess(
  joinDistribution,
  block(
    {
      n: z.int(COUNT_HINT).min(1, COUNT_HINT).max(MAX_SAMPLES, COUNT_HINT).optional(),
      values: distribution.optional(),
      sampleCount: z.number(NUMBER_HINT).positive('write a number above 0').optional(),
      sum: number,
      minimum: number,
      maximum: number,
      times: z.int(TIMES_HINT).min(1, TIMES_HINT).max(MAX_INTERVALS, TIMES_HINT).default(1),
    },
    SAMPLES_HINT,
  ).transform(({ n, values, times, sampleCount, sum, minimum, maximum }, context): readonly Segment[] => {
    const fail = (message: string) => {
      context.issues.push({ code: 'custom', input: values, message });
      return z.NEVER;
    };
    const set = [sampleCount, sum, minimum, maximum];
    if (n !== undefined && values !== undefined && set.every((part) => part === undefined)) {
      return [{ type: 'samples', count: n, of: values, length: times }];
    }
    if (n !== undefined || values !== undefined) return fail(SAMPLES_HINT);
    if (sampleCount === undefined || sum === undefined || minimum === undefined || maximum === undefined) {
      return fail('a statistic set has sampleCount, sum, minimum and maximum');
    }
    if (minimum > maximum) return fail('minimum is above maximum');
    return [{ type: 'statistics', set: { sampleCount, sum, minimum, maximum }, length: times }];
  }),
);

const values = z.union(
  [notation, content, z.array(z.union([notation, content], { error: unionError(SAMPLES_HINT) })).min(1, SAMPLES_HINT)],
  { error: unionError(NOTATION_HINT) },
);

const UNIT_HINT = 'write a unit of CloudWatch, for example Milliseconds';
/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html (Unit) */
const SIZES = ['Bytes', 'Bits'].flatMap((name) =>
  ['', 'Kilo', 'Mega', 'Giga', 'Tera'].map((prefix) => (prefix === '' ? name : `${prefix}${name.toLowerCase()}`)),
);
const UNITS: readonly string[] = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'Count/Second', 'None'],
  ...SIZES.flatMap((size) => [size, `${size}/Second`]),
];
const unit = z.string(UNIT_HINT).refine((name) => UNITS.includes(name), { error: UNIT_HINT });

const isSegment = (value: Segment | readonly Segment[]): value is Segment => !Array.isArray(value);

/** One series of a test: a metric, and its values one interval after the other. */
export const seriesSchema = block(
  {
    namespace: text('write a namespace, for example AWS/Lambda').optional(),
    metric: text("write the metric's name, for example Errors").optional(),
    dimensions: z.record(z.string(), text("write the dimension's value as text"), 'write names and values').optional(),
    metricOf: text('write the name of an alarm').optional(),
    id: text("write the id of a metric among the alarm's Metrics").optional(),
    unit: unit.optional(),
    before: span.optional(),
    values,
  },
  'write a series: namespace, metric, dimensions and values',
)
  .refine(({ metricOf, namespace, metric }) => metricOf !== undefined || (namespace && metric), {
    error: 'give namespace and metric, or metricOf with the name of an alarm',
  })
  .refine(
    ({ metricOf, namespace, metric, dimensions }) =>
      metricOf === undefined || (namespace ?? metric ?? dimensions) === undefined,
    { error: 'metricOf names the metric already: leave out namespace, metric and dimensions' },
  )
  .refine(({ metricOf, id }) => metricOf !== undefined || id === undefined, {
    error: 'id is for metricOf: it says which metric of the alarm is meant',
  })
  .transform((value, context): TestSeries => {
    const { namespace = '', metric = '', dimensions = {}, metricOf, id, unit, before = 0, values } = value;
    const segments = values.flatMap((part) => (isSegment(part) ? [part] : part));
    checkSize(segments, context);
    const target =
      metricOf === undefined
        ? ({ type: 'metric', namespace, metric, dimensions } as const)
        : ({ type: 'alarm', alarm: metricOf, ...(id === undefined ? {} : { id }) } as const);
    return { target, segments, before, ...(unit === undefined ? {} : { unit }) };
  });

function checkSize(segments: readonly Segment[], context: z.RefinementCtx): void {
  const count = segments.reduce((sum, part) => sum + part.length * (part.type === 'samples' ? part.count : 1), 0);
  if (lengthOf(segments) <= MAX_INTERVALS && count <= MAX_SERIES_SAMPLES) return;
  const message = `stands for ${lengthOf(segments)} intervals with ${count} samples; write at most ${MAX_INTERVALS} and ${MAX_SERIES_SAMPLES}`;
  context.addIssue({ code: 'custom', path: ['values'], message });
}
