import { describe, expect, it, onTestFinished } from 'vitest';
import { type Json, readStack } from '../../../assembly/test/assembly-builder.ts';
import { createManualClock } from '../../src/clock.ts';
import {
  type Functions,
  type InvocationResult,
  type QueueSource,
  type SourceMessage,
  startEventSources,
} from '../../src/functions/index.ts';
import { deployCode } from './harness.ts';

const QUEUE_ARN = 'arn:aws:sqs:us-east-1:123456789012:jobs';
const SECOND = 1000;

const message = (id: string, body = id): SourceMessage => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body,
  md5OfBody: 'md5',
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
  messageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
});

/** A queue that hands every message over once. */
class TestQueue implements QueueSource {
  readonly waiting: SourceMessage[] = [];
  readonly deleted: string[] = [];
  readonly receives: number[] = [];

  receive(_queueArn: string, max: number): readonly SourceMessage[] {
    this.receives.push(max);
    return this.waiting.splice(0, max);
  }

  delete(_queueArn: string, receiptHandles: readonly string[]): void {
    this.deleted.push(...receiptHandles);
  }
}

const success = (value: unknown): InvocationResult => ({
  status: 'success',
  payload: JSON.stringify(value),
  requestId: 'r',
  durationMs: 1,
  coldStart: false,
});

const FAILED: InvocationResult = {
  status: 'function-error',
  error: { errorType: 'Error', errorMessage: 'x' },
  requestId: 'r',
  durationMs: 1,
  coldStart: false,
};

type Record = { readonly messageId: string; readonly body: string };
type Handler = (records: readonly Record[]) => Promise<InvocationResult> | InvocationResult;

const mapping = (properties: Json): Json => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: QUEUE_ARN, FunctionName: 'worker', ...properties },
});

const start = (properties: Json, functions: Functions, queue: QueueSource) => {
  const clock = createManualClock();
  const assembly = readStack({ Resources: { Mapping: mapping(properties) } });
  const result = startEventSources(assembly, { functions, queues: queue, clock });
  return { clock, result };
};

function prepare(properties: Json, handler: Handler) {
  const queue = new TestQueue();
  const batches: string[][] = [];
  const events: unknown[] = [];
  const functions: Functions = {
    async invoke(_name, event) {
      const { Records } = Object(event);
      events.push(event);
      batches.push(Records.map((record: Record) => record.messageId));
      return handler(Records);
    },
    status: () => [],
    dispose: async () => {},
  };
  const { clock, result } = start(properties, functions, queue);
  if (result.status === 'error') throw new Error(result.message);
  const { sources } = result;
  onTestFinished(() => sources.dispose());
  return { clock, queue, batches, events, sources };
}

