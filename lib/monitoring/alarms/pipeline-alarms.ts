import type { AlarmSpec } from './alarm-spec.ts';
import { AT_ONCE, REPEATED, SUSTAINED } from './rules.ts';

/** Milliseconds that nine of ten inferences must stay below. */
export const LATENCY_THRESHOLD_MS = 2000;
/** Percent of requests that may fail. */
export const ERROR_RATE_THRESHOLD_PERCENT = 5;
/** Share of its timeout that the function may take. */
export const NEAR_TIMEOUT_SHARE = 0.8;

/** Alarms on what the caller sees and on the function: there is no pipeline without these. */
export const PIPELINE_ALARMS: readonly AlarmSpec[] = [
  {
    id: 'highLatency',
    name: 'High-Latency-Alarm',
    title: 'Slow inferences',
    meaning:
      'Callers have been waiting longer than the threshold for their inferences, not once but minute after minute.',
    firstStep:
      'compare LatencyMs with ModelLatency on the dashboard; if only LatencyMs rose, it is retries, throttling or the network.',
    severity: 'critical',
    unit: 'Milliseconds',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...SUSTAINED, threshold: LATENCY_THRESHOLD_MS, statistic: 'p90' }),
    metric: ({ contract }, reading) => contract.latency(reading),
  },
  {
    id: 'inferenceError',
    name: 'Inference-Error-Alarm',
    title: 'Failed inferences',
    meaning: "An inference failed through the system's fault: its caller got a 429, 502, 503 or 504.",
    firstStep: 'read the latest errors on the dashboard; error.code names the cause.',
    severity: 'warning',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...AT_ONCE, threshold: 0, statistic: 'Sum' }),
    metric: ({ contract }, reading) => contract.errors(reading),
  },
  {
    id: 'errorRate',
    name: 'Inference-Error-Rate-Alarm',
    title: 'Share of failed inferences',
    meaning: 'The share of failed inferences has stayed above the threshold: this is no single error.',
    firstStep: 'run the saved query "Errors by cause" over the last 15 minutes.',
    severity: 'critical',
    unit: 'Percent',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...SUSTAINED, threshold: ERROR_RATE_THRESHOLD_PERCENT }),
    metric: ({ contract }, { period }) => contract.errorRate({ period }),
  },
  {
    id: 'noTraffic',
    name: 'No-Traffic-Alarm',
    title: 'No requests',
    meaning: 'No request has reached the endpoint for some time, although this pipeline expects some.',
    firstStep: 'call GET /health, then look whether requests arrive at the API and end there.',
    severity: 'warning',
    unit: 'Count',
    enabledByDefault: false,
    needs: 'function',
    rule: () => ({
      threshold: 1,
      comparison: 'below',
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      statistic: 'SampleCount',
      // Silence is the very thing this alarm is about: minutes without requests have no value at all.
      treatMissingData: 'breaching',
    }),
    metric: ({ contract }, reading) => contract.successes(reading),
  },
  {
    id: 'functionErrors',
    name: 'Function-Errors-Alarm',
    title: 'Function crashes',
    meaning:
      'The inference function keeps ending in an exception, a timeout or a crash: a defect, and the caller gets a 5xx.',
    firstStep: 'search its log group for "Task timed out", "Runtime exited" and "Uncaught".',
    severity: 'critical',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...REPEATED, threshold: 0, statistic: 'Sum' }),
    metric: (watched, reading) => watched.function.errors(reading),
  },
  {
    id: 'functionThrottles',
    name: 'Function-Throttles-Alarm',
    title: 'Function throttled',
    meaning: 'Lambda refuses to run the inference function for want of concurrency; callers get 503.',
    firstStep: "compare the function's concurrency on the dashboard with the account's limit and its reservation.",
    severity: 'critical',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...REPEATED, threshold: 0, statistic: 'Sum' }),
    metric: (watched, reading) => watched.function.throttles(reading),
  },
  {
    id: 'functionNearTimeout',
    name: 'Function-Near-Timeout-Alarm',
    title: 'Function near its timeout',
    meaning: 'The slowest calls take most of the time that the function has: soon they are cut off without an answer.',
    firstStep:
      'run the saved query "Slowest inferences"; see whether the endpoint or the storing of records takes the time.',
    severity: 'warning',
    unit: 'Milliseconds',
    enabledByDefault: true,
    needs: 'function',
    rule: ({ function: { timeout } }) => ({
      ...REPEATED,
      threshold: timeout.toMilliseconds() * NEAR_TIMEOUT_SHARE,
      statistic: 'p99',
    }),
    metric: (watched, reading) => watched.function.duration(reading),
  },
  {
    id: 'persistFailures',
    name: 'Record-Persist-Failure-Alarm',
    title: 'Records not stored at once',
    meaning: 'Predictions are given, but their records cannot be stored at once and go to the record queue.',
    firstStep: 'search the log for "record queued" and "record not stored"; cause says what the table answered.',
    severity: 'warning',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...REPEATED, threshold: 0, statistic: 'Sum' }),
    metric: ({ contract }, reading) => contract.persistFailures(reading),
  },
  {
    id: 'logOnlyRecords',
    name: 'Record-Log-Only-Alarm',
    title: 'Records only in the log',
    meaning:
      'Neither the table nor the record queue took a record: it is in the log and nowhere else, and no program writes it later.',
    firstStep:
      'find out whether table and queue exist; then bring the records back from the lines "record not stored".',
    severity: 'critical',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...AT_ONCE, threshold: 0, statistic: 'Sum' }),
    metric: ({ contract }, reading) => contract.logOnlyRecords(reading),
  },
  {
    id: 'metricFormatErrors',
    name: 'Metric-Format-Errors-Alarm',
    title: 'Metrics lost in the log',
    meaning: 'CloudWatch could not read metrics out of the log lines: the other alarms may be blind.',
    firstStep: 'search the log group for lines with "_aws" and compare them with the embedded metric format.',
    severity: 'warning',
    unit: 'Count',
    enabledByDefault: true,
    needs: 'function',
    rule: () => ({ ...AT_ONCE, threshold: 0 }),
    metric: ({ functionLogs }, { period }) => functionLogs.formatErrors({ period }),
  },
];
