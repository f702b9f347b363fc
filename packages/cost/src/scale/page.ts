import type { AccessTemplate } from '../../../access-matrix/src/template/index.ts';
import { compareTransports, estimate } from '../model/estimate.ts';
import { show } from '../model/numbers.ts';
import type { CostLine, Estimate } from '../model/types.ts';
import { dollars, TRANSPORT_NAMES, unitPriceText } from '../output/format.ts';
import { serviceRows } from '../output/report.ts';
import { priceListOf } from '../prices/price-list.ts';
import { constantProfile } from '../profile/profile.ts';
import { LIMITS, LIMITS_READ } from './limits.ts';
import { ceilings, MODEL_LATENCIES, type Needs, needsOf, ownLimits, RATES } from './needs.ts';

/** The parts of docs/scale.md that are computed, by their names between `<!-- name -->` and `<!-- /name -->`. */
export type ScaleTables = Readonly<Record<'ceilings' | 'needs' | 'cost' | 'hosting' | 'transports' | 'limits', string>>;

/** Region of the page's prices. */
const REGION = 'us-east-1';

/** Computes the page's tables from the application's templates. */
export function scaleTables(template: AccessTemplate): ScaleTables {
  const estimates = RATES.map((rate) => estimate(template, constantProfile(rate), { region: REGION }));
  return {
    ceilings: ceilingTable(template),
    needs: needsTable(estimates),
    cost: costTable(estimates),
    hosting: hostingTable(),
    transports: transportTable(template),
    limits: limitTable(),
  };
}

/** Columns of words; the others hold numbers. */
const WORDS: readonly string[] = ['What to change', 'Limit', 'Raised on request', `Read ${LIMITS_READ}`];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    row(head),
    row(head.map((name, at) => (at === 0 || WORDS.includes(name) ? '---' : '---:'))),
    ...rows.map(row),
  ].join('\n');
}

function ceilingTable(template: AccessTemplate): string {
  const profile = constantProfile(0);
  const own = ownLimits(template);
  const rows = ceilings(own, profile.value('function.overheadMs'), profile.value('record.bytes')).map(
    ({ name, rates, remedy }) => [name, ...rates.map((rate) => show(Math.floor(rate))), remedy],
  );
  const head = ['Limit', ...MODEL_LATENCIES.map((ms) => `model ${ms} ms`), 'What to change'];
  return table(head, rows);
}

function needsTable(estimates: readonly Estimate[]): string {
  const needs = RATES.map((rate) => needsOf(rate));
  const cells = (of: (need: Needs, at: number) => string) => needs.map(of);
  const limited = (value: number, limit: number) => (value > limit ? `**${show(value)}**` : show(value));
  return table(
    ['Inferences a second', ...RATES.map((rate) => show(rate)), 'Limit'],
    [
      [
        'Function at once: mean',
        ...cells(({ functions }) => limited(functions.mean, LIMITS.lambdaConcurrency.value)),
        show(LIMITS.lambdaConcurrency.value),
      ],
      [
        'Function at once: with room for peaks',
        ...cells(({ functions }) => limited(functions.headroom, LIMITS.lambdaConcurrency.value)),
        show(LIMITS.lambdaConcurrency.value),
      ],
      ['Seconds until so many run', ...cells(({ functions }) => show(functions.rampSeconds)), ''],
      [
        'Model at once, with room for peaks',
        ...cells(({ model }) => limited(model.headroom, LIMITS.serverlessConcurrency.value)),
        `${show(LIMITS.serverlessConcurrency.value)} serverless`,
      ],
      ['Instances instead (half loaded)', ...cells(({ instances }) => show(instances.instances)), ''],
      ['`invocationsPerInstance` for that', ...cells(({ instances }) => show(instances.target)), ''],
      [
        'Table: write units a second',
        ...cells(({ table: one }) => limited(one.writeUnits, LIMITS.tableWrites.value)),
        show(LIMITS.tableWrites.value),
      ],
      ['Table: partitions at least', ...cells(({ table: one }) => show(one.partitions)), ''],
      ['Table: doublings from new', ...cells(({ table: one }) => show(one.doublings)), ''],
      ['Log, GB a day', ...cells((_, at) => show(logGbPerDay(estimates[at]))), ''],
      ['Custom metrics', ...cells((_, at) => show(quantityOf(estimates[at], 'cloudwatch.metrics'))), 'none'],
      ['Traces a second', ...cells(({ tracesPerSecond }) => show(tracesPerSecond)), ''],
      ['Alarms, USD a month', ...cells((_, at) => dollars(alarmCost(estimates[at]))), ''],
    ],
  );
}

