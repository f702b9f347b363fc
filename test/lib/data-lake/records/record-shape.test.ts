import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../../lambda/inference/app.ts';
import { toItem } from '../../../../lambda/shared/dynamodb-item.ts';
import { DynamoDbRecordStore } from '../../../../lambda/shared/dynamodb-record-store.ts';
import { recordSchema } from '../../../../lambda/shared/record-schema.ts';
import { systemClock } from '../../../../lambda/shared/system.ts';
import { NAMED_QUERIES } from '../../../../lib/data-lake/catalogue/named-queries.ts';
import { INFERENCE_TABLE } from '../../../../lib/data-lake/catalogue/tables.ts';
import { ATTRIBUTES_NOT_IN_LAKE, COLUMN_SOURCES } from '../../../../lib/data-lake/records/record-mapping.ts';
import { type LocalTable, startTable, TABLE_NAME } from '../../../lambda/helpers/dynamodb.ts';
import { jsonAnswer } from '../../../lambda/helpers/memory-ports.ts';
import { record } from '../../../lambda/helpers/records.ts';
import { bodyOf, context, createWorld, httpEvent, type RequestOptions } from '../../../lambda/helpers/world.ts';
import { only } from '../../shared/synth.ts';
import { recordFixture } from './lake-fixture.ts';
import {
  applyTemplate,
  MISSING_READINGS,
  type MissingReading,
  partitionFolder,
  passesFilter,
  readRow,
  streamEvent,
} from './pipe-evaluator.ts';

/** The day after the one on which the clock of the tests stands. */
const TODAY = '2026-03-02';
const YESTERDAY = '2026-03-01';
const PATIENT = { attempts: 4, baseDelayMs: 1, maxDelayMs: 1, attemptTimeoutMs: 20_000 };

let deployed: ReturnType<typeof deployedParts>;
let table: LocalTable;
beforeAll(async () => {
  deployed = deployedParts();
  table = await startTable();
});
afterAll(async () => {
  await table[Symbol.asyncDispose]();
});

/** Filter, template, partitioning and columns as the synthesised template has them. */
function deployedParts() {
  const template = recordFixture().template();
  const pipe = only(template, 'AWS::Pipes::Pipe');
  const s3 = only(template, 'AWS::KinesisFirehose::DeliveryStream').ExtendedS3DestinationConfiguration;
  const glue = only(template, 'AWS::Glue::Table').TableInput;
  return {
    pattern: pipe.SourceParameters.FilterCriteria.Filters[0].Pattern as string,
    inputTemplate: pipe.TargetParameters.InputTemplate as string,
    prefix: s3.Prefix as string,
    partitionQuery: s3.ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue as string,
    columns: glue.StorageDescriptor.Columns as { Name: string; Type: string }[],
  };
}

/** The real function on a real table protocol, with a model that the test decides on. */
function inferenceFunction() {
  const world = createWorld();
  const retry = { clock: systemClock, random: () => 0 };
  const store = new DynamoDbRecordStore(TABLE_NAME, table.client, retry, PATIENT);
  const app = createApp({ ...world, store });
  const send = async (options: RequestOptions = {}) => {
    const answer = bodyOf(await app(httpEvent(options), context()));
    return await storedItem(answer.requestId ?? answer.error.requestId);
  };
  return { ...world, send };
}

async function storedItem(requestId: string): Promise<Record<string, AttributeValue>> {
  const { Item } = await table.client.send(new GetItemCommand({ TableName: TABLE_NAME, Key: toItem({ requestId }) }));
  if (Item === undefined) throw new Error(`no item ${requestId}`);
  return Item;
}

/** An item as a row of the lake. */
function rowOf(newImage: Record<string, AttributeValue>, missing: MissingReading = 'an empty text') {
  const event = streamEvent('INSERT', { newImage });
  expect(passesFilter(deployed.pattern, event)).toBe(true);
  const json = applyTemplate(deployed.inputTemplate, event, missing);
  return {
    json,
    row: readRow(json, deployed.columns),
    folder: partitionFolder(deployed.prefix, deployed.partitionQuery, json),
  };
}

