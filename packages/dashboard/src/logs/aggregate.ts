import { evaluateTerm } from './evaluate-term.ts';
import { ResultRow, type Row } from './row.ts';
import type { Aggregate, Column } from './syntax.ts';
import { compare, toNumber, toText, type Value } from './values.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */

/** Lines with the same values in all columns of `by`. */
interface Group {
  readonly keys: readonly Value[];
  readonly rows: Row[];
}

/** One line for each combination of what `by` names, in the order in which they are first met. No events give no lines. */
export function aggregate(rows: readonly Row[], values: readonly Aggregate[], by: readonly Column[]): ResultRow[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const keys = by.map(({ term }) => evaluateTerm(term, row));
    const key = JSON.stringify(keys.map((each) => (each === null ? null : toText(each))));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { keys, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()].map(({ keys, rows: members }) => {
    const result = new Map<string, Value>();
    for (const [index, { name }] of by.entries()) result.set(name, keys[index] ?? null);
    for (const value of values) result.set(value.name, compute(value, members));
    return new ResultRow(result);
  });
}

function compute({ function: name, of, percentile }: Aggregate, rows: readonly Row[]): Value {
  if (of === undefined) return rows.length;
  const present = rows.map((row) => ({ row, value: evaluateTerm(of, row) })).filter(({ value }) => value !== null);
  switch (name) {
    case 'count':
      return present.length;
    case 'count_distinct':
      return new Set(present.map(({ value }) => toText(value))).size;
    case 'latest':
      return newest(present, 1);
    case 'earliest':
      return newest(present, -1);
    default:
      return ofNumbers(
        name,
        present.map(({ value }) => value),
        percentile ?? 0,
      );
  }
}

/** The value of the event with the last time, or with -1 the first. */
function newest(present: readonly { readonly row: Row; readonly value: Value }[], direction: 1 | -1): Value {
  let best: { at: number; value: Value } | undefined;
  for (const { row, value } of present) {
    const at = toNumber(row.get('@timestamp')) * direction;
    if (best === undefined || at > best.at) best = { at, value };
  }
  return best?.value ?? null;
}

type Numeric = Exclude<Aggregate['function'], 'count' | 'count_distinct' | 'latest' | 'earliest'>;

function ofNumbers(name: Numeric, present: readonly Value[], percentile: number): Value {
  const numbers = present.map(toNumber).filter((value) => !Number.isNaN(value));
  const count = numbers.length;
  if (count === 0) {
    // Text has a smallest and a largest, too.
    const texts = [...present].sort(compare);
    return (name === 'min' ? texts[0] : name === 'max' ? texts.at(-1) : null) ?? null;
  }
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'sum':
      return sum;
    case 'avg':
      return sum / count;
    case 'min':
      return numbers.reduce((least, value) => Math.min(least, value));
    case 'max':
      return numbers.reduce((most, value) => Math.max(most, value));
    case 'stddev':
      return Math.sqrt(numbers.reduce((total, value) => total + (value - sum / count) ** 2, 0) / count);
    case 'pct': {
      // The nearest rank, as for percentiles of metrics (inferred).
      const sorted = numbers.sort((one, other) => one - other);
      const rank = Math.max(1, Math.ceil((percentile * count) / 100 - 1e-9));
      return sorted[rank - 1] ?? null;
    }
  }
}
