import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { createGlueTable } from '../../../../lib/data-lake/catalogue/glue-table.ts';
import { INFERENCE_TABLE } from '../../../../lib/data-lake/catalogue/tables.ts';
import { RecordStream, type RecordStreamProps } from '../../../../lib/data-lake/records/record-stream.ts';
import { ResultTable, type ResultTableProps } from '../../../../lib/inference/result-table.ts';
import { testApp } from '../../shared/synth.ts';

export interface RecordFixtureOptions {
  readonly table?: ResultTableProps;
  readonly stream?: Partial<Pick<RecordStreamProps, 'prefix' | 'bufferInterval'>>;
  readonly minutes?: number;
}

/** The way of a record from the result table (in another stack, as deployed) into a bucket, with the table's definition. */
export function recordFixture(options: RecordFixtureOptions = {}) {
  const app = testApp();
  const { table } = new ResultTable(new Stack(app, 'Inference'), 'Results', options.table);
  const stack = new Stack(app, 'Lake');
  const bucket = new Bucket(stack, 'Data', { encryptionKey: new Key(stack, 'DataKey') });
  const glueTable = createGlueTable(stack, 'Table', {
    databaseName: 'inference',
    definition: INFERENCE_TABLE,
    location: `s3://${bucket.bucketName}/inference/`,
  });
  const stream = new RecordStream(stack, 'Records', {
    table,
    bucket,
    databaseName: 'inference',
    tableName: INFERENCE_TABLE.name,
    bufferInterval: options.minutes === undefined ? undefined : Duration.minutes(options.minutes),
    ...options.stream,
  });
  return { app, stack, glueTable, stream, template: () => Template.fromStack(stack) };
}
