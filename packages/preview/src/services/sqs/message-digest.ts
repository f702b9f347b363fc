import { createHash } from 'node:crypto';
import type { QueueMessageAttribute } from '../types.ts';

type Attributes = Readonly<Record<string, QueueMessageAttribute>>;

/** MD5 of a message body; the SDK compares it with what it sent and received. */
export function md5(body: string): string {
  return createHash('md5').update(body, 'utf8').digest('hex');
}

/**
 * MD5 of message attributes: sorted by name, and for each the name, the type, a byte that tells text (1) from binary (2)
 * and the value, every part after its length as four bytes.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const update = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    update(Buffer.from(name, 'utf8'));
    update(Buffer.from(attribute.DataType, 'utf8'));
    const isBinary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    update(
      isBinary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : Buffer.from(attribute.StringValue ?? '', 'utf8'),
    );
  }
  return hash.digest('hex');
}

/** Bytes that a message counts for: its body, and each attribute's name, type and value. */
export function messageSize(body: string, attributes: Attributes): number {
  let size = Buffer.byteLength(body, 'utf8');
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue ?? '');
    size += BinaryValue === undefined ? 0 : Buffer.byteLength(BinaryValue, 'base64');
  }
  return size;
}
