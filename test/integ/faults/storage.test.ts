import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceRecord } from '../../../lambda/shared/record-schema.ts';
import type { Preview } from '../../../packages/preview/src/index.ts';
import { NO_FAULTS } from '../../../packages/preview/src/types.ts';
import { callApi } from '../harness.ts';
import {
  allClear,
  ask,
  drained,
  expectAlarms,
  incident,
  logged,
  recordsOf,
  startFaulty,
  tally,
  whatHappened,
} from './incident.ts';

const MINUTE = 60_000;

let preview: Preview;
let sqs: SQSClient;

beforeAll(async () => {
  preview = await startFaulty();
  const credentials = { accessKeyId: 'preview', secretAccessKey: 'preview' };
  sqs = new SQSClient({ endpoint: preview.awsEndpointUrl, region: 'us-east-1', credentials });
});
afterAll(async () => {
  sqs.destroy();
  await preview.dispose();
});

/** Address of a queue, as the stack's outputs tell it. */
function queueUrl(output: 'RecordQueueUrl' | 'DeadLetterQueueUrl'): string {
  const stack = preview.assembly.stacks.find(({ name }) => name === 'InferwatchInference');
  return String(stack?.outputs[output]?.value);
}

async function queue(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl('RecordQueueUrl'), Entries }));
}

/** A record as the inference function queues it. */
const record = (requestId: string): InferenceRecord => ({
  requestId,
  status: 'SUCCEEDED',
  endpoint: 'inferwatch-endpoint',
  contentType: 'text/csv',
  input: '1,2,3',
  inputBytes: 5,
  inputTruncated: false,
  inputSha256: 'a'.repeat(64),
  prediction: '7',
  latencyMs: 12,
  createdAt: new Date().toISOString(),
});

const storedRecord = async (requestId: string): Promise<unknown> =>
  (await callApi(preview, `/inference/${requestId}`)).json();

describe('a table that throttles every request', () => {
  it('costs no caller a prediction and no record, and its alarm mails', async () => {
    const { answers, ...happened } = await incident(preview, {
      faults: { tableThrottleRate: 1 },
      perMinute: 4,
      // The redrive function retries in real time: at a faster pace its records would seem to wait for long.
      speed: 60,
    });

    expect(tally(answers)).toEqual({ 200: 16 });
    expect(await recordsOf(preview, answers)).toMatchObject({ lost: 0, pending: 0 });
    expectAlarms(happened, ['Record-Persist-Failure-Alarm', 'Table-Throttles-Alarm']);
  });
});

describe('a table that is gone', () => {
  it('costs no caller a prediction; the records wait in the queue until it is back', async () => {
    const { answers, ...happened } = await incident(preview, { faults: { tableMissingRate: 1 } });

    expect(tally(answers)).toEqual({ 200: 8 });
    expect(await recordsOf(preview, answers)).toMatchObject({ lost: 0, pending: 0 });
    expectAlarms(happened, ['Record-Persist-Failure-Alarm']);
  });

  it('refuses requests with an idempotency key, which may be sent again, before the model is asked', async () => {
    const key = { 'idempotency-key': randomUUID() };
    Object.assign(preview.faults, { tableMissingRate: 1 });
    const refused = await ask(preview, key);
    Object.assign(preview.faults, NO_FAULTS);

    const again = await ask(preview, key);

    expect(refused).toMatchObject({ status: 503, code: 'idempotency-unavailable', retryAfter: '2', recorded: false });
    expect(again.status).toBe(200);
    expect(await recordsOf(preview, [again])).toMatchObject({ lost: 0, pending: 0 });
  });
});

describe('a queue that is gone', () => {
  it('is not noticed by callers or records while the table is well, and no alarm cries', async () => {
    const { answers, ...happened } = await incident(preview, { faults: { queueMissingRate: 1 } });

    expect(tally(answers)).toEqual({ 200: 8 });
    expect(await recordsOf(preview, answers)).toMatchObject({ lost: 0, pending: 0 });
    expectAlarms(happened, []);
  });
});

describe('table and queue that are gone together', () => {
  it('leave each record whole in the log, page, and the records can be brought back as the runbook says', async () => {
    const faults = { tableMissingRate: 1, queueMissingRate: 1 };
    const { answers, ...happened } = await incident(preview, { faults });
    const before = await recordsOf(preview, answers);
    const lines = logged(preview, 'record not stored');

    await queue(...lines.map((line) => JSON.stringify(line.record)));
    await drained(preview);

    expect(tally(answers)).toEqual({ 200: 8 });
    expect(before.lost).toBe(8);
    expect(await recordsOf(preview, answers)).toMatchObject({ lost: 0, pending: 0 });
    expect(lines.every((line) => JSON.stringify(line.tableCause).includes('ResourceNotFoundException'))).toBe(true);
    expectAlarms(happened, ['Record-Log-Only-Alarm', 'Record-Persist-Failure-Alarm']);
    expect(happened.alarms).toContain('Inference-Health-Alarm');
  });
});

describe('a poison record in the record queue', () => {
  it('ends in the dead letters with an alarm, while the records beside it are written', async () => {
    const since = preview.clock.now();
    const good = randomUUID();
    const deadLetters = queueUrl('DeadLetterQueueUrl');

    await queue('{"this":"is no record"}', JSON.stringify(record(good)));
    // Thirty tries, two minutes apart.
    await drained(preview, 900);
    await preview.clock.sleep(3 * MINUTE);
    const { Messages: [dead] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetters, ReceiptHandle: dead?.ReceiptHandle }));
    await allClear(preview);

    expect(dead?.Body).toBe('{"this":"is no record"}');
    expect(await storedRecord(good)).toMatchObject({ requestId: good, prediction: '7' });
    expectAlarms(whatHappened(preview, since), ['Record-Dead-Letters-Alarm']);
    expect(logged(preview, 'record unreadable').length).toBeGreaterThan(0);
  });
});

describe('a message that is delivered twice', () => {
  it('is one record: the second time nothing is written', async () => {
    const since = preview.clock.now();
    const requestId = randomUUID();

    Object.assign(preview.faults, { queueDuplicateRate: 1 });
    await queue(JSON.stringify(record(requestId)));
    await drained(preview);
    Object.assign(preview.faults, NO_FAULTS);
    await allClear(preview);

    const redriven = logged(preview, 'record redriven').filter((line) => line.requestId === requestId);
    expect(redriven.map(({ result }) => result).toSorted()).toEqual(['stored', 'superseded']);
    expect(await storedRecord(requestId)).toMatchObject({ requestId, prediction: '7' });
    expectAlarms(whatHappened(preview, since), []);
  });
});

describe('a request that is sent five times at once with one idempotency key', () => {
  it('is one inference, one record and one count, and all five get its answer', async () => {
    const { clock, metrics } = preview;
    const key = { 'idempotency-key': randomUUID() };
    const metric = { namespace: 'InferencePipeline', metricName: 'SuccessCount', dimensions: {} };
    // Not from the beginning: on a slow machine the oldest samples go meanwhile, and the sum would become less.
    const since = clock.now() - MINUTE;
    const total = () =>
      metrics.statistics(metric, since, clock.now() + MINUTE).reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    const before = total();

    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(preview, key)));

    expect(tally(answers)).toEqual({ 200: 5 });
    expect(new Set(answers.map(({ requestId }) => requestId)).size).toBe(1);
    expect(total() - before).toBe(1);
    expect(await recordsOf(preview, answers)).toMatchObject({ lost: 0, pending: 0 });
  });
});
