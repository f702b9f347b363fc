/** What a benchmark promised and what it measured. */
export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  readonly met: boolean;
}

/** Result of one benchmark: a table for people, and the goals that the project set itself. */
export interface BenchResult {
  readonly title: string;
  readonly rows: Record<string, string | number>[];
  readonly goals: Goal[];
}

/** A goal of the form "at most". */
export function atMost(goal: string, measured: number, limit: number, unit: string): Goal {
  return { goal, measured: round(measured), limit, unit, met: measured <= limit };
}

/** Three digits after the point: more is noise. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The value below which a share of the values lies, by the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Prints a result when a benchmark is run by itself. */
export function print({ title, rows, goals }: BenchResult): void {
  console.log(title);
  console.table(rows);
  console.table(goals);
}
