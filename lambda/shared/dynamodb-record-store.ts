import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isRetryable } from './aws-errors.ts';
import type { Deadline } from './deadline.ts';
import { fromItem, toItem } from './dynamodb-item.ts';
import type { Claim, ClaimResult, Clock, GetResult, PutResult, RecordStore } from './ports.ts';
import { type InferenceRecord, recordSchema } from './record-schema.ts';
import { type RetryContext, type RetryPolicy, retryWithin } from './retry.ts';

/** DynamoDB answers within milliseconds; an attempt that takes longer is better made again. */
const RETRIES: RetryPolicy = { attempts: 4, baseDelayMs: 50, maxDelayMs: 400, attemptTimeoutMs: 600 };

/** Status of a claim that nobody has fulfilled yet. */
const IN_PROGRESS = 'IN_PROGRESS';

/** Seconds after which an abandoned claim may be deleted. */
const CLAIM_RETENTION_S = 24 * 3600;

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** A key is free if nobody has it, or if the same input failed, was abandoned, or its record has expired. */
function claimable(claim: Claim): Condition {
  return {
    ConditionExpression:
      'attribute_not_exists(requestId) OR expiresAt < :nowSeconds OR ' +
      '(inputSha256 = :input AND contentType = :type AND ' +
      `(#status = :failed OR (#status = :inProgress AND abandonedAt < :now)))`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':nowSeconds': Math.floor(claim.claimedAt / 1000),
      ':input': claim.inputSha256,
      ':type': claim.contentType,
      ':failed': 'FAILED',
      ':inProgress': IN_PROGRESS,
      ':now': claim.claimedAt,
    }),
  };
}

/** Late records give way to finished ones that are as new or newer, and a failure never replaces a success. */
function lateEnough(record: InferenceRecord): Condition {
  const failure = record.status === 'FAILED';
  return {
    ConditionExpression:
      `attribute_not_exists(requestId) OR #status = :inProgress OR ` +
      `(createdAt < :createdAt${failure ? ` AND #status <> :succeeded` : ''})`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':inProgress': IN_PROGRESS,
      ':createdAt': record.createdAt,
      ':succeeded': failure ? 'SUCCEEDED' : undefined,
    }),
  };
}

/** Records in a DynamoDB table with the partition key `requestId`. */
export class DynamoDbRecordStore implements RecordStore {
  readonly #tableName: string;
  readonly #client: DynamoDBClient;
  readonly #retry: RetryContext;
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;

  /** @param policy how requests are retried. @default 4 attempts of 600 ms, pauses of 50 to 400 ms */
  constructor(tableName: string, client: DynamoDBClient, retry: RetryContext, policy: RetryPolicy = RETRIES) {
    this.#policy = policy;
    this.#tableName = tableName;
    this.#client = client;
    this.#retry = retry;
    this.#clock = retry.clock;
  }

  async put(record: InferenceRecord, deadline: Deadline): Promise<PutResult> {
    const { claimToken } = record;
    const own: Condition =
      claimToken === undefined
        ? {}
        : {
            ConditionExpression: 'attribute_not_exists(requestId) OR claimToken = :token',
            ExpressionAttributeValues: toItem({ ':token': claimToken }),
          };
    return await this.#putIf(record, own, deadline);
  }

  async putLate(record: InferenceRecord, deadline: Deadline): Promise<PutResult> {
    return await this.#putIf(record, lateEnough(record), deadline);
  }

  async get(requestId: string, deadline: Deadline): Promise<GetResult> {
    try {
      return this.#understand(await this.#read(requestId, deadline));
    } catch (cause) {
      return { status: 'unavailable', cause };
    }
  }

  async claim(claim: Claim, deadline: Deadline): Promise<ClaimResult> {
    const item = toItem({
      requestId: claim.requestId,
      status: IN_PROGRESS,
      endpoint: claim.endpoint,
      contentType: claim.contentType,
      inputSha256: claim.inputSha256,
      createdAt: new Date(claim.claimedAt).toISOString(),
      claimToken: claim.token,
      abandonedAt: claim.abandonedAt,
      expiresAt: Math.floor(claim.claimedAt / 1000) + CLAIM_RETENTION_S,
    });
    try {
      await this.#write(item, { ...claimable(claim), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }, deadline);
      return { status: 'claimed' };
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) {
        return { status: 'unavailable', cause };
      }
      return await this.#holderOf(claim, cause.Item, deadline);
    }
  }

  /** Who has the key instead. The item comes with the refusal; where it does not, it is read. */
  async #holderOf(
    claim: Claim,
    known: Record<string, AttributeValue> | undefined,
    deadline: Deadline,
  ): Promise<ClaimResult> {
    try {
      const item = known ?? (await this.#read(claim.requestId, deadline));
      // An attempt that seemed to fail may have been written: then the claim is ours.
      if (item?.claimToken?.S === claim.token) {
        return { status: 'claimed' };
      }
      if (
        item !== undefined &&
        (item.inputSha256?.S !== claim.inputSha256 || item.contentType?.S !== claim.contentType)
      ) {
        return { status: 'key-reused' };
      }
      const holder = this.#understand(item);
      // Failed or gone in the meantime: the key is free again, and the caller may try once more.
      return holder.status === 'found' && holder.record.status === 'SUCCEEDED'
        ? { status: 'answered', record: holder.record }
        : holder.status === 'unavailable'
          ? holder
          : { status: 'in-progress' };
    } catch (cause) {
      return { status: 'unavailable', cause };
    }
  }

  #understand(item: Record<string, AttributeValue> | undefined): GetResult {
    if (item === undefined) {
      return { status: 'missing' };
    }
    const flat = fromItem(item);
    // DynamoDB deletes within days of the expiry, not at once, so readers leave expired items out.
    if (typeof flat.expiresAt === 'number' && flat.expiresAt * 1000 < this.#clock.now()) {
      return { status: 'missing' };
    }
    if (flat.status === IN_PROGRESS) {
      return { status: 'in-progress', abandonedAt: Number(flat.abandonedAt ?? 0) };
    }
    const parsed = recordSchema.safeParse(flat);
    return parsed.success ? { status: 'found', record: parsed.data } : { status: 'unavailable', cause: parsed.error };
  }

  async #read(requestId: string, deadline: Deadline): Promise<Record<string, AttributeValue> | undefined> {
    const input = { TableName: this.#tableName, Key: toItem({ requestId }), ConsistentRead: true };
    const output = await retryWithin(
      deadline,
      this.#policy,
      this.#retry,
      (abortSignal) => this.#client.send(new GetItemCommand(input), { abortSignal }),
      isRetryable,
    );
    return output.Item;
  }

  async #putIf(record: InferenceRecord, condition: Condition, deadline: Deadline): Promise<PutResult> {
    try {
      await this.#write(toItem(record), condition, deadline);
      return { status: 'stored' };
    } catch (cause) {
      return cause instanceof ConditionalCheckFailedException
        ? { status: 'superseded' }
        : { status: 'unavailable', cause };
    }
  }

  async #write(
    item: Record<string, AttributeValue>,
    options: Omit<PutItemCommandInput, 'TableName' | 'Item'>,
    deadline: Deadline,
  ): Promise<void> {
    const input = { TableName: this.#tableName, Item: item, ...options };
    await retryWithin(
      deadline,
      this.#policy,
      this.#retry,
      (abortSignal) => this.#client.send(new PutItemCommand(input), { abortSignal }),
      isRetryable,
    );
  }
}
