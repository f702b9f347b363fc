import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { parseStatistic } from '../../../../alarm-simulator/src/index.ts';
import { readYamlFile } from '../../../../cli/src/yaml-file.ts';

const name = z.string({ error: 'write a name' }).min(1, { error: 'write a name' });

const statistic = z.string({ error: 'write a statistic such as Average' }).check((context) => {
  const parsed = parseStatistic(context.value);
  if (!parsed.ok) {
    const message = parsed.errors.map((problem) => problem.message).join('; ');
    context.issues.push({ code: 'custom', message, input: context.value });
  }
});

const period = z.int({ error: 'write whole seconds, for example 300' }).check((context) => {
  const seconds = context.value;
  if ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return;
  context.issues.push({ code: 'custom', message: 'write 1, 5, 10, 20, 30 or a multiple of 60', input: seconds });
});

const entrySchema = z
  .strictObject(
    {
      file: name,
      alarm: name.optional(),
      namespace: name.optional(),
      metric: name.optional(),
      dimensions: z.record(name, name, { error: 'write Name: value lines' }).optional(),
      unit: name.optional(),
      statistic: statistic.optional(),
      period: period.optional(),
    },
    { error: 'write an entry with file and, unless its columns say, alarm or namespace and metric' },
  )
  .check((context) => {
    const { alarm, namespace, metric, dimensions, statistic: one, period: seconds } = context.value;
    const refuse = (key: string, message: string) =>
      context.issues.push({ code: 'custom', path: [key], message, input: context.value });
    if (alarm !== undefined && (namespace ?? metric ?? dimensions) !== undefined) {
      refuse('alarm', 'stands beside namespace, metric or dimensions: keep one way to name the metric');
    }
    if ((namespace === undefined) !== (metric === undefined))
      refuse('metric', 'write namespace and metric, or neither');
    if (dimensions !== undefined && metric === undefined) refuse('dimensions', 'write namespace and metric too');
    if (one !== undefined && seconds === undefined) {
      refuse('period', 'write how many seconds each value sums up, since statistic says that it does');
    }
  });

const fileSchema = z.strictObject(
  { series: z.array(entrySchema, { error: 'write a list of files' }).min(1, { error: 'write at least one file' }) },
  { error: 'write series' },
);

/** One file of a mapping, its path relative to the mapping already joined. */
export interface MappingEntry extends Omit<z.output<typeof entrySchema>, 'file'> {
  readonly file: string;
  /** `mapping.yaml:line:column`, for messages. */
  readonly place: string;
}

export type MappingResult =
  | { readonly status: 'success'; readonly entries: readonly MappingEntry[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Reads a mapping: which file holds the history of which metric. */
export function readMapping(path: string): MappingResult {
  const result = readYamlFile(path, fileSchema, { hint: 'give the path of a mapping, see docs/backtest.md' });
  if (result.status === 'error') return result;
  const entries = result.value.series.map((entry, index) => ({
    ...entry,
    file: isAbsolute(entry.file) ? entry.file : join(dirname(path), entry.file),
    place: result.locate(['series', index, 'file']),
  }));
  return { status: 'success', entries };
}
