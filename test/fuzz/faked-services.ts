import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { bodyText, INJECTIONS } from './bodies.ts';

type Item = Record<string, AttributeValue>;

/** How the services behave during one request. */
export interface Behaviour {
  /** The model's answer, or what the SDK throws instead. */
  readonly model: { readonly body: Uint8Array; readonly contentType: string } | { readonly thrown: unknown };
  /** What the SDK throws at each call of the table, the queue, and CloudWatch. @default - it answers */
  readonly table?: { readonly thrown: unknown };
  readonly queue?: { readonly thrown: unknown };
  readonly metrics?: { readonly thrown: unknown };
}

const awsError = (name: string, status: number, more: object = {}): Error =>
  Object.assign(
    new Error(`${name} of arn:aws:sagemaker:eu-central-1:123456789012:endpoint/x at /var/task/index.js:1:1`),
    {
      name,
      $metadata: { httpStatusCode: status, requestId: 'aws-request' },
      ...more,
    },
  );

const thrown: fc.Arbitrary<unknown> = fc.oneof(
  fc
    .constantFrom('ThrottlingException', 'ValidationException', 'InternalServerException', 'AccessDeniedException')
    .chain((name) => fc.constantFrom(400, 403, 429, 500, 503).map((status) => awsError(name, status))),
  fc
    .constantFrom('ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'CERT_HAS_EXPIRED')
    .map((code) => Object.assign(new Error(code), { code })),
  fc.constantFrom<unknown>(undefined, null, 'a text', 7, {}, { name: 7, message: null }, Object.create(null)),
);

const modelError = fc
  .tuple(fc.constantFrom(400, 415, 429, 500, 503, 504, undefined), bodyText)
  .map(([OriginalStatusCode, OriginalMessage]) => awsError('ModelError', 424, { OriginalStatusCode, OriginalMessage }));

const answerText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('{"score":[0.1,0.9]}', '7', '0.1,0.9') },
  { weight: 3, arbitrary: bodyText },
  {
    weight: 2,
    arbitrary: fc.constantFrom('NaN', '[NaN,Infinity]', '1e999', '{"__proto__":{"polluted":true}}', '', ...INJECTIONS),
  },
);

const model: fc.Arbitrary<Behaviour['model']> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(answerText, fc.constantFrom('application/json', 'text/csv', 'application/problem+json; q=1', '', 'x\ny'))
      .map(([text, contentType]) => ({ body: Buffer.from(text), contentType })),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((body) => ({ body, contentType: 'application/json' })) },
  { weight: 2, arbitrary: fc.oneof(thrown, modelError).map((error) => ({ thrown: error })) },
);

const failing = fc.option(
  thrown.map((error) => ({ thrown: error })),
  { nil: undefined, freq: 8 },
);

export const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  model,
  table: failing,
  queue: failing,
  metrics: failing,
});

/** Records that the faked table keeps, so that it does not grow. */
const KEPT = 200;

/** SDK clients that answer as they are told, and a table that knows our conditions. */
export class FakedServices {
  behaviour: Behaviour = { model: { body: Buffer.from('{}'), contentType: 'application/json' } };
  readonly #items = new Map<string, Item>();

  get modelClient(): SageMakerRuntimeClient {
    return this.#client(() => {
      const { model } = this.behaviour;
      if ('thrown' in model) throw model.thrown;
      return { Body: model.body, ContentType: model.contentType, InvokedProductionVariant: 'AllTraffic' };
    });
  }

  get tableClient(): DynamoDBClient {
    return this.#client((command) => {
      this.#failIf(this.behaviour.table);
      if (command instanceof GetItemCommand) return { Item: this.#items.get(command.input.Key?.requestId?.S ?? '') };
      if (command instanceof PutItemCommand) this.#put(command.input);
      return {};
    });
  }

  get queueClient(): SQSClient {
    return this.#client(() => {
      this.#failIf(this.behaviour.queue);
      return { MessageId: 'message' };
    });
  }

  get metricsClient(): CloudWatchClient {
    return this.#client(() => {
      this.#failIf(this.behaviour.metrics);
      return {};
    });
  }

  #failIf(fault: { readonly thrown: unknown } | undefined): void {
    if (fault) throw fault.thrown;
  }

  #client<Client>(answer: (command: unknown) => unknown): Client {
    return { send: async (command: unknown) => answer(command) } as Client;
  }

  #put({ Item = {}, ConditionExpression, ExpressionAttributeValues: values = {} }: PutItemCommandInput): void {
    const id = Item.requestId?.S ?? '';
    const old = this.#items.get(id);
    if (ConditionExpression !== undefined && old !== undefined && !isFree(old, values)) {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: old });
    }
    this.#items.delete(id);
    this.#items.set(id, Item);
    const [oldest] = this.#items.keys();
    if (this.#items.size > KEPT && oldest !== undefined) this.#items.delete(oldest);
  }
}

/** Our two conditions: a claim's own record, or a claim of what failed or was abandoned. */
function isFree(old: Item, values: Item): boolean {
  if (values[':token'] !== undefined) return old.claimToken?.S === values[':token'].S;
  const sameInput = old.inputSha256?.S === values[':input']?.S && old.contentType?.S === values[':type']?.S;
  const abandoned = old.status?.S === 'IN_PROGRESS' && Number(old.abandonedAt?.N) < Number(values[':now']?.N);
  return sameInput && (old.status?.S === 'FAILED' || abandoned);
}
