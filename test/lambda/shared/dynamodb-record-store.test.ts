import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { toItem } from '../../../lambda/shared/dynamodb-item.ts';
import { DynamoDbRecordStore } from '../../../lambda/shared/dynamodb-record-store.ts';
import type { Claim } from '../../../lambda/shared/ports.ts';
import type { RetryPolicy } from '../../../lambda/shared/retry.ts';
import { systemClock } from '../../../lambda/shared/system.ts';
import { type LocalTable, startTable, TABLE_NAME } from '../helpers/dynamodb.ts';
import { awsError, clientOf, never, type Reply, startLoopback } from '../helpers/loopback.ts';
import { record, SHA256 } from '../helpers/records.ts';

let table: LocalTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(async () => {
  await table[Symbol.asyncDispose]();
});

const RETRY = { clock: systemClock, random: () => 0 };
const soon = (ms = 20_000) => Deadline.after(systemClock, ms);
/** An attempt may take longer than the busiest machine does, but where a test says otherwise. */
const PATIENT: RetryPolicy = { attempts: 4, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 20_000 };
const storeOf = (client = table.client, policy = PATIENT) => new DynamoDbRecordStore(TABLE_NAME, client, RETRY, policy);
let ids = 0;
/** An id that no other test uses. */
const newId = () => {
  ids += 1;
  return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
};

const claimOf = (requestId: string, changes: Partial<Claim> = {}): Claim => ({
  requestId,
  token: 'first',
  endpoint: 'digits',
  contentType: 'text/csv',
  inputSha256: SHA256,
  claimedAt: Date.now(),
  abandonedAt: Date.now() + 60_000,
  ...changes,
});
const itemOf = async (requestId: string) =>
  (await table.client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: { requestId: { S: requestId } } }))).Item;