const linesOf = (made: Estimate | undefined, prefix: string): readonly CostLine[] =>
  made?.lines.filter(({ meter }) => meter.startsWith(prefix)) ?? [];

const quantityOf = (made: Estimate | undefined, prefix: string): number =>
  linesOf(made, prefix).reduce((sum, { quantity }) => sum + (quantity.status === 'known' ? quantity.value : 0), 0);

const HOURS_PER_DAY = 24;

/** Over the month's hours, so that a day is a day whatever the month's length. */
const logGbPerDay = (made: Estimate | undefined): number =>
  (quantityOf(made, 'logs.ingestion.') * HOURS_PER_DAY) / constantProfile(0).value('month.hours');

const alarmCost = (made: Estimate | undefined): number =>
  linesOf(made, 'cloudwatch.alarms.').reduce(
    (sum, { price }) => sum + (price.status === 'priced' ? price.amount : 0),
    0,
  );

function costTable(estimates: readonly Estimate[]): string {
  const services = estimates.map(
    ({ lines }) => new Map(serviceRows(lines, false).map((one) => [one.service, one.amount])),
  );
  const dearest = services.at(-1) ?? new Map<string, number>();
  const names = [...new Set([...dearest.keys(), ...services.flatMap((one) => [...one.keys()])])];
  return table(
    ['USD a month', ...RATES.map((rate) => `${show(rate)} a second`)],
    [
      ...names.map((name) => [name, ...services.map((one) => dollars(one.get(name) ?? 0))]),
      ['**What is known, together**', ...estimates.map(({ total }) => `**${dollars(total)}**`)],
      ['for a million inferences', ...estimates.map(({ total }, at) => dollars(perMillion(total, RATES[at] ?? 0)))],
    ],
  );
}

function perMillion(total: number, rate: number): number {
  return (total / (rate * 3600 * constantProfile(0).value('month.hours'))) * 1_000_000;
}

const INSTANCE = 'sagemaker.instance.';
const SERVERLESS = 'sagemaker.serverless.2048';

/** Instances whose price is known, with the share of an hour after which serverless is dearer. */
function hostingTable(): string {
  const list = priceListOf(REGION);
  const serverless = (list?.find(SERVERLESS)?.tiers[0]?.price ?? 0) * 3600;
  const rows = (list?.prices ?? [])
    .filter(({ meter }) => meter.startsWith(INSTANCE))
    .map(({ meter, tiers }) => ({ type: meter.slice(INSTANCE.length), price: tiers[0]?.price ?? 0 }))
    .map(({ type, price }) => {
      const share = price / serverless;
      return [type, unitPriceText(price), share > 1 ? 'never' : `${show(Math.round(share * 100))} %`];
    });
  const always = `working the whole hour: ${unitPriceText(serverless)}`;
  return table(['Instance', 'USD an hour', `Busy for (serverless ${always})`], rows);
}

function transportTable(template: AccessTemplate): string {
  const compared = RATES.map((rate) => compareTransports(template, constantProfile(rate), { region: REGION }));
  const names = ['emf', 'put-metric-data'] as const;
  return table(
    ['USD a month for sending metrics', ...RATES.map((rate) => `${show(rate)} a second`)],
    names.map((name) => [
      TRANSPORT_NAMES[name],
      ...compared.map((all) => dollars(all.find(({ transport }) => transport === name)?.metrics ?? 0)),
    ]),
  );
}

function limitTable(): string {
  const rows = Object.values(LIMITS).map(({ service, what, value, unit, adjustable, source }) => [
    `${service}: ${what}`,
    `${show(value)} ${unit}`,
    adjustable ? 'yes' : 'no',
    `[page](${source})`,
  ]);
  return table(['Quota', 'Default', 'Raised on request', `Read ${LIMITS_READ}`], rows);
}
