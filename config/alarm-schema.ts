import * as z from 'zod';
import { MISSING_DATA_TREATMENTS, SEVERITIES, STATISTIC_PATTERN } from '../lib/monitoring/alarm-ids.ts';
import { text } from './text.ts';

/**
 * Limits of an alarm's window.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (EvaluationPeriods)
 */
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;

/**
 * CloudWatch takes 10, 20 and 30 seconds too, but only metrics of high resolution have values that often, and neither
 * ours nor those of the AWS services are: such an alarm would mostly see no data.
 */
const period = z
  .int()
  .positive()
  .refine((value) => value % 60 === 0, {
    error: 'write a multiple of 60 seconds; the metrics have one value a minute',
  });

interface Window {
  readonly period?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
}

/** What can be said of a window without the alarm's own defaults; monitoring checks the whole rule again. */
function windowProblem(window: Window): { readonly key: keyof Window; readonly message: string } | undefined {
  const { period: seconds, evaluationPeriods: n, datapointsToAlarm: m } = window;
  if (n === undefined) return undefined;
  if (m !== undefined && m > n) {
    return { key: 'datapointsToAlarm', message: `write at most evaluationPeriods, which is ${n}` };
  }
  if (seconds === undefined) return undefined;
  const longest = seconds < HOUR_SECONDS ? DAY_SECONDS : WEEK_SECONDS;
  if (seconds * n <= longest) return undefined;
  return {
    key: 'evaluationPeriods',
    message: `write at most ${Math.floor(longest / seconds)}; CloudWatch looks back ${longest} seconds with a period of ${seconds}`,
  };
}

/** What a user may change on one alarm. */
export const alarm = z
  .strictObject({
    enabled: z.boolean().optional(),
    /** In the alarm's unit. */
    threshold: z.number().optional(),
    /** Seconds. */
    period: period.optional(),
    /** N: how many periods are looked at. */
    evaluationPeriods: z.int().positive().optional(),
    /** M: how many of them must breach; at most N. */
    datapointsToAlarm: z.int().positive().optional(),
    statistic: text(
      STATISTIC_PATTERN,
      'write a CloudWatch statistic such as Average, Sum, Maximum, p90 or tm99',
    ).optional(),
    treatMissingData: z.enum(MISSING_DATA_TREATMENTS).optional(),
    severity: z.enum(SEVERITIES).optional(),
  })
  .superRefine((value, context) => {
    const problem = windowProblem(value);
    if (problem !== undefined)
      context.addIssue({ code: 'custom', path: [problem.key], input: value[problem.key], message: problem.message });
  });