/** A store whose table gives these replies in order; the last one is repeated. */
async function withReplies<T>(
  replies: readonly Reply[],
  act: (store: DynamoDbRecordStore) => Promise<T>,
  policy: RetryPolicy = PATIENT,
) {
  await using server = await startLoopback((_request, count) => replies[Math.min(count, replies.length) - 1] ?? never);
  const client = new DynamoDBClient(clientOf(server.url));
  const result = await act(storeOf(client, policy));
  client.destroy();
  return { result, received: server.received };
}
const DONE: Reply = { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
const THROTTLED = awsError(400, 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException');

describe('a record', () => {
  it('is read as it was written', async () => {
    const written = record({ requestId: newId(), prediction: 'Zoë 🌍\n', expiresAt: 4_000_000_000 });

    expect(await storeOf().put(written, soon())).toEqual({ status: 'stored' });
    expect(await storeOf().get(written.requestId, soon())).toEqual({ status: 'found', record: written });
  });

  it('of a failure has no prediction', async () => {
    const { prediction, predictionIsJson, predictionBytes, predictionTruncated, ...rest } = record();
    const written = { ...rest, requestId: newId(), status: 'FAILED' as const, errorCode: 'model-error' };

    await storeOf().put(written, soon());

    expect(await storeOf().get(written.requestId, soon())).toEqual({ status: 'found', record: written });
  });

  it('that nobody wrote is missing', async () => {
    expect(await storeOf().get(newId(), soon())).toEqual({ status: 'missing' });
  });

  it('that has expired is missing, although DynamoDB has not deleted it yet', async () => {
    const written = record({ requestId: newId(), expiresAt: Math.floor(Date.now() / 1000) - 10 });
    await storeOf().put(written, soon());

    expect(await storeOf().get(written.requestId, soon())).toEqual({ status: 'missing' });
  });

  it('that somebody else wrote in another form is not taken for one', async () => {
    const requestId = newId();
    await table.client.send(
      new PutItemCommand({ TableName: TABLE_NAME, Item: toItem({ requestId, status: 'SUCCEEDED' }) }),
    );

    expect(await storeOf().get(requestId, soon())).toMatchObject({ status: 'unavailable' });
  });
});

describe('a claim', () => {
  it('is given for a new key', async () => {
    expect(await storeOf().claim(claimOf(newId()), soon())).toEqual({ status: 'claimed' });
  });

  it('makes the record in progress', async () => {
    const claim = claimOf(newId());
    await storeOf().claim(claim, soon());

    expect(await storeOf().get(claim.requestId, soon())).toEqual({
      status: 'in-progress',
      abandonedAt: claim.abandonedAt,
    });
  });

  it('is given to one of many at once', async () => {
    const requestId = newId();
    const claims = Array.from({ length: 8 }, (_, index) => claimOf(requestId, { token: `t${index}` }));

    const results = await Promise.all(claims.map((claim) => storeOf().claim(claim, soon())));

    expect(results.filter(({ status }) => status === 'claimed')).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'in-progress')).toHaveLength(7);
  });

  it('on an answered key gives the answer', async () => {
    const answered = record({ requestId: newId() });
    await storeOf().put(answered, soon());

    const result = await storeOf().claim(claimOf(answered.requestId), soon());

    expect(result).toEqual({ status: 'answered', record: answered });
  });

  it.each([{ inputSha256: 'b'.repeat(64) }, { contentType: 'application/json' }])(
    'with other input %j is refused, whatever became of the first',
    async (changes) => {
      const [running, answered, failed] = [newId(), newId(), newId()];
      await storeOf().claim(claimOf(running), soon());
      await storeOf().put(record({ requestId: answered }), soon());
      await storeOf().put(record({ requestId: failed, status: 'FAILED' }), soon());

      for (const requestId of [running, answered, failed]) {
        const result = await storeOf().claim(claimOf(requestId, { token: 'second', ...changes }), soon());
        expect(result).toEqual({ status: 'key-reused' });
      }
    },
  );

  it('is given again after a failure', async () => {
    const requestId = newId();
    await storeOf().put(record({ requestId, status: 'FAILED' }), soon());

    expect(await storeOf().claim(claimOf(requestId), soon())).toEqual({ status: 'claimed' });
  });

  it('is given again when whoever had it is gone', async () => {
    const requestId = newId();
    await storeOf().claim(claimOf(requestId, { abandonedAt: Date.now() - 1 }), soon());

    expect(await storeOf().claim(claimOf(requestId, { token: 'second' }), soon())).toEqual({ status: 'claimed' });
  });

  it('is given again, for any input, when the record has expired', async () => {
    const requestId = newId();
    await storeOf().put(record({ requestId, expiresAt: Math.floor(Date.now() / 1000) - 10 }), soon());

    const result = await storeOf().claim(claimOf(requestId, { inputSha256: 'b'.repeat(64) }), soon());

    expect(result).toEqual({ status: 'claimed' });
  });

  it('whose attempt seemed to fail but was written is its own', async () => {
    const claim = claimOf(newId());
    await storeOf().claim(claim, soon());

    expect(await storeOf().claim(claim, soon())).toEqual({ status: 'claimed' });
  });

  it('takes the holder from the refusal when DynamoDB sends it along', async () => {
    const refusal = awsError(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 'no', {
      Item: toItem(record()),
    });

    const { result, received } = await withReplies([refusal], (store) =>
      store.claim(claimOf(record().requestId), soon()),
    );

    expect(result).toEqual({ status: 'answered', record: record() });
    expect(received).toHaveLength(1);
  });

  it('is unavailable when the table refuses', async () => {
    const { result } = await withReplies([THROTTLED], (store) => store.claim(claimOf(newId()), soon()));

    expect(result).toMatchObject({ status: 'unavailable', cause: { name: 'ProvisionedThroughputExceededException' } });
  });

  it('may be deleted a day later if nobody fulfils it', async () => {
    const claim = claimOf(newId());
    await storeOf().claim(claim, soon());

    const item = await itemOf(claim.requestId);

    expect(Number(item?.expiresAt?.N)).toBe(Math.floor(claim.claimedAt / 1000) + 86_400);
  });
});

