import type { Paint } from '../../../cli/src/paint.ts';
import { show } from '../model/numbers.ts';
import { counted, dollars, TRANSPORT_NAMES, unitPriceText } from './format.ts';
import { groupBy } from './group.ts';
import {
  type CostReport,
  formulaText,
  inferredTexts,
  type Row,
  resourceText,
  type ServiceRows,
  serviceRows,
  unknownRows,
} from './report.ts';

export interface TerminalOptions {
  /** Each line by itself, also those that come to nothing. @default false */
  readonly all?: boolean | undefined;
}

const AMOUNT_WIDTH = 12;

/** The estimate for people at a terminal. */
export function terminalLines(report: CostReport, paint: Paint, { all = false }: TerminalOptions = {}): string[] {
  const { estimate, source } = report;
  const read = estimate.pricesRead === undefined ? 'of which no price is known' : `prices read ${estimate.pricesRead}`;
  const free = estimate.freeTier ? 'the monthly free tier taken off' : 'without the free tier';
  return [
    `${paint('bold', `A month of ${source}`)}  ${paint('dim', `${estimate.region}, ${read}, USD, ${free}`)}`,
    '',
    ...serviceRows(estimate.lines, all).flatMap((service) => serviceLines(service, paint)),
    paint('bold', `${dollars(estimate.total).padStart(AMOUNT_WIDTH)}  a month, of what is known`),
    '',
    ...unknownLines(report, paint, all),
    ...transportLines(report, paint),
    ...assumptionLines(report, paint),
  ];
}

function serviceLines({ service, amount, rows }: ServiceRows, paint: Paint): string[] {
  return [
    paint('bold', `${dollars(amount).padStart(AMOUNT_WIDTH)}  ${service}`),
    ...rows.flatMap((row) => rowLines(row, paint)),
    '',
  ];
}

const indent = ' '.repeat(AMOUNT_WIDTH + 4);

function rowLines(row: Row, paint: Paint): string[] {
  const { amount = 0, quantity = 0, unit, component } = row;
  const mean = quantity === 0 ? 0 : amount / quantity;
  const times = `${counted(show(quantity), unit)} at ${unitPriceText(mean)}`;
  return [
    `${dollars(amount).padStart(AMOUNT_WIDTH)}    ${component}: ${times}  ${paint('dim', resourceText(row))}`,
    paint('dim', `${indent}${formulaText(row)}`),
    ...tierTexts(row).map((tiers) => paint('dim', `${indent}of all together: ${tiers}`)),
    ...inferredTexts(row).map((text) => paint('dim', `${indent}inferred: ${text}`)),
  ];
}

const tierTexts = ({ lines }: Row): string[] => [
  ...new Set(
    lines.flatMap(({ price }) => (price.status === 'priced' && price.tiers !== undefined ? [price.tiers] : [])),
  ),
];

function unknownLines({ estimate }: CostReport, paint: Paint, all: boolean): string[] {
  const rows = unknownRows(estimate.lines, all);
  const types = groupBy(estimate.unknownTypes, ({ type }) => type);
  if (rows.length + types.size === 0) return [];
  return [
    paint('yellow', 'Not in the total:'),
    ...rows.map(
      (row) => `  unknown  ${row.service}, ${row.component}: ${row.reason}  ${paint('dim', resourceText(row))}`,
    ),
    ...[...types].map(([type, of]) => `  unknown  ${type} (${of.length}): this command does not know what it costs`),
    '',
  ];
}

function transportLines({ transports, estimate }: CostReport, paint: Paint): string[] {
  if (transports.length === 0) return [];
  return [
    'How metrics are sent:',
    ...transports.map(({ transport, metrics, total, unknown }) => {
      const used = transport === estimate.transport ? paint('green', '  <- this estimate') : '';
      const open = unknown > 0 ? `, ${unknown} lines of it unknown` : '';
      return `${dollars(metrics).padStart(AMOUNT_WIDTH)}  ${TRANSPORT_NAMES[transport]}, ${dollars(total)} in all${open}${used}`;
    }),
    '',
  ];
}

function assumptionLines({ assumptions }: CostReport, paint: Paint): string[] {
  if (assumptions.length === 0) return [];
  return [
    'Taken for what the profile leaves out:',
    ...assumptions.map(({ setting, value, why }) => paint('dim', `  ${setting}: ${value} (${why})`)),
  ];
}
