/**
 * Logs Insights queries over the inference function's log lines: JSON with `level`, `message`, `requestId`, `endpoint`,
 * `latencyMs` and, for a failure, `error.code`. Names are case-sensitive: `latencyMs` is the log line's, `LatencyMs` the
 * embedded metric's.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */

/** Failures that the function logged, and those of the runtime itself, which are no JSON of ours. */
const FAILURES = 'filter level = "ERROR" or @message like /Task timed out|Runtime exited|Runtime.ExitError/';

/** The newest failures, one a line; on the dashboard. */
export const LATEST_ERRORS = [
  'fields @timestamp, requestId, error.code, error.message, message, endpoint, latencyMs',
  FAILURES,
  'sort @timestamp desc',
  'limit 20',
] as const;

/** A query as people find it in the console, in the folder of the deployment. */
export interface SavedQuery {
  readonly name: string;
  readonly lines: readonly string[];
  /** Which log groups it reads. */
  readonly over: 'function' | 'function-and-endpoint';
  /** Values that the console asks for, written `{{name}}` in the query. */
  readonly parameters?: readonly {
    readonly name: string;
    readonly description: string;
    readonly defaultValue: string;
  }[];
}

export const SAVED_QUERIES: readonly SavedQuery[] = [
  {
    name: 'Slowest inferences',
    over: 'function',
    lines: [
      'fields @timestamp, latencyMs, overheadMs, inputBytes, requestId, endpoint, error.code',
      'filter ispresent(latencyMs)',
      'sort latencyMs desc',
      'limit 50',
    ],
  },
  {
    name: 'Errors by cause',
    over: 'function',
    lines: [
      FAILURES,
      'stats count(*) as failures, max(latencyMs) as slowestMs, latest(requestId) as example, max(@timestamp) as lastSeen by error.code',
      'sort failures desc',
    ],
  },
  {
    name: 'One request across function and endpoint',
    over: 'function-and-endpoint',
    lines: [
      'fields @timestamp, @log, level, message, latencyMs, error.code, @message',
      'filter @message like "{{requestId}}"',
      'sort @timestamp asc',
      'limit 200',
    ],
    parameters: [
      {
        name: 'requestId',
        description: 'Request id from the answer, the log line or the record',
        defaultValue: '00000000-0000-0000-0000-000000000000',
      },
    ],
  },
];
