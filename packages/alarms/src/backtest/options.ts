/** What `inferwatch alarms backtest` is asked for. Times are milliseconds since the epoch, durations milliseconds. */
export interface AlarmsBacktestOptions {
  /** A `cdk.out`, a template, or the JSON of `DescribeAlarms`. @default - the application is synthesised */
  readonly app?: string;
  /** Settings for the synthesis (`-c key=value`). */
  readonly context: Readonly<Record<string, string>>;
  /** CSV, Parquet and mapping files. One of this and `cloudwatch` is given, not both. */
  readonly history?: readonly string[];
  /** Name of the alarm whose metric the files without metric columns hold. */
  readonly metric?: string;
  /** Read the history from CloudWatch. @default false */
  readonly cloudwatch?: boolean;
  /** @default - as the AWS SDK finds it */
  readonly region?: string;
  /** Address of an emulator or of the preview. @default - AWS */
  readonly endpointUrl?: string;
  /** Folder for what was read from CloudWatch; `false` keeps nothing. @default - the user's cache folder */
  readonly cache?: string | false;
  /** @default - the history; for CloudWatch, 14 days before `to` */
  readonly from?: number;
  /** @default - the history; for CloudWatch, now */
  readonly to?: number;
  /** Names of alarms to tell of. @default - all */
  readonly alarm?: readonly string[];
  /** File with incidents. @default - none are known */
  readonly incidents?: string;
  /** Before the start and after the end of an incident. @default 15 minutes */
  readonly tolerance?: number;
  /** After the end of an incident, whose effects may come late. @default - as `tolerance` */
  readonly after?: number;
  /** An alarm flaps if it goes into ALARM three times within this. @default 1 hour */
  readonly flappingWindow?: number;
  /** Tries other thresholds and other M out of N. @default false */
  readonly sweep?: boolean;
  /** False alarms a week that the recommended setting may cost. @default 1 */
  readonly maxFalseAlarms?: number;
  /** Writes the result as JSON: `true` or `-` to standard output, other text to that file. */
  readonly json?: true | string;
  /** File that takes the report as a page. */
  readonly html?: string;
}

/** One false alarm a week is what a person on call bears. */
export const DEFAULT_MAX_FALSE_ALARMS = 1;

/** Milliseconds that are read from CloudWatch unless told otherwise: so long it keeps minutes. */
export const DEFAULT_CLOUDWATCH_SPAN_MS = 14 * 24 * 3_600_000;
