import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A record is flat: text, numbers and booleans are all that an attribute can be. */
export type FlatRecord = Readonly<Record<string, string | number | boolean | undefined>>;

/** DynamoDB's form of a flat record; what is undefined is left out. */
export function toItem(record: FlatRecord): Record<string, AttributeValue> {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string') {
      item[name] = { S: value };
    } else if (typeof value === 'number') {
      item[name] = { N: String(value) };
    } else if (typeof value === 'boolean') {
      item[name] = { BOOL: value };
    }
  }
  return item;
}

/** The flat record in an item; attributes of other types are left out. */
export function fromItem(item: Record<string, AttributeValue>): FlatRecord {
  const record: Record<string, string | number | boolean> = {};
  for (const [name, attribute] of Object.entries(item)) {
    if (attribute.S !== undefined) {
      record[name] = attribute.S;
    } else if (attribute.N !== undefined) {
      record[name] = Number(attribute.N);
    } else if (attribute.BOOL !== undefined) {
      record[name] = attribute.BOOL;
    }
  }
  return record;
}
