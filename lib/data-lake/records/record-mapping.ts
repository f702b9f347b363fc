import type { InferenceRecord } from '../../../lambda/shared/record-schema.ts';
import { INFERENCE_TABLE } from '../catalogue/tables.ts';

/**
 * How an item of the result table becomes a row of the lake: data only, so that the pipe's filter and template, the
 * table and the tests agree.
 */

export type RecordAttribute = keyof InferenceRecord;

/** Statuses of a finished record. A claim on an idempotency key (`IN_PROGRESS`) has none of them. */
export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED'] as const satisfies readonly InferenceRecord['status'][];

interface ColumnSource {
  readonly attribute: RecordAttribute;
  /** DynamoDB's type of the attribute. */
  readonly type: 'S' | 'N' | 'BOOL';
  /** Not in every record. */
  readonly optional?: true;
}

/** Where each column of the table comes from, in the table's order. */
export const COLUMN_SOURCES = {
  request_id: { attribute: 'requestId', type: 'S' },
  status: { attribute: 'status', type: 'S' },
  endpoint: { attribute: 'endpoint', type: 'S' },
  variant: { attribute: 'variant', type: 'S', optional: true },
  content_type: { attribute: 'contentType', type: 'S' },
  input: { attribute: 'input', type: 'S' },
  input_bytes: { attribute: 'inputBytes', type: 'N' },
  input_truncated: { attribute: 'inputTruncated', type: 'BOOL' },
  input_sha256: { attribute: 'inputSha256', type: 'S' },
  prediction: { attribute: 'prediction', type: 'S', optional: true },
  prediction_is_json: { attribute: 'predictionIsJson', type: 'BOOL', optional: true },
  prediction_bytes: { attribute: 'predictionBytes', type: 'N', optional: true },
  prediction_truncated: { attribute: 'predictionTruncated', type: 'BOOL', optional: true },
  latency_ms: { attribute: 'latencyMs', type: 'N' },
  created_at: { attribute: 'createdAt', type: 'S' },
  error_code: { attribute: 'errorCode', type: 'S', optional: true },
  error_message: { attribute: 'errorMessage', type: 'S', optional: true },
} as const satisfies Readonly<Record<string, ColumnSource>>;

/** Attributes that stay in the table: how a claim was held, and when DynamoDB may delete the item. */
export const ATTRIBUTES_NOT_IN_LAKE = ['claimToken', 'expiresAt'] as const satisfies readonly RecordAttribute[];

/**
 * The pipe's filter: an item that was written and is a finished record. Deletions (also by time to live) have no new
 * image, and so need no rule of their own; `eventName` is one of the fields that a pipe cannot filter on.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
 */
export function streamFilterPattern(): string {
  return JSON.stringify({ dynamodb: { NewImage: { status: { S: FINAL_STATUSES } } } });
}

/**
 * The pipe's template: one flat JSON object for each record, named as the table's columns.
 *
 * A path outside quotes becomes a JSON value of its own, escaped: text with quotes and line breaks arrives as it was.
 * Numbers arrive as text, because DynamoDB's JSON writes them so; Firehose's OpenX deserializer reads numbers from text.
 *
 * What stands for a path that the item does not have is *undocumented* for pipes (an empty text is likely, as for rules),
 * and an empty text is no number: such a record would end under the error prefix. So an optional number is written with
 * a zero before it, inside quotes: `"042"` is read as 42, and `"0"` is left where there is nothing.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 * @see https://github.com/rcongiu/Hive-JSON-Serde (ParsePrimitiveUtils: numbers are read with Long.parseLong)
 */
export function recordTemplate(): string {
  const members = INFERENCE_TABLE.columns.map(({ name }) => {
    const source: ColumnSource | undefined = isMapped(name) ? COLUMN_SOURCES[name] : undefined;
    if (source === undefined) throw new Error(`column ${name} has no source: add it to COLUMN_SOURCES`);
    const path = `<$.dynamodb.NewImage.${source.attribute}.${source.type}>`;
    return `"${name}": ${source.type === 'N' && source.optional ? `"0${path}"` : path}`;
  });
  return `{${members.join(', ')}}`;
}

const isMapped = (name: string): name is keyof typeof COLUMN_SOURCES => Object.hasOwn(COLUMN_SOURCES, name);
