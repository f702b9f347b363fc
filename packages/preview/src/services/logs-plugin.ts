import type { LogStore } from '../observability/log-store.ts';
import type { LogEvent } from '../observability/types.ts';
import type { Clock, ServicePlugin } from '../types.ts';
import { fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { number, objects, text } from './template.ts';

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

const toWire = ({ timestamp, message }: LogEvent): JsonObject => ({
  timestamp: Math.floor(timestamp),
  ingestionTime: Math.floor(timestamp),
  message,
});

const missing = (parameter: string): OperationResult =>
  fail(400, 'InvalidParameterException', `the parameter ${parameter} is required`);

const noSuchGroup = (): OperationResult =>
  fail(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
