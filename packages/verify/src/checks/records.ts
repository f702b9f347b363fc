import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { isAwsError } from '../aws-failure.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';
import { seconds, waitUntil } from '../wait.ts';
import type { TestInferences } from './inferences.ts';

/** Each test inference has its finished record in the table. */
export async function checkRecords(
  context: VerifyContext,
  stack: DeployedStack,
  { requestIds }: TestInferences,
): Promise<Outcome> {
  const table = stack.output('TableName');
  if (table === undefined) return skip(`${stack.name} has no output TableName`);
  const waiting = new Set(requestIds);
  const look = async () => {
    for (const id of waiting) if (await isStored(context, table, id)) waiting.delete(id);
    if (waiting.size === 0) return { done: true } as const;
    return { done: false, state: `${requestIds.length - waiting.size} of ${requestIds.length} records` } as const;
  };
  try {
    const { timeouts, signal, progress } = context;
    const { done, waitedMs, state } = await waitUntil(look, { timeoutMs: timeouts.waitMs, signal, progress });
    if (done) return pass(`${requestIds.length} records in ${table} after ${seconds(waitedMs)}`);
    return fail(
      `${state} in ${table} after ${seconds(waitedMs)}; missing ${[...waiting].join(', ')}`,
      'the function could not write to the table (its name is wrong, or it refuses), so that the records wait in the queue',
      'look at the check function, at RecordQueueUrl and DeadLetterQueueUrl among the outputs, and at PersistFailureCount',
    );
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    return fail(
      `the table ${table} does not exist`,
      'the table name is wrong, or the table was deleted',
      'deploy the inference stack again; restore the table first if it held records',
    );
  }
}

/** A claim on an idempotency key is no finished record. */
async function isStored({ clients }: VerifyContext, table: string, requestId: string): Promise<boolean> {
  const { Item } = await clients.dynamoDb.send(
    new GetItemCommand({
      TableName: table,
      Key: { requestId: { S: requestId } },
      ConsistentRead: true,
      // The data of others stay where they are: nothing but the state is read.
      ProjectionExpression: 'requestId, #status',
      ExpressionAttributeNames: { '#status': 'status' },
    }),
  );
  return Item?.status?.S === 'SUCCEEDED';
}
