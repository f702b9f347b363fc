import { type Clock, type Faults, type MetricSink, type Random, type ServicePlugin, strikes } from '../../types.ts';
import { fail, isObject, type JsonObject, type OperationResult, rpcPlugin, succeed } from '../protocol.ts';
import { objects, text } from '../template.ts';
import { DYNALITE_OPERATIONS, type DynaliteStore } from './dynalite-store.ts';

interface DynamoDependencies {
  readonly clock: Clock;
  readonly metrics: MetricSink;
  readonly faults: Faults;
  readonly random: Random;
}

/** Operations on items, and which kind of capacity they use; only these are throttled. */
const DATA_OPERATIONS: ReadonlyMap<string, 'Read' | 'Write'> = new Map([
  ['GetItem', 'Read'],
  ['BatchGetItem', 'Read'],
  ['Query', 'Read'],
  ['Scan', 'Read'],
  ['PutItem', 'Write'],
  ['UpdateItem', 'Write'],
  ['DeleteItem', 'Write'],
  ['BatchWriteItem', 'Write'],
]);

const THROTTLED_MESSAGE =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.';

/**
 * Amazon DynamoDB: dynalite behind AWS's own protocol, with its faults and the `AWS/DynamoDB` metrics.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export function createDynamoDbPlugin(store: DynaliteStore, deps: DynamoDependencies): ServicePlugin {
  const operations = [...DYNALITE_OPERATIONS].map((name) => [
    name,
    (input: JsonObject) => run(name, input, store, deps),
  ]);
  return rpcPlugin('dynamodb', Object.fromEntries(operations), () => store.close());
}

async function run(
  operation: string,
  input: JsonObject,
  store: DynaliteStore,
  deps: DynamoDependencies,
): Promise<OperationResult> {
  const kind = DATA_OPERATIONS.get(operation);
  if (kind === undefined) return toResult(await store.request(operation, input));
  const tables = tablesOf(input);
  if (strikes(deps.faults.tableMissingRate, deps.random)) {
    publish(deps, 'UserErrors', {}, 1, 'Count');
    return fail(400, 'ResourceNotFoundException', 'Requested resource not found');
  }
  if (deps.random() < deps.faults.tableThrottleRate) {
    publishThrottle(operation, kind, tables, deps);
    return fail(400, 'ProvisionedThroughputExceededException', THROTTLED_MESSAGE);
  }
  const startedAt = performance.now();
  const asked = input.ReturnConsumedCapacity;
  const response = await store.request(operation, {
    ...input,
    ReturnConsumedCapacity: asked === 'INDEXES' ? asked : 'TOTAL',
  });
  const latencyMs = performance.now() - startedAt;
  const { ConsumedCapacity, ...body } = response.body;
  if (response.status === 200) publishSuccess({ operation, kind, tables, latencyMs, ConsumedCapacity }, deps);
  else publishFailure(operation, response.status, body, tables, deps);
  const wanted = asked === 'TOTAL' || asked === 'INDEXES';
  return toResult({ status: response.status, body: wanted ? response.body : body });
}

function toResult({ status, body }: { readonly status: number; readonly body: JsonObject }): OperationResult {
  if (status === 200) return succeed(body);
  const { __type, message, Message, ...fields } = body;
  const code = errorCode(body);
  return fail(status, code, text(message) ?? text(Message) ?? '', { fields });
}

/** `com.amazonaws.dynamodb.v20120810#ValidationException` without its namespace. */
function errorCode(body: JsonObject): string {
  return (text(body.__type) ?? 'InternalServerError').split('#').at(-1) ?? '';
}

function tablesOf(input: JsonObject): string[] {
  const single = text(input.TableName);
  if (single !== undefined) return [single.split('/').at(-1) ?? single];
  return isObject(input.RequestItems) ? Object.keys(input.RequestItems) : [];
}

/** A throttled request counts once for its operation, and once as an event of the table. */
function publishThrottle(operation: string, kind: 'Read' | 'Write', tables: string[], deps: DynamoDependencies): void {
  for (const TableName of tables) {
    publish(deps, 'ThrottledRequests', { TableName, Operation: operation }, 1, 'Count');
    publish(deps, `${kind}ThrottleEvents`, { TableName }, 1, 'Count');
  }
}

interface Success {
  readonly operation: string;
  readonly kind: 'Read' | 'Write';
  readonly tables: readonly string[];
  readonly latencyMs: number;
  readonly ConsumedCapacity: unknown;
}

function publishSuccess(
  { operation, kind, tables, latencyMs, ConsumedCapacity }: Success,
  deps: DynamoDependencies,
): void {
  for (const TableName of tables) {
    publish(deps, 'SuccessfulRequestLatency', { TableName, Operation: operation }, latencyMs, 'Milliseconds');
  }
  for (const { TableName, CapacityUnits } of objects(ConsumedCapacity)) {
    const table = text(TableName);
    if (table === undefined || typeof CapacityUnits !== 'number') continue;
    publish(deps, `Consumed${kind}CapacityUnits`, { TableName: table }, CapacityUnits, 'Count');
  }
}

/** A failed condition is counted for its table; other client errors for the account; a server error for table and operation. */
function publishFailure(
  operation: string,
  status: number,
  body: JsonObject,
  tables: readonly string[],
  deps: DynamoDependencies,
): void {
  const conditionFailed = errorCode(body) === 'ConditionalCheckFailedException';
  for (const TableName of tables) {
    if (conditionFailed) publish(deps, 'ConditionalCheckFailedRequests', { TableName }, 1, 'Count');
    if (status >= 500) publish(deps, 'SystemErrors', { TableName, Operation: operation }, 1, 'Count');
  }
  if (status < 500 && !conditionFailed) publish(deps, 'UserErrors', {}, 1, 'Count');
}

function publish(
  { metrics, clock }: DynamoDependencies,
  metricName: string,
  dimensions: Record<string, string>,
  value: number,
  unit: string,
): void {
  metrics.publish({ namespace: 'AWS/DynamoDB', metricName, dimensions, timestamp: clock.now(), value, unit });
}