describe('the mapping', () => {
  test('says of each attribute of a record where it goes, or that it stays', () => {
    const mapped = Object.values(COLUMN_SOURCES).map(({ attribute }) => attribute);

    const known = [...mapped, ...ATTRIBUTES_NOT_IN_LAKE].toSorted();

    expect(known).toEqual(Object.keys(recordSchema.shape).toSorted());
  });

  test('has a source for each column of the table', () => {
    expect(Object.keys(COLUMN_SOURCES)).toEqual(INFERENCE_TABLE.columns.map(({ name }) => name));
  });

  test("names each attribute's type as the table stores it, and calls optional what can be absent", () => {
    const item = toItem({ ...record(), errorCode: 'x', errorMessage: 'x' });
    const absent = (attribute: string) => recordSchema.safeParse({ ...record(), [attribute]: undefined }).success;

    for (const source of Object.values(COLUMN_SOURCES)) {
      expect(Object.keys(item[source.attribute] ?? {}), source.attribute).toEqual([source.type]);
      expect('optional' in source, source.attribute).toBe(absent(source.attribute));
    }
  });
});

describe('the filter', () => {
  const finished = toItem({ ...record() });

  test.each(['SUCCEEDED', 'FAILED'] as const)('lets a record that is %s pass', (status) => {
    const event = streamEvent('MODIFY', { newImage: toItem({ ...record({ status }) }), oldImage: finished });

    expect(passesFilter(deployed.pattern, event)).toBe(true);
  });

  test('keeps back a claim on an idempotency key, which is no inference yet', () => {
    const newImage = toItem({ requestId: record().requestId, status: 'IN_PROGRESS', claimToken: 't' });

    expect(passesFilter(deployed.pattern, streamEvent('INSERT', { newImage }))).toBe(false);
  });

  test('keeps back a record that is deleted or has expired', () => {
    expect(passesFilter(deployed.pattern, streamEvent('REMOVE', { oldImage: finished }))).toBe(false);
  });
});

describe.each(MISSING_READINGS)('with %s where an item has no such attribute', (missing) => {
  test('a prediction becomes a whole row in the folder of its day', async () => {
    const item = await inferenceFunction().send();

    const { row, folder } = rowOf(item, missing);

    expect(folder).toBe(`inference/date=${YESTERDAY}/`);
    expect(row).toMatchObject({
      status: 'SUCCEEDED',
      endpoint: 'digits',
      variant: 'AllTraffic',
      content_type: 'application/json',
      input: '{"features":[1,2]}',
      input_bytes: 18n,
      input_truncated: false,
      prediction: '{"score":[0.1,0.9]}',
      prediction_is_json: true,
      prediction_bytes: 19n,
      latency_ms: 12.5,
      created_at: `${YESTERDAY} 12:00:00.000`,
    });
  });

  test('a failure becomes a row without a prediction', async () => {
    const inference = inferenceFunction();
    inference.endpoint.answer = { status: 'failed', code: 'model-error', cause: new Error('boom') };
    const item = await inference.send();

    const { row } = rowOf(item, missing);

    expect(row).toMatchObject({ status: 'FAILED', error_code: 'model-error', prediction_bytes: 0n });
    expect(row.prediction || null).toBeNull();
    expect(row.prediction_is_json || false).toBe(false);
    expect(row.variant || null).toBeNull();
  });
});

