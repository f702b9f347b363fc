import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { environmentNames, monthsKept, type Pricer, type PricingContext, recordDays } from './context.ts';
import { GB, KB, show } from './numbers.ts';
import { flagAt, rawTextAt, textAt, usageOf, valueAt } from './properties.ts';
import { known, type Usage, unknown } from './types.ts';

/** A write request unit writes up to 1 KB, a read request unit reads up to 4 KB, strongly consistent. */
const WRITE_KB = 1;
const READ_KB = 4;

/**
 * DynamoDB adds so many bytes of index to each stored item.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const INDEX_BYTES = 100;

/**
 * A table on demand: writes, reads, storage, point-in-time recovery, reads of its stream.
 *
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
export const priceTable: Pricer = (table, context) => {
  const { apiFunction } = context;
  if (textAt(table.properties, 'BillingMode') !== 'PAY_PER_REQUEST') {
    const quantity = unknown('provisioned capacity is not known to this command, only tables on demand');
    return [usageOf(table, { meter: 'dynamodb.writes', component: 'capacity', quantity })];
  }
  if (!apiFunction || !environmentNames(apiFunction, table)) {
    const quantity = unknown("the API's function does not know this table: what is written to it is not known");
    return [usageOf(table, { meter: 'dynamodb.writes', component: 'writes', quantity })];
  }
  return [...requestUsages(table, context), ...storageUsages(table, context), ...streamUsages(table, context)];
};

function requestUsages(table: AccessResource, { profile, inferences, reads }: PricingContext): Usage[] {
  const bytes = profile.value('record.bytes');
  const keyed = profile.value('traffic.idempotencyShare');
  const writeUnits = Math.ceil(bytes / (WRITE_KB * KB));
  const readUnits = Math.ceil(bytes / (READ_KB * KB));
  // The claim of an idempotency key is an item below 1 KB.
  const claims = keyed > 0 ? ` + ${show(inferences * keyed)} claims of idempotency keys` : '';
  return [
    usageOf(table, {
      meter: 'dynamodb.writes',
      component: 'writes',
      quantity: known(
        inferences * (writeUnits + keyed),
        `${show(inferences)} records x ${writeUnits} (${show(bytes)} bytes, units of 1 KB)${claims}`,
      ),
    }),
    usageOf(table, {
      meter: 'dynamodb.reads',
      component: 'reads',
      quantity: known(reads * readUnits, `${show(reads)} reads x ${readUnits} (strongly consistent, units of 4 KB)`),
    }),
  ];
}

function storageUsages(table: AccessResource, context: PricingContext): Usage[] {
  const { profile, inferences } = context;
  const bytes = profile.value('record.bytes') + INDEX_BYTES;
  const days = recordDays(context);
  const months = monthsKept(days, context);
  const kept =
    days === undefined ? `${show(months)} months of records, which are kept for good` : `${days} days of records`;
  const quantity = known((inferences * months * bytes) / GB, `${kept} x ${show(bytes)} bytes with index`);
  const usages = [usageOf(table, { meter: 'dynamodb.storage', component: 'storage', quantity })];
  if (flagAt(table.properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')) {
    const inferred = 'as large as the table; AWS says only that it depends on the size of the table';
    usages.push(usageOf(table, { meter: 'dynamodb.pitr', component: 'point-in-time recovery', quantity, inferred }));
  }
  return usages;
}

/** Lambda's reads of a stream are free; how often another reader reads is its own affair. */
function streamUsages(table: AccessResource, { template }: PricingContext): Usage[] {
  if (valueAt(table.properties, 'StreamSpecification', 'StreamViewType') === undefined) return [];
  const pipes = template.ofType('AWS::Pipes::Pipe').filter(({ properties }) => readsStreamOf(properties, table));
  if (pipes.length === 0) return [];
  const quantity = unknown('AWS does not publish how often EventBridge Pipes reads a stream');
  return [usageOf(table, { meter: 'dynamodb.stream-reads', component: 'reads of the stream', quantity })];
}

/** The stream's ARN holds the table's, with a label that AWS chooses. */
export function readsStreamOf(pipe: unknown, table: AccessResource): boolean {
  const source = rawTextAt(pipe, 'Source') ?? '';
  return table.arn !== '' && source.startsWith(`${table.arn}/stream/`);
}