const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const failing = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('a batch', () => {
  it('reaches the function in the form of an SQS event', async () => {
    // Prepare
    const { clock, queue, events } = prepare({}, () => success(null));
    queue.waiting.push(message('a', '{"x":1}'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: 'a',
            receiptHandle: 'handle-a',
            body: '{"x":1}',
            attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1' },
            messageAttributes: {
              kind: { stringValue: 'test', stringListValues: [], binaryListValues: [], dataType: 'String' },
            },
            md5OfBody: 'md5',
            eventSource: 'aws:sqs',
            eventSourceARN: QUEUE_ARN,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  it('is deleted when the function succeeds', async () => {
    // Prepare
    const { clock, queue } = prepare({}, () => success('anything'));
    queue.waiting.push(message('a'), message('b'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(queue.deleted).toEqual(['handle-a', 'handle-b']);
  });

  it.each([
    ['fails', FAILED],
    ['is throttled', { status: 'throttled', reason: 'r', message: 'm' }],
    ['is refused', { status: 'rejected', code: 'c', message: 'm' }],
  ] satisfies [string, InvocationResult][])('stays in the queue when the function %s', async (_name, result) => {
    // Prepare
    const { clock, queue } = prepare(REPORTS, () => result);
    queue.waiting.push(message('a'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(queue.deleted).toEqual([]);
  });

  it('holds as many messages as the mapping says, and several are made of many messages', async () => {
    // Prepare
    const { clock, queue, batches } = prepare({ BatchSize: 2 }, () => success(null));
    queue.waiting.push(...['a', 'b', 'c', 'd', 'e'].map((id) => message(id)));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('is received ten messages at a time', async () => {
    // Prepare
    const { clock, queue, batches } = prepare({ BatchSize: 25, MaximumBatchingWindowInSeconds: 1 }, () =>
      success(null),
    );
    queue.waiting.push(...Array.from({ length: 25 }, (_, at) => message(String(at))));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(queue.receives.slice(0, 3)).toEqual([10, 10, 5]);
    expect(batches.map((batch) => batch.length)).toEqual([25]);
  });

  it('is split where it would be larger than an event may be', async () => {
    // Prepare
    const { clock, queue, batches } = prepare({}, () => success(null));
    const body = 'x'.repeat(1024 * 1024);
    queue.waiting.push(...Array.from({ length: 10 }, (_, at) => message(String(at), body)));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(batches.map((batch) => batch.length)).toEqual([5, 5]);
  });
});

describe('ReportBatchItemFailures', () => {
  it.each([
    ['keeps the messages that the function names', failing('b'), ['handle-a', 'handle-c']],
    ['deletes all for an empty list', failing(), ['handle-a', 'handle-b', 'handle-c']],
    ['deletes all for null', null, ['handle-a', 'handle-b', 'handle-c']],
    ['deletes all for an empty object', {}, ['handle-a', 'handle-b', 'handle-c']],
    ['deletes all for a list that is null', { batchItemFailures: null }, ['handle-a', 'handle-b', 'handle-c']],
    ['keeps all for an unknown message', failing('b', 'z'), []],
    ['keeps all for an empty identifier', failing(''), []],
    ['keeps all for an identifier that is null', { batchItemFailures: [{ itemIdentifier: null }] }, []],
    ['keeps all for another key', { batchItemFailures: [{ itemId: 'a' }] }, []],
    ['keeps all for a text', 'done', []],
  ])('%s', async (_name, response, deleted) => {
    // Prepare
    const { clock, queue } = prepare(REPORTS, () => success(response));
    queue.waiting.push(message('a'), message('b'), message('c'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(queue.deleted).toEqual(deleted);
  });

  it('is ignored if the mapping does not ask for it', async () => {
    // Prepare
    const { clock, queue } = prepare({}, () => success(failing('a')));
    queue.waiting.push(message('a'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(queue.deleted).toEqual(['handle-a']);
  });
});

describe('time and concurrency', () => {
  it('polls each virtual second', async () => {
    // Prepare
    const { clock, queue } = prepare({}, () => success(null));

    // Act
    await clock.advance(5 * SECOND);

    // Assess
    expect(queue.receives).toHaveLength(5);
  });

  it('collects for the batching window, in virtual time', async () => {
    // Prepare
    const { clock, queue, batches } = prepare({ MaximumBatchingWindowInSeconds: 5 }, () => success(null));
    queue.waiting.push(message('a'));
    await clock.advance(3 * SECOND);
    queue.waiting.push(message('b'));

    // Act
    await clock.advance(2 * SECOND);
    const before = batches.length;
    await clock.advance(SECOND);

    // Assess
    expect(before).toBe(0);
    expect(batches).toEqual([['a', 'b']]);
  });

  it('hands over a full batch before the window is over', async () => {
    // Prepare
    const { clock, queue, batches } = prepare({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 }, () =>
      success(null),
    );
    queue.waiting.push(message('a'), message('b'));

    // Act
    await clock.advance(SECOND);

    // Assess
    expect(batches).toEqual([['a', 'b']]);
  });

  it.each([
    ['five batches', {}, 5],
    ['as many as the mapping allows', { ScalingConfig: { MaximumConcurrency: 2 } }, 2],
  ])('handles %s at once and leaves the rest in the queue', async (_name, properties, expected) => {
    // Prepare
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { clock, queue, batches } = prepare({ BatchSize: 1, ...properties }, async () => {
      await held;
      return success(null);
    });
    queue.waiting.push(...Array.from({ length: 8 }, (_, at) => message(String(at))));

    // Act
    await clock.advance(3 * SECOND);
    const meanwhile = batches.length;
    release();
    await clock.advance(5 * SECOND);

    // Assess
    expect(meanwhile).toBe(expected);
    expect(queue.deleted).toHaveLength(8);
  });

  it('stops with dispose, after what is being handled', async () => {
    // Prepare
    const { clock, queue, sources } = prepare({}, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return success(null);
    });
    queue.waiting.push(message('a'));
    await clock.advance(SECOND);

    // Act
    await sources.dispose();
    const polls = queue.receives.length;
    await clock.advance(10 * SECOND);

    // Assess
    expect(queue.deleted).toEqual(['handle-a']);
    expect(queue.receives).toHaveLength(polls);
  });

  it('is switched off with the mapping', async () => {
    // Prepare
    const { clock, queue } = prepare({ Enabled: false }, () => success(null));

    // Act
    await clock.advance(5 * SECOND);

    // Assess
    expect(queue.receives).toEqual([]);
  });
});

describe('a mapping that is not emulated', () => {
  const functions: Functions = { invoke: async () => FAILED, status: () => [], dispose: async () => {} };

  it.each([
    [
      'a stream',
      { EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/x' },
      'the preview emulates queues as event sources, not arn:aws:dynamodb:',
    ],
    ['a filter', { FilterCriteria: { Filters: [] } }, 'the preview does not emulate FilterCriteria'],
    ['a strange batch size', { BatchSize: 0 }, 'Properties.BatchSize: Too small'],
  ])('because of %s is named', (_name, properties, expected) => {
    // Act
    const { result } = start(properties, functions, new TestQueue());

    // Assess
    if (result.status === 'success') expect.fail('it started');
    expect(result.message).toContain('stack App, resource Mapping (AWS::Lambda::EventSourceMapping)');
    expect(result.message).toContain(expected);
  });
});

describe('a real function', () => {
  it('keeps the message that it reports', async () => {
    // Prepare
    const code = `exports.handler = async ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
    });`;
    const { functions } = deployCode(code);
    const queue = new TestQueue();
    queue.waiting.push(message('a', 'good'), message('b', 'bad'));
    const { clock, result } = start({ ...REPORTS, FunctionName: 'under-test' }, functions, queue);
    if (result.status === 'error') throw new Error(result.message);

    // Act
    await clock.advance(SECOND);
    await result.sources.dispose();

    // Assess
    expect(queue.deleted).toEqual(['handle-a']);
  });
});