describe('a row', () => {
  test.each([
    ['quotes and line breaks', '{"a":"b"}\n"c"\\'],
    ['Japanese and emoji', '東京「本店」 🍣'],
    ['what looks like a path of the template', '<$.dynamodb.NewImage.requestId.S>'],
    ['an empty text', ''],
  ])('has a prediction with %s as the model gave it', async (_, text) => {
    const inference = inferenceFunction();
    inference.endpoint.answer = jsonAnswer(text, 'text/plain');
    const item = await inference.send();

    const { row } = rowOf(item);

    expect(row.prediction).toBe(text);
  });

  test('comes from the record that fulfils a claim, without its token', async () => {
    const item = await inferenceFunction().send({ headers: { 'idempotency-key': 'order-1' } });

    const { row, json } = rowOf(item);

    expect(item.claimToken?.S).toBeDefined();
    expect(row.status).toBe('SUCCEEDED');
    expect(json).not.toContain(item.claimToken?.S);
  });

  test('has each column of the table and nothing else', async () => {
    const item = await inferenceFunction().send();

    const { json } = rowOf(item);

    expect(Object.keys(JSON.parse(json))).toEqual(deployed.columns.map(({ Name }) => Name));
  });

  test('of the largest record leaves room for ten in one call of Firehose', () => {
    const item = toItem({ ...record({ input: '"'.repeat(48 * 1024), prediction: '"'.repeat(72 * 1024) }) });

    const { json } = rowOf(item);

    expect(Buffer.byteLength(json) * 10).toBeLessThan(4 * 1024 * 1024);
  });
});

describe('the table', () => {
  let directory: string;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'inferwatch-records-'));
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run("SET TimeZone = 'UTC'");
    await writeParquet(connection, directory);
  });
  afterAll(() => {
    connection.closeSync();
    rmSync(directory, { recursive: true, force: true });
  });

  const queryRows = async (id: string) => {
    const sql = NAMED_QUERIES.find((query) => query.id === id)?.sql ?? '';
    const today = sql.replaceAll('current_date', `DATE '${TODAY}'`);
    return (await connection.runAndReadAll(today)).getRowObjectsJson();
  };

  test('answers the named query for the slowest inferences of yesterday', async () => {
    const rows = await queryRows('SlowestInferencesYesterday');

    expect(rows.map(({ latency_ms, status }) => [latency_ms, status])).toEqual([
      [900, 'SUCCEEDED'],
      [40, 'FAILED'],
      [12.5, 'SUCCEEDED'],
    ]);
  });

  test('answers the named query for the error rate by hour, a row that came twice counted once', async () => {
    const [hour, ...others] = await queryRows('ErrorRateByHour');

    expect(others).toEqual([]);
    expect(hour).toMatchObject({ inferences: '3', failed: '1', error_percent: 33.33 });
  });

  /** Three inferences of yesterday; the last one is delivered twice. */
  async function writeParquet(to: DuckDBConnection, root: string): Promise<void> {
    const inference = inferenceFunction();
    const items = [await inference.send()];
    inference.endpoint.durationMs = 40;
    inference.endpoint.answer = { status: 'failed', code: 'model-error', cause: new Error('boom') };
    items.push(await inference.send());
    inference.endpoint.durationMs = 900;
    inference.endpoint.answer = jsonAnswer('{"score":[1]}');
    const last = await inference.send();
    items.push(last, last);
    const types: Record<string, string> = { string: 'VARCHAR' };
    const columns = deployed.columns.map(({ Name, Type }) => `"${Name}" ${types[Type] ?? Type}`);
    await to.run(`CREATE TABLE delivered (${columns.join(', ')})`);
    const rows = items.map((item) => rowOf(item));
    for (const { row } of rows) {
      const values = deployed.columns.map(({ Name }) => row[Name] ?? null);
      await to.run(`INSERT INTO delivered VALUES (${values.map((_, at) => `$${at + 1}`).join(', ')})`, values);
    }
    const file = join(root, rows[0]!.folder, 'part-1.parquet');
    mkdirSync(dirname(file), { recursive: true });
    await to.run(`COPY delivered TO '${file}' (FORMAT parquet)`);
    const path = join(root, INFERENCE_TABLE.folder, '*', '*.parquet');
    await to.run(
      `CREATE VIEW inference AS SELECT * FROM read_parquet('${path}', hive_partitioning = true, hive_types = {'date': VARCHAR})`,
    );
  }
});
