import type { CostReport } from './report.ts';

/** The estimate for programs: every line by itself, with its formula, price and source. */
export function formatJson({ source, estimate, transports, assumptions }: CostReport): string {
  const { lines, free, unknownTypes, ...head } = estimate;
  const document = {
    source,
    ...head,
    lines: lines.map(({ service, component, meter, unit, resource, quantity, price, inferred, metrics }) => ({
      service,
      component,
      meter,
      unit,
      resource,
      quantity: quantity.status === 'known' ? quantity.value : null,
      formula: quantity.status === 'known' ? quantity.formula : undefined,
      unitPrice: price.status === 'priced' ? price.unitPrice : null,
      amount: price.status === 'priced' ? price.amount : null,
      tiers: price.status === 'priced' ? price.tiers : undefined,
      priceSource: price.status === 'priced' ? price.source : undefined,
      unknown: price.status === 'unknown' ? price.reason : undefined,
      inferred,
      metrics,
    })),
    unknownTypes,
    free,
    transports,
    assumptions,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