describe('the record of a claim', () => {
  it('replaces it, and loses its expiry', async () => {
    const claim = claimOf(newId());
    await storeOf().claim(claim, soon());
    const finished = record({ requestId: claim.requestId, claimToken: claim.token });

    expect(await storeOf().put(finished, soon())).toEqual({ status: 'stored' });
    expect(await itemOf(claim.requestId)).not.toHaveProperty('expiresAt');
  });

  it('is superseded when somebody else has taken the claim over', async () => {
    const requestId = newId();
    await storeOf().claim(claimOf(requestId, { abandonedAt: Date.now() - 1 }), soon());
    await storeOf().claim(claimOf(requestId, { token: 'second' }), soon());

    expect(await storeOf().put(record({ requestId, claimToken: 'first' }), soon())).toEqual({ status: 'superseded' });
  });

  it('can be written twice, as after an attempt that seemed to fail', async () => {
    const claim = claimOf(newId());
    const finished = record({ requestId: claim.requestId, claimToken: claim.token });
    await storeOf().claim(claim, soon());
    await storeOf().put(finished, soon());

    expect(await storeOf().put(finished, soon())).toEqual({ status: 'stored' });
  });
});

describe('a late record', () => {
  const EARLIER = '2026-03-01T11:59:59.000Z';
  const LATER = '2026-03-01T12:00:01.000Z';

  it.each([
    ['is written where there is none', undefined, record(), 'stored'],
    ['replaces an older one', record({ createdAt: EARLIER }), record(), 'stored'],
    ['gives way to a newer one', record({ createdAt: LATER }), record(), 'superseded'],
    ['gives way to itself', record(), record(), 'superseded'],
    [
      'that failed gives way to an older success',
      record({ createdAt: EARLIER }),
      record({ status: 'FAILED' }),
      'superseded',
    ],
    [
      'that failed replaces an older failure',
      record({ createdAt: EARLIER, status: 'FAILED' }),
      record({ status: 'FAILED' }),
      'stored',
    ],
  ] as const)('%s', async (_name, present, late, status) => {
    const requestId = newId();
    if (present !== undefined) {
      await storeOf().put({ ...present, requestId }, soon());
    }

    expect(await storeOf().putLate({ ...late, requestId }, soon())).toEqual({ status });
  });

  it('replaces a claim', async () => {
    const requestId = newId();
    await storeOf().claim(claimOf(requestId), soon());

    expect(await storeOf().putLate(record({ requestId }), soon())).toEqual({ status: 'stored' });
  });
});

describe('a table in trouble', () => {
  it('is asked again after throttling', async () => {
    const { result, received } = await withReplies([THROTTLED, THROTTLED, DONE], (store) =>
      store.put(record(), soon()),
    );

    expect(result).toEqual({ status: 'stored' });
    expect(received).toHaveLength(3);
  });

  it('is asked again when an attempt takes too long', async () => {
    const { result } = await withReplies([never, DONE], (store) => store.put(record(), soon()), {
      ...PATIENT,
      attemptTimeoutMs: 300,
    });

    expect(result).toEqual({ status: 'stored' });
  });

  it('is given up at the deadline', async () => {
    const { result } = await withReplies([never], (store) => store.put(record(), soon(50)));

    expect(result).toMatchObject({ status: 'unavailable', cause: { code: 'deadline-exceeded' } });
  });

  it('is not asked again when it refuses for good', async () => {
    const denied = awsError(400, 'com.amazon.coral.service#AccessDeniedException');

    const { result, received } = await withReplies([denied], (store) => store.get(record().requestId, soon()));

    expect(result).toMatchObject({ status: 'unavailable' });
    expect(received).toHaveLength(1);
  });
});
