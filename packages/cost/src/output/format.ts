/** US dollars with cents; what is less than a cent but not nothing says so. */
export function dollars(amount: number): string {
  if (amount > 0 && amount < 0.005) return '<0.01';
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A unit price: all its digits, since a request costs a millionth of a dollar. */
export function unitPriceText(price: number): string {
  // A mean of sums has rounding in its last digits.
  const isCents = Math.abs(price * 100 - Math.round(price * 100)) < 1e-9 && price >= 0.01;
  if (isCents || price === 0) return `$${price.toFixed(2)}`;
  return `$${price.toLocaleString('en-US', { maximumSignificantDigits: 6, useGrouping: false })}`;
}

export const TRANSPORT_NAMES = {
  emf: 'embedded metric format (log lines)',
  'put-metric-data': 'PutMetricData (API calls)',
} as const;

/** Units that stay as they are in the plural. */
const MEASURES = ['GB', 'TB'];

/** `1 request`, `2 requests`, `2 GB`. */
export function counted(quantity: string, unit: string): string {
  return quantity === '1' || MEASURES.includes(unit) ? `${quantity} ${unit}` : `${quantity} ${unit}s`;
}
