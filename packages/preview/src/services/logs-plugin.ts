import type { LogStore } from '../observability/log-store.ts';
import type { LogEvent } from '../observability/types.ts';
import type { Clock, ServicePlugin } from '../types.ts';
import { fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { list, number, objects, text } from './template.ts';

interface LogsDependencies {
  readonly clock: Clock;
  readonly logs: LogStore;
}

const MAX_EVENTS = 10_000;

/**
 * Amazon CloudWatch Logs: writing of events, and reading of the newest ones. Streams need not be created first, and
 * event times are mapped into virtual time.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
export function createLogsPlugin({ clock, logs }: LogsDependencies): ServicePlugin {
  return rpcPlugin('logs', {
    CreateLogGroup: (input) => {
      const name = text(input.logGroupName);
      if (name === undefined) return missing('logGroupName');
      if (logs.createGroup(name)) return succeed();
      return fail(400, 'ResourceAlreadyExistsException', 'The specified log group already exists');
    },
    CreateLogStream: (input) => (text(input.logStreamName) === undefined ? missing('logStreamName') : succeed()),
    PutLogEvents: (input) => putLogEvents(input, clock, logs),
    DescribeLogGroups: (input) => {
      const prefix = text(input.logGroupNamePrefix) ?? '';
      const names = logs.groups.filter((name) => name.startsWith(prefix));
      return succeed({ logGroups: names.map((logGroupName) => ({ logGroupName })) });
    },
    FilterLogEvents: (input) => filterLogEvents(input, clock, logs),
    GetLogEvents: (input) => {
      const logGroup = text(input.logGroupName);
      const logStream = text(input.logStreamName);
      if (logGroup === undefined || !logs.groups.includes(logGroup)) return noSuchGroup();
      const events = logs.read({ logGroup, logStream, limit: number(input.limit) ?? MAX_EVENTS });
      return succeed({ events: events.map(toWire) });
    },
  });
}

function putLogEvents(input: JsonObject, clock: Clock, logs: LogStore): OperationResult {
  const logGroup = text(input.logGroupName);
  const logStream = text(input.logStreamName);
  if (logGroup === undefined) return missing('logGroupName');
  if (logStream === undefined) return missing('logStreamName');
  const events = objects(input.logEvents);
  if (events.length === 0 || events.length > MAX_EVENTS) {
    return fail(
      400,
      'InvalidParameterException',
      `Log events in a single PutLogEvents request must number 1 to ${MAX_EVENTS}.`,
    );
  }
  for (const { timestamp, message } of events) {
    logs.write(logGroup, logStream, clock.toVirtual(number(timestamp) ?? Date.now()), text(message) ?? '');
  }
  return succeed({ nextSequenceToken: '0' });
}

/**
 * Events in order of time, with a filter pattern of terms and of phrases in quotes; of those with a question mark one is
 * enough. AWS is said to ignore these beside others (undocumented here), so that nothing should mix them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function filterLogEvents(input: JsonObject, clock: Clock, logs: LogStore): OperationResult {
  const logGroup = text(input.logGroupName);
  if (logGroup === undefined || !logs.groups.includes(logGroup)) return noSuchGroup();
  const terms = readTerms(text(input.filterPattern) ?? '');
  if (!terms) {
    const message = 'the preview filters by terms and by phrases in quotes; it reads no other filter pattern';
    return fail(400, 'InvalidParameterException', message);
  }
  const streamPrefix = text(input.logStreamNamePrefix) ?? '';
  const streams = list(input.logStreamNames).map(String);
  const from = bound(input.startTime, Number.NEGATIVE_INFINITY, clock);
  const to = bound(input.endTime, Number.POSITIVE_INFINITY, clock);
  const matching = logs.read({ logGroup, limit: Number.POSITIVE_INFINITY }).filter((event) => {
    if (event.timestamp < from || event.timestamp > to || !event.logStream.startsWith(streamPrefix)) return false;
    if (streams.length > 0 && !streams.includes(event.logStream)) return false;
    return matches(event.message, terms);
  });
  const start = Number(text(input.nextToken) ?? 0);
  const end = start + Math.min(number(input.limit) ?? MAX_EVENTS, MAX_EVENTS);
  const events = matching.slice(start, end).map((event, index) => ({
    ...toWire(event),
    logStreamName: event.logStream,
    eventId: String(start + index).padStart(56, '0'),
  }));
  return succeed({ events, searchedLogStreams: [], ...(end < matching.length ? { nextToken: String(end) } : {}) });
}

/** Real milliseconds, as they are in requests, in virtual time. */
function bound(value: unknown, otherwise: number, clock: Clock): number {
  const realMs = number(value);
  return realMs === undefined ? otherwise : clock.toVirtual(realMs);
}

interface Terms {
  /** All of them must occur. */
  readonly all: readonly string[];
  /** One of them must occur, if there are any. */
  readonly some: readonly string[];
}

const matches = (message: string, { all, some }: Terms): boolean =>
  all.every((term) => message.includes(term)) && (some.length === 0 || some.some((term) => message.includes(term)));

/** Undefined for a pattern that is more than terms: JSON, columns, excluded terms, regular expressions. */
function readTerms(pattern: string): Terms | undefined {
  if (/(?:^|\s)[[{%-]/.test(pattern.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))) return undefined;
  const all: string[] = [];
  const some: string[] = [];
  for (const [, optional, phrase, word] of pattern.matchAll(/(\??)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const term = phrase === undefined ? (word ?? '') : phrase.replaceAll('\\"', '"');
    (optional === '?' ? some : all).push(term);
  }
  return { all, some };
}

const toWire = ({ timestamp, message }: LogEvent): JsonObject => ({
  timestamp: Math.floor(timestamp),
  ingestionTime: Math.floor(timestamp),
  message,
});

const missing = (parameter: string): OperationResult =>
  fail(400, 'InvalidParameterException', `the parameter ${parameter} is required`);

const noSuchGroup = (): OperationResult =>
  fail(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
