import { describe, expect, it } from 'vitest';
import type { ResolvedAssembly, ResolvedResource } from '../../../assembly/src/index.ts';
import { createManualClock } from '../../src/clock.ts';
import { RecordFinder } from '../../src/preview/records.ts';
import type { DynamoItem, QueueApi, TableApi } from '../../src/services/index.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:records';
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead';

const resource = (type: string, physicalId: string, properties: Record<string, unknown>): ResolvedResource => ({
  stack: 'Stack',
  logicalId: physicalId,
  type,
  physicalId,
  arn: '',
  properties,
});

const key = (name: string) => ({ KeySchema: [{ AttributeName: name, KeyType: 'HASH' }] });
const RESOURCES = [
  resource('AWS::DynamoDB::Table', 'results', key('requestId')),
  resource('AWS::DynamoDB::Table', 'other', key('customer')),
  resource('AWS::SQS::Queue', 'records', { RedrivePolicy: { deadLetterTargetArn: DEAD, maxReceiveCount: 3 } }),
  resource('AWS::SQS::Queue', 'dead', {}),
];

const record = (id: string, status = 'SUCCEEDED'): DynamoItem => ({ requestId: { S: id }, status: { S: status } });

function setUp(items: Record<string, DynamoItem[]>, messages: Record<string, string[]> = {}) {
  const assembly: ResolvedAssembly = {
    directory: '/',
    account: '123456789012',
    region: 'us-east-1',
    stacks: [],
    resources: RESOURCES,
    ofType: (type) => RESOURCES.filter((it) => it.type === type),
    output: () => undefined,
  };
  const tables: TableApi = {
    names: Object.keys(items),
    scanAll: async (name) => items[name] ?? [],
    count: async (name) => items[name]?.length ?? 0,
  };
  const queues: QueueApi = {
    arns: [QUEUE, DEAD],
    receive: () => [],
    delete: () => {},
    send: () => '',
    offer: () => {},
    counts: (arn) => ({ visible: messages[arn]?.length ?? 0, inFlight: 0, delayed: 0 }),
    bodies: (arn) => messages[arn] ?? [],
  };
  return new RecordFinder(assembly, tables, queues);
}

describe('records', () => {
  it('are looked for in the tables with their key, and a claim is none', async () => {
    const finder = setUp({
      results: [record('a'), record('b', 'FAILED'), record('c', 'IN_PROGRESS')],
      other: [record('x')],
    });

    const counts = await finder.reconcile(new Set(['a', 'b', 'c']), 0);

    expect(counts).toMatchObject({ stored: 2, pending: 0, lost: 1, lostIds: ['c'] });
  });

  it('wait in queues and in dead-letter queues', async () => {
    const finder = setUp(
      { results: [] },
      { [QUEUE]: ['{"requestId":"a"}', 'not JSON', '{"other":1}'], [DEAD]: ['{"requestId":"b"}'] },
    );

    const counts = await finder.reconcile(new Set(['a', 'b']), 2);

    expect(counts).toMatchObject({ stored: 0, pending: 2, deadLettered: 1, lost: 0, unidentified: 2 });
  });

  it('are counted for the live view', async () => {
    const finder = setUp({ results: [record('a'), record('b')] }, { [QUEUE]: ['1', '2', '3'] });

    expect(await finder.count()).toEqual({ stored: 2, pending: 3 });
  });
});

describe('draining', () => {
  const signal = () => new AbortController().signal;

  it('is over at once when only dead letters are left', async () => {
    const finder = setUp({}, { [DEAD]: ['1'] });

    expect(await finder.drained(createManualClock(), 60_000, signal())).toBe(true);
  });

  it('waits until the queue is empty', async () => {
    const messages = { [QUEUE]: ['1'] };
    const clock = createManualClock();

    const draining = setUp({}, messages).drained(clock, 60_000, signal());
    await clock.advance(5000);
    messages[QUEUE] = [];
    await clock.advance(1000);

    expect(await draining).toBe(true);
  });

  it('gives up after its time', async () => {
    const clock = createManualClock();

    const draining = setUp({}, { [QUEUE]: ['1'] }).drained(clock, 60_000, signal());
    await clock.advance(61_000);

    expect(await draining).toBe(false);
  });
});
