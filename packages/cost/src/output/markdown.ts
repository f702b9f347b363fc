import { codeSpan, escapeMarkdown } from '../../../access-matrix/src/output/markdown-text.ts';
import { show } from '../model/numbers.ts';
import { dollars, TRANSPORT_NAMES, unitPriceText } from './format.ts';
import { groupBy } from './group.ts';
import {
  type CostReport,
  formulaText,
  inferredTexts,
  type Row,
  resourceText,
  serviceRows,
  sourcesOf,
  unknownRows,
} from './report.ts';

/** The estimate as Markdown. */
export function formatMarkdown(report: CostReport, all = false): string {
  const { estimate, source } = report;
  const read = estimate.pricesRead === undefined ? 'no price is known' : `prices read ${estimate.pricesRead}`;
  const lines = [
    `# A month of ${escapeMarkdown(source)}: $${dollars(estimate.total)}`,
    '',
    `${escapeMarkdown(estimate.region)}, ${read}, USD, ${estimate.freeTier ? 'the monthly free tier taken off' : 'without the free tier'}.`,
    '',
    '| USD a month | Service | What | Quantity | Unit price | Computed from | Resource |',
    '|---:|---|---|---:|---:|---|---|',
    ...serviceRows(estimate.lines, all).flatMap(({ rows }) => rows.map(pricedRow)),
    '',
    ...unknownPart(report, all),
    ...transportPart(report),
    ...assumptionPart(report),
    'Prices:',
    ...sourcesOf(estimate.lines).map((url) => `- <${url}>`),
  ];
  return `${lines.join('\n')}\n`;
}

function pricedRow(row: Row): string {
  const { amount = 0, quantity = 0, unit, service, component } = row;
  const notes = inferredTexts(row).map((text) => `*inferred: ${escapeMarkdown(text)}*`);
  const cells = [
    dollars(amount),
    service,
    escapeMarkdown(component),
    `${show(quantity)} ${unit}`,
    unitPriceText(quantity === 0 ? 0 : amount / quantity),
    [escapeMarkdown(formulaText(row)), ...notes].join('; '),
    codeSpan(resourceText(row)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function unknownPart({ estimate }: CostReport, all: boolean): string[] {
  const rows = unknownRows(estimate.lines, all);
  const types = groupBy(estimate.unknownTypes, ({ type }) => type);
  if (rows.length + types.size === 0) return [];
  return [
    '| Not in the total | Why | Resource |',
    '|---|---|---|',
    ...rows.map((row) => {
      const cells = [`${row.service}, ${row.component}`, row.reason ?? ''].map(escapeMarkdown);
      return `| ${cells.join(' | ')} | ${codeSpan(resourceText(row))} |`;
    }),
    ...[...types].map(
      ([type, of]) => `| ${codeSpan(type)} | this command does not know what it costs | ${of.length} |`,
    ),
    '',
  ];
}

function transportPart({ transports, estimate }: CostReport): string[] {
  if (transports.length === 0) return [];
  return [
    '| How metrics are sent | USD a month for it | In all |',
    '|---|---:|---:|',
    ...transports.map(({ transport, metrics, total }) => {
      const name = `${TRANSPORT_NAMES[transport]}${transport === estimate.transport ? ' (this estimate)' : ''}`;
      return `| ${name} | ${dollars(metrics)} | ${dollars(total)} |`;
    }),
    '',
  ];
}

function assumptionPart({ assumptions }: CostReport): string[] {
  if (assumptions.length === 0) return [];
  return [
    '| Not in the profile | Taken | Why |',
    '|---|---:|---|',
    ...assumptions.map(({ setting, value, why }) => `| ${codeSpan(setting)} | ${value} | ${escapeMarkdown(why)} |`),
    '',
  ];
}
