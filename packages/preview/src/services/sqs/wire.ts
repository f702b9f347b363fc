import { type Failure, fail, type JsonObject } from '../protocol.ts';
import { number, object, text } from '../template.ts';
import type { QueueMessage, QueueMessageAttribute } from '../types.ts';
import { md5OfAttributes, messageSize } from './message-digest.ts';
import { messageIdOf, type NewMessage, type SqsQueue } from './queue.ts';

/** What SQS requests and answers carry, read and checked. */

/** Any character but tab, line feed, carriage return and what XML allows. */
const FORBIDDEN_CHARACTERS = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export function invalidParameter(message: string): Failure {
  return fail(400, 'InvalidParameterValue', message);
}

export type MessageResult = { readonly ok: true; readonly message: NewMessage; readonly bytes: number } | Failure;

/** Body, attributes and delay of a message to send, checked as SQS checks them. */
export function readMessage(queue: SqsQueue, input: JsonObject): MessageResult {
  const body = text(input.MessageBody);
  if (body === undefined) return fail(400, 'MissingParameter', 'The request must contain the parameter MessageBody.');
  if (FORBIDDEN_CHARACTERS.test(body)) {
    return fail(400, 'InvalidMessageContents', 'Invalid binary character was found in the message body.');
  }
  const attributes = readAttributes(input.MessageAttributes);
  const bytes = messageSize(body, attributes);
  const limit = queue.settings.maximumMessageSize;
  if (bytes > limit) {
    return invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
  const traceHeader = text(object(object(input.MessageSystemAttributes)?.AWSTraceHeader)?.StringValue);
  return { ok: true, message: { body, attributes, delay: number(input.DelaySeconds), traceHeader }, bytes };
}

export function readAttributes(value: unknown): Record<string, QueueMessageAttribute> {
  const attributes: Record<string, QueueMessageAttribute> = {};
  for (const [name, attribute] of Object.entries(object(value) ?? {})) {
    const { DataType, StringValue, BinaryValue } = object(attribute) ?? {};
    attributes[name] = {
      DataType: text(DataType) ?? 'String',
      ...(typeof StringValue === 'string' ? { StringValue } : {}),
      ...(typeof BinaryValue === 'string' ? { BinaryValue } : {}),
    };
  }
  return attributes;
}

/** A received message with the attributes that were asked for. */
export function toWire(message: QueueMessage, system: readonly unknown[], named: readonly unknown[]): JsonObject {
  const attributes = pick(message.attributes, (name) => system.includes(name) || system.includes('All'));
  const messageAttributes = pick(message.messageAttributes, (name) => named.some((wanted) => matches(name, wanted)));
  const digest = md5OfAttributes(messageAttributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    ...(Object.keys(attributes).length > 0 ? { Attributes: attributes } : {}),
    ...(digest === undefined ? {} : { MessageAttributes: messageAttributes, MD5OfMessageAttributes: digest }),
  };
}

/** `All`, `.*`, a name, or a prefix written `bar.*`. */
function matches(name: string, wanted: unknown): boolean {
  if (wanted === 'All' || wanted === '.*' || wanted === name) return true;
  return typeof wanted === 'string' && wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1));
}

export function pick<T>(source: Readonly<Record<string, T>>, wanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(source).filter(([name]) => wanted(name)));
}

const HANDLE_PATTERN = /^[0-9a-f-]{36}$/;

export function readHandle(input: JsonObject): { readonly handle: string } | Failure {
  const handle = text(input.ReceiptHandle);
  if (handle !== undefined && HANDLE_PATTERN.test(messageIdOf(handle))) return { handle };
  return fail(
    400,
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle ?? ''}" is not a valid receipt handle.`,
  );
}
