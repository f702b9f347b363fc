/** One setting that the profile leaves out, and what is taken for it. */
export interface Assumption {
  /** As written in a profile, for example `model.latencyMs`. */
  readonly setting: string;
  readonly value: number;
  readonly why: string;
}

const MEASURED = 'measured with the sample model and one row of its data, 2026-11-21';

/**
 * What is taken for a setting that a profile leaves out. Sizes are those of this project's function with its sample
 * model; another application has others, so the output lists each one that was used.
 */
export const DEFAULTS = {
  'traffic.errorShare': [0, 'no errors'],
  'traffic.idempotencyShare': [0, 'no request has an Idempotency-Key; with one, the record is written twice'],
  'traffic.readsPerRequest': [0, 'nobody reads records by the API'],
  'payload.requestBytes': [145, MEASURED],
  'payload.responseBytes': [247, MEASURED],
  'model.latencyMs': [50, 'no measurement: give your own'],
  'function.overheadMs': [2, 'measured on a laptop with services on loopback (README); higher on AWS'],
  'record.bytes': [592, MEASURED],
  'record.unstoredShare': [0, 'the table takes each record at once'],
  'logs.functionBytes': [793, MEASURED],
  'logs.errorBytes': [0, 'the line of a failed inference is as long as that of a successful one'],
  'logs.metricBytes': [527, MEASURED],
  'logs.storedShare': [0.2, "AWS's pricing example: 30 GB of logs compress to 6 GB"],
  'logs.insightsGb': [0, 'nobody queries logs'],
  'metrics.callMs': [0, 'the time of a PutMetricData call is not known: give your own'],
  'alarms.notifications': [20, 'no measurement: e-mails depend on what happens'],
  'month.hours': [730, "as AWS's calculator"],
  'month.sinceStart': [12, 'what is kept for good is priced as it is in the twelfth month'],
} as const satisfies Readonly<Record<string, readonly [value: number, why: string]>>;

export type DefaultedSetting = keyof typeof DEFAULTS;
