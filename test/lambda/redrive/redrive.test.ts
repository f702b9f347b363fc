import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedrive } from '../../../lambda/redrive/redrive.ts';
import type { RecordStore } from '../../../lambda/shared/ports.ts';
import { ManualClock } from '../helpers/manual-clock.ts';
import { MemoryLog, MemoryStore } from '../helpers/memory-ports.ts';
import { REQUEST_ID, record } from '../helpers/records.ts';

const OTHER_ID = '3f1c9a52-0d3b-4a57-9a52-0d3b4a57ab13';
const context = { getRemainingTimeInMillis: () => 30_000 };

/** A batch of messages with the ids `m0`, `m1`, … */
const batch = (...bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map(
    (body, index) =>
      ({
        messageId: `m${index}`,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        eventSource: 'aws:sqs',
      }) as SQSRecord,
  ),
});

function createParts(store?: RecordStore) {
  const clock = new ManualClock();
  const memory = new MemoryStore(clock);
  const log = new MemoryLog();
  return { memory, log, redrive: createRedrive({ store: store ?? memory, log, clock }) };
}
const failuresOf = ({ batchItemFailures }: SQSBatchResponse) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('redriving', () => {
  it('writes every record of a batch', async () => {
    const { redrive, memory } = createParts();

    const response = await redrive(batch(record(), record({ requestId: OTHER_ID })), context);

    expect(failuresOf(response)).toEqual([]);
    expect([...memory.records.keys()].sort()).toEqual([REQUEST_ID, OTHER_ID].sort());
  });

  it('is done with a record that a newer one has replaced', async () => {
    const { redrive, memory } = createParts();
    const newer = record({ createdAt: '2026-03-01T13:00:00.000Z' });
    memory.records.set(REQUEST_ID, newer);

    const response = await redrive(batch(record()), context);

    expect(failuresOf(response)).toEqual([]);
    expect(memory.records.get(REQUEST_ID)).toBe(newer);
  });

  it('is done with a record that comes twice', async () => {
    const { redrive } = createParts();
    await redrive(batch(record()), context);

    expect(failuresOf(await redrive(batch(record()), context))).toEqual([]);
  });

  it('says in the log what became of each record', async () => {
    const { redrive, log } = createParts();

    await redrive(batch(record()), context);
    await redrive(batch(record()), context);

    expect(log.named('record redriven')).toMatchObject([
      { fields: { messageId: 'm0', requestId: REQUEST_ID, result: 'stored' } },
      { fields: { result: 'superseded' } },
    ]);
  });
});

describe('what cannot be redriven', () => {
  it('is reported for itself: the others of its batch are written', async () => {
    const { redrive, memory } = createParts();

    const response = await redrive(batch('poison', record(), '{}'), context);

    expect(failuresOf(response).sort()).toEqual(['m0', 'm2']);
    expect(memory.records.size).toBe(1);
  });

  it.each([
    ['no JSON', 'poison'],
    ['another shape', { hello: 'world' }],
    ['an unknown key', { ...record(), extra: true }],
    ['an id that is none', record({ requestId: '../escape' })],
    ['a status that is none', { ...record(), status: 'IN_PROGRESS' }],
    ['a hash that is none', record({ inputSha256: 'short' })],
    ['a time that is none', record({ createdAt: 'yesterday' })],
    ['a negative latency', record({ latencyMs: -1 })],
    ['null', 'null'],
  ])('is a message with %s', async (_name, body) => {
    const { redrive, memory } = createParts();

    const response = await redrive(batch(body), context);

    expect(failuresOf(response)).toEqual(['m0']);
    expect(memory.records.size).toBe(0);
  });

  it('is everything while the table refuses, and none of it is an error of the function', async () => {
    const { redrive, memory, log } = createParts();
    memory.refusing.add('put');

    const response = await redrive(batch(record(), record({ requestId: OTHER_ID })), context);

    expect(failuresOf(response).sort()).toEqual(['m0', 'm1']);
    expect(log.named('record still refused')).toHaveLength(2);
  });

  it('is logged without its content', async () => {
    const { redrive, log } = createParts();

    await redrive(batch({ ...record(), input: 17, secret: 'hunter2' }), context);

    expect(log.named('record unreadable')).toMatchObject([{ level: 'error', fields: { messageId: 'm0' } }]);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });

  it('may be anything', async () => {
    const { redrive, memory } = createParts();

    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        expect(failuresOf(await redrive(batch(body), context))).toEqual(['m0']);
      }),
    );
    expect(memory.records.size).toBe(0);
  });

  it('is given up before Lambda ends the function', async () => {
    const deadlines: number[] = [];
    const slow = new MemoryStore(new ManualClock());
    slow.putLate = async (_record, deadline) => {
      deadlines.push(deadline?.remaining() ?? 0);
      return { status: 'stored' };
    };
    const { redrive } = createParts(slow);

    await redrive(batch(record()), { getRemainingTimeInMillis: () => 2000 });

    expect(deadlines).toEqual([1500]);
  });
});
