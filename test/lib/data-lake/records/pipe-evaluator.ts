import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * What an EventBridge pipe and Firehose do with a record, as far as the templates of this project use them. Anything
 * that is not understood is an error: a template that the evaluator misreads must not pass.
 */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Item = Readonly<Record<string, AttributeValue>>;

/** What a path gives that the event does not have. AWS does not document it for pipes: the tests run all of them. */
export const MISSING_READINGS = ['an empty text', 'null', 'no member at all'] as const;
export type MissingReading = (typeof MISSING_READINGS)[number];

/** An entry of a table's stream, as a pipe gets it. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html */
export function streamEvent(eventName: 'INSERT' | 'MODIFY' | 'REMOVE', images: { newImage?: Item; oldImage?: Item }) {
  const { newImage, oldImage } = images;
  return {
    eventID: '1',
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_772_366_400,
      Keys: { requestId: (newImage ?? oldImage)?.requestId },
      ...(newImage === undefined ? {} : { NewImage: newImage }),
      ...(oldImage === undefined ? {} : { OldImage: oldImage }),
      SequenceNumber: '1',
      SizeBytes: 1,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

/** Fields of an event that a pipe cannot filter on. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html */
const NOT_FILTERABLE = ['awsRegion', 'eventSource', 'eventSourceARN', 'eventVersion', 'eventID', 'eventName'];

/** Whether an event passes a filter's pattern (objects and lists of exact texts; nothing else is understood). */
export function passesFilter(pattern: string, event: unknown): boolean {
  const parsed: unknown = JSON.parse(pattern);
  const forbidden = Object.keys(parsed as object).find((key) => NOT_FILTERABLE.includes(key));
  if (forbidden !== undefined) throw new Error(`a pipe cannot filter on ${forbidden}`);
  return matches(parsed, event);
}

function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    if (!pattern.every((entry) => typeof entry === 'string')) throw new Error('only lists of texts are understood');
    return pattern.some((entry) => entry === value);
  }
  if (typeof pattern !== 'object' || pattern === null) throw new Error(`${String(pattern)} is no pattern`);
  return Object.entries(pattern).every(([key, inner]) => matches(inner, member(value, key)));
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** The text that a pipe sends for an event: paths outside quotes become JSON values, paths inside quotes text. */
export function applyTemplate(template: string, event: unknown, missing: MissingReading): string {
  const gone = '"<nothing stands here>"';
  let output = '';
  let quoted = false;
  for (let index = 0; index < template.length; index += 1) {
    const path = /^<\$\.([\w.]+)>/.exec(template.slice(index));
    if (path !== null) {
      const value = path[1]!.split('.').reduce<unknown>((inner, key) => member(inner, key), event) as Json | undefined;
      if (quoted) output += value === undefined ? '' : JSON.stringify(String(value)).slice(1, -1);
      else if (value !== undefined) output += JSON.stringify(value);
      else output += { 'an empty text': '""', null: 'null', 'no member at all': gone }[missing];
      index += path[0].length - 1;
    } else {
      const character = template[index]!;
      if (character === '<' || character === '\\')
        throw new Error(`not understood at ${template.slice(index, index + 40)}`);
      if (character === '"') quoted = !quoted;
      output += character;
    }
  }
  const members = Object.entries(JSON.parse(output)).filter(([, value]) => JSON.stringify(value) !== gone);
  return JSON.stringify(Object.fromEntries(members));
}

export type Cell = string | number | boolean | bigint | null;

/**
 * The row that Firehose's OpenX deserializer reads from a JSON object, by the types of the table.
 *
 * @throws Error where it would throw, and the record would go to the error prefix
 */
export function readRow(json: string, columns: readonly { Name: string; Type: string }[]): Record<string, Cell> {
  const record: Record<string, Json> = JSON.parse(json);
  return Object.fromEntries(columns.map(({ Name, Type }) => [Name, readCell(Name, Type, record[Name] ?? null)]));
}

function readCell(name: string, type: string, value: Json): Cell {
  const wrong = () => new Error(`${name}: ${JSON.stringify(value)} is no ${type}`);
  if (value === null) return null;
  if (typeof value === 'object') throw wrong();
  switch (type) {
    case 'string':
      return String(value);
    // Long.parseLong and Double.parseDouble: an empty text throws.
    case 'bigint':
      if (!/^[+-]?\d+$/.test(String(value))) throw wrong();
      return BigInt(value);
    case 'double':
      if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(String(value))) throw wrong();
      return Number(value);
    // Boolean.parseBoolean: everything but "true" is false.
    case 'boolean':
      return typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true';
    // https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html (yyyy-MM-dd'T'HH:mm:ss[.S]'Z')
    case 'timestamp':
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(String(value))) throw wrong();
      return String(value).replace('T', ' ').replace('Z', '');
    default:
      throw wrong();
  }
}

/** Folder of a record: the prefix with the key that the query takes out of it (`{date: .column[from:to]}` is understood). */
export function partitionFolder(prefix: string, query: string, json: string): string {
  const parsed = /^\{(\w+): \.(\w+)\[(\d+):(\d+)\]\}$/.exec(query);
  if (parsed === null) throw new Error(`${query} is not understood`);
  const [, key, column, from, to] = parsed;
  const value = String(JSON.parse(json)[column!]).slice(Number(from), Number(to));
  return prefix.replace(`!{partitionKeyFromQuery:${key}}`, value);
}
