import type { TransportComparison } from '../model/estimate.ts';
import type { CostLine, Estimate } from '../model/types.ts';
import type { Assumption } from '../profile/defaults.ts';
import { groupBy } from './group.ts';

/** All that an output shows. */
export interface CostReport {
  /** What people call the templates. */
  readonly source: string;
  readonly estimate: Estimate;
  readonly transports: readonly TransportComparison[];
  readonly assumptions: readonly Assumption[];
}

/** Lines of the same kind that are shown as one: twenty alarms of one metric each are one row. */
export interface Row {
  readonly service: string;
  readonly component: string;
  readonly unit: string;
  readonly lines: readonly CostLine[];
  /** In units; undefined where a line's is not known. */
  readonly quantity?: number;
  /** US dollars a month; undefined where a line's is not known. */
  readonly amount?: number;
  /** Why quantity or price are not known. */
  readonly reason?: string;
}

export interface ServiceRows {
  readonly service: string;
  /** US dollars a month. */
  readonly amount: number;
  readonly rows: readonly Row[];
}

/** Priced lines by service, the dearest first; lines of one meter, component and outcome are one row. */
export function serviceRows(lines: readonly CostLine[], all: boolean): ServiceRows[] {
  const priced = lines.filter(({ price }) => price.status === 'priced' && (all || price.amount > 0));
  const byService = groupBy(merged(priced, all), ({ service }) => service);
  return [...byService]
    .map(([service, rows]) => ({
      service,
      amount: sum(rows.map(({ amount = 0 }) => amount)),
      rows: rows.toSorted((left, right) => (right.amount ?? 0) - (left.amount ?? 0)),
    }))
    .toSorted((left, right) => right.amount - left.amount);
}

/** Lines that are not in the total, with the reason. */
export const unknownRows = (lines: readonly CostLine[], all: boolean): Row[] =>
  merged(
    lines.filter(({ price }) => price.status === 'unknown'),
    all,
  );

function merged(lines: readonly CostLine[], apart: boolean): Row[] {
  const key = (line: CostLine): unknown =>
    apart
      ? line
      : JSON.stringify([line.meter, line.component, line.price.status === 'unknown' ? line.price.reason : '']);
  return [...groupBy(lines, key).values()].flatMap(rowOf);
}

function rowOf(lines: readonly CostLine[]): Row[] {
  const [first] = lines;
  if (!first) return [];
  const { service, component, unit, price } = first;
  const base = { service, component, unit, lines };
  if (price.status === 'unknown') return [{ ...base, reason: price.reason }];
  return [
    {
      ...base,
      quantity: sum(lines.map(({ quantity }) => (quantity.status === 'known' ? quantity.value : 0))),
      amount: sum(lines.map((line) => (line.price.status === 'priced' ? line.price.amount : 0))),
    },
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The resources of a row, for people. */
export function resourceText({ lines }: Row): string {
  const names = [...new Set(lines.map(({ resource }) => resource.logicalId))];
  const [first = ''] = names;
  return names.length === 1 ? first : `${names.length} resources: ${first}, …`;
}

/** How a row's quantity was computed. */
export function formulaText({ lines }: Row): string {
  const formulas = [...new Set(lines.map(({ quantity }) => (quantity.status === 'known' ? quantity.formula : '')))];
  return formulas.length <= 2 ? formulas.join('; ') : `${lines.length} lines (each with --all)`;
}

/** What of a row is inferred, each once. */
export const inferredTexts = ({ lines }: Row): string[] => [
  ...new Set(lines.flatMap(({ inferred }) => (inferred === undefined ? [] : [inferred]))),
];

export const sourcesOf = (lines: readonly CostLine[]): string[] =>
  [...new Set(lines.flatMap(({ price }) => (price.status === 'priced' ? [price.source] : [])))].sort();
