import * as z from 'zod';
import europe from './eu-central-1.json' with { type: 'json' };
import virginia from './us-east-1.json' with { type: 'json' };

const url = z.url({ protocol: /^https$/ });
const date = z.iso.date();
const text = z.string().min(1);

const tiers = z
  .array(z.strictObject({ upTo: z.number().positive().optional(), price: z.number().nonnegative() }))
  .min(1)
  .refine(
    (list) => list.every(({ upTo }, at) => upTo !== undefined || at === list.length - 1),
    'only the last tier has no end',
  )
  .refine(
    (list) => list.every(({ upTo = Infinity }, at) => upTo > (list[at - 1]?.upTo ?? 0)),
    'each tier ends above the one before',
  );

const priceSchema = z.strictObject({
  /** What is counted, for example `lambda.duration.arm64`. */
  meter: text,
  service: text,
  /** What one unit of the quantity is. */
  unit: text,
  tiers,
  /** AWS's page of the price. */
  source: url,
  /** What was read: the page's words or the entry of AWS's price list. */
  evidence: text,
  /** Where it was read, with its date; AWS's pages show most prices only to a browser, which AWS's price list does not need. */
  via: text,
});

const freeTierSchema = z.strictObject({
  id: text,
  /** Meters that share the quantity, in the order in which it is used up. */
  meters: z.array(text).min(1),
  /** Units a month. */
  quantity: z.number().positive(),
  source: url,
  evidence: text,
});

const fileSchema = z.strictObject({
  regions: z.array(text).min(1),
  currency: z.literal('USD'),
  /** Day on which the prices were read. */
  read: date,
  prices: z.array(priceSchema),
  freeTiers: z.array(freeTierSchema),
});

export type Price = Readonly<z.output<typeof priceSchema>>;
/** What AWS gives for nothing each month, for good; allowances of a new account's first year are not listed. */
export type FreeTier = Readonly<z.output<typeof freeTierSchema>>;

export interface PriceList {
  readonly regions: readonly string[];
  readonly currency: 'USD';
  /** Day on which the prices were read, `YYYY-MM-DD`. */
  readonly read: string;
  readonly prices: readonly Price[];
  readonly freeTiers: readonly FreeTier[];
  find(meter: string): Price | undefined;
}

/** Checks the content of a price file. @throws if it is not one: it is part of the program, so that is a bug */
export function parsePriceList(content: unknown): PriceList {
  const list = fileSchema.parse(content);
  const byMeter = new Map(list.prices.map((price) => [price.meter, price]));
  if (byMeter.size < list.prices.length) throw new Error('a meter has two prices in one file');
  return { ...list, find: (meter) => byMeter.get(meter) };
}

const LISTS = [virginia, europe].map(parsePriceList);

/** Regions of which prices are known, fully or in part. */
export const PRICED_REGIONS: readonly string[] = LISTS.flatMap(({ regions }) => regions);

export function priceListOf(region: string): PriceList | undefined {
  return LISTS.find(({ regions }) => regions.includes(region));
}

/** Meters that no price file has yet, so that a line without a price still says what it counts. */
const UNPRICED: ReadonlyMap<string, MeterName> = new Map([
  ['dynamodb.stream-reads', { service: 'DynamoDB', unit: 'read request unit' }],
  ['firehose.ingestion', { service: 'Data Firehose', unit: 'GB' }],
  ['firehose.conversion', { service: 'Data Firehose', unit: 'GB' }],
  ['sns.sms', { service: 'SNS', unit: 'message' }],
]);

/** Meters that have one price for each of many kinds, for example for each instance type. */
const FAMILIES: readonly (readonly [prefix: string, name: MeterName])[] = [
  ['sagemaker.instance.', { service: 'SageMaker', unit: 'instance-hour' }],
  ['sagemaker.serverless.', { service: 'SageMaker', unit: 'second' }],
  ['codebuild.minutes.', { service: 'CodeBuild', unit: 'minute' }],
  ['lambda.duration.', { service: 'Lambda', unit: 'GB-second' }],
  ['sns.', { service: 'SNS', unit: 'message' }],
];

export interface MeterName {
  readonly service: string;
  readonly unit: string;
}

/** What a meter counts; any Region's price says it, and some meters have no price anywhere. */
export function describeMeter(meter: string): MeterName {
  const price = LISTS.map((list) => list.find(meter)).find((found) => found !== undefined);
  const family = FAMILIES.find(([prefix]) => meter.startsWith(prefix))?.[1];
  return price ?? UNPRICED.get(meter) ?? family ?? { service: meter, unit: 'unit' };
}
