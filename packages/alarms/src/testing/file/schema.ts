import * as z from 'zod';
import { expectationSchema } from './expectation-schema.ts';
import { block, instant, span, text } from './schema-parts.ts';
import { seriesSchema } from './series-schema.ts';
import type { AlarmExpectation, AlarmTest, AlarmTestFile } from './types.ts';

/** Monday noon in a week without a change of clocks: where a test does not say, its start does not matter. */
export const DEFAULT_START = Date.UTC(2025, 0, 13, 12);
export const DEFAULT_INTERVAL = 60_000;
const DEFAULT_SEED = 1;

const interval = span.refine((milliseconds) => milliseconds % 1000 === 0, { error: 'write whole seconds' });

const test = block(
  {
    name: text('write what is tested, for example "fires when the model is slow"'),
    start: instant.optional(),
    interval: interval.optional(),
    duration: span.optional(),
    series: z.array(seriesSchema, 'write a list of series').default([]),
    expect: z.record(z.string(), expectationSchema, 'write the names of alarms, each with what it must do'),
  },
  'write a test: name, series and expect',
)
  .refine(({ expect }) => Object.keys(expect).length > 0, { error: 'expects nothing; name at least one alarm' })
  .transform(
    ({ expect, ...rest }): AlarmTest => ({
      ...rest,
      expect: Object.entries(expect).map(([alarm, value]): AlarmExpectation => ({ alarm, ...value })),
    }),
  );

const metricName = block(
  { namespace: text('write a namespace'), metric: text("write the metric's name") },
  'write a metric, for example { namespace: AWS/Lambda, metric: Errors }',
);

/** A file of alarm tests. Everything is checked before anything runs. */
export const testFileSchema = block(
  {
    template: text('write the path of a cdk.out or a template, relative to this file').optional(),
    start: instant.default(DEFAULT_START),
    interval: interval.default(DEFAULT_INTERVAL),
    seed: z.int('write a whole number').default(DEFAULT_SEED),
    nonNegative: z.array(metricName, 'write a list of { namespace, metric }').default([]),
    tests: z.array(test, 'write a list of tests').min(1, 'write at least one test'),
  },
  'write tests: a list under "tests"',
).superRefine(({ tests }, context) => {
  const seen = new Set<string>();
  tests.forEach(({ name }, index) => {
    if (seen.has(name)) {
      context.addIssue({ code: 'custom', path: ['tests', index, 'name'], message: 'give each test its own name' });
    }
    seen.add(name);
  });
}) satisfies z.ZodType<AlarmTestFile>;
